package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moorage.control.OverlayKeeper;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.edge.EdgeName;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayChange;

/**
 * {@code moorage bench overlay}: what tenants' networks cost, in memory. How long a switch takes
 * for its lookup records, what each takes of memory, what a look-up costs among few and among many,
 * and what NVGRE costs a frame beside one that stays in its VLAN.
 */
public final class OverlayBench {

  private static final int TARGET = 7;
  private static final int COMPILED = 100_000;
  private static final double COMPILED_MILLIS = 1_000;
  private static final int RESYNCED = 10_000;
  private static final int EDGES = 100;
  private static final int ROUNDS = 7;

  private static final List<Integer> SIZES = List.of(100, 10_000, 1_000_000);

  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();

  public OverlayBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Runs it, about a minute.
   *
   * @param directory an empty one for the profile
   */
  public BenchTable run(Path directory) throws BenchFailure, IOException {
    progress.accept("records, in memory");
    compile();
    everybody();
    progress.accept("frames, in memory");
    OverlayFrames frames = OverlayFrames.prepare(Files.createDirectory(directory.resolve("p")));
    frames.rows().forEach(this::add);
    lookups();
    return new BenchTable(
        "overlay",
        rows,
        List.of(
            "All in memory: no packet socket, no manager. Records in 16 virtual subnets of one VM"
                + " network.",
            "Into NVGRE: from a vPort with 20 rules, by a customer route, a lookup record and the"
                + " gateway's hop, into an envelope."));
  }

  private void add(BenchRow row) {
    rows.add(row);
    progress.accept(BenchTable.sentence(row));
  }

  private void compile() {
    List<OverlayChange> many = OverlaySite.policy(COMPILED);
    List<OverlayChange> some = OverlaySite.policy(RESYNCED);
    add(
        new BenchRow(
            "100,000 lookup records compiled by an edge's switch",
            "ms",
            median(() -> millis(many)),
            Optional.empty(),
            Optional.of(new BenchRow.Target(TARGET, false, COMPILED_MILLIS))));
    add(
        new BenchRow(
            "10,000 lookup records, a whole edge anew",
            "ms",
            median(() -> millis(some)),
            Optional.empty(),
            Optional.empty()));
  }

  @FunctionalInterface
  private interface Measuring {
    double once();
  }

  private static double median(Measuring measuring) {
    double[] all = new double[ROUNDS];
    for (int i = -1; i < ROUNDS; i++) {
      double figure = measuring.once();
      if (i >= 0) { // the first one compiles
        all[i] = figure;
      }
    }
    return Rates.median(all);
  }

  private static double millis(List<OverlayChange> policy) {
    SoftSwitch plane = OverlaySite.plane();
    long began = System.nanoTime();
    plane.change(policy, Instant.EPOCH);
    return (System.nanoTime() - began) / 1e6;
  }

  /** What the manager and all edges together do for one record: no network between them. */
  private void everybody() {
    OverlayKeeper keeper = new OverlayKeeper(OverlaySite.book(RESYNCED));
    List<SoftSwitch> planes = new ArrayList<>();
    for (int edge = 0; edge < EDGES; edge++) {
      SoftSwitch plane = OverlaySite.plane();
      EdgeName name = new EdgeName("edge-" + edge);
      keeper.put(OverlaySite.provider(edge));
      keeper.put(OverlaySite.resident(edge));
      plane.change(keeper.greets(name), Instant.EPOCH);
      planes.add(plane);
    }
    Samples samples = new Samples();
    for (int i = 0; i < 2_000; i++) {
      LookupRecord moved = OverlaySite.moved(keeper.book(), i);
      long began = System.nanoTime();
      OverlayKeeper.Outcome outcome = keeper.put(moved);
      outcome
          .told()
          .forEach((edge, changes) ->
              planes
                  .get(Integer.parseInt(edge.value().substring("edge-".length())))
                  .change(changes, Instant.EPOCH));
      if (i >= 1_000) {
        samples.add(System.nanoTime() - began);
      }
    }
    add(
        new BenchRow(
            "one record to 100 edges, what keeper and switches do, p95",
            "ms",
            samples.quantile(0.95).toNanos() / 1e6,
            Optional.empty(),
            Optional.empty()));
  }

  private void lookups() throws BenchFailure {
    Optional<Double> few = Optional.empty();
    for (int size : SIZES) {
      long before = used();
      OverlayLookups lookups = OverlayLookups.among(size);
      double octets = (used() - before) / (double) size;
      double nanos = lookups.nanos();
      add(
          new BenchRow(
              String.format("a frame into NVGRE among %,d records, beside 100", size),
              "ns",
              nanos,
              few,
              Optional.empty()));
      few = few.or(() -> Optional.of(nanos));
      if (size == SIZES.getLast()) {
        add(
            new BenchRow(
                "heap of an edge for each record",
                "octets",
                octets,
                Optional.empty(),
                Optional.empty()));
      }
      lookups.keep();
    }
  }

  /** Heap in use after what is garbage has gone. */
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
