package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moorage.bench.BenchRow.Target;
import org.moorage.bench.MigrationSite.Move;
import org.moorage.frameport.RawFrames;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * Target 6: a VM moves from one edge to another and back while frames go to and from it. How long
 * both edges forward for it, how long it hears nothing, what is lost; beside the same VM moving
 * between bridges of the kernel's.
 */
public final class MigrationBench {

  private static final MacAddress PEER = MacAddress.parse("02:00:00:00:0c:0f");

  /** Of each kind, half of them each way. */
  private static final int MOVES = 120;

  /**
   * Agents and managers run for months: what they do has long been compiled. Here so many VSIs move
   * as often, and then some alone.
   */
  private static final int WARM_UP_VSIS = 1_000;

  private static final int WARM_UP_ROUNDS = 6;
  private static final int WARM_UP_MOVES = 20;

  /** VSIs of the warm-up are numbered apart. */
  private static final int FIRST_WARM_UP = 1_000_000;

  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();
  private int vms;

  /**
   * @param progress told in a sentence what is under way
   */
  public MigrationBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /** What the moves of one kind came to. */
  private static final class Figures {
    final Samples window = new Samples();
    final Samples order = new Samples();
    final Samples gapToVm = new Samples();
    final Samples gapFromVm = new Samples();
    final Samples lostToVm = new Samples();
    final Samples lostFromVm = new Samples();

    void add(Move move) {
      window.add(move.window());
      order.add(move.order());
      gapToVm.add(move.frames().toVm().longestGap());
      gapFromVm.add(move.frames().fromVm().longestGap());
      lostToVm.add(move.frames().toVm().lost());
      lostFromVm.add(move.frames().fromVm().lost());
    }
  }

  /**
   * Runs everything; about three minutes.
   *
   * @param directory an empty one for the database, state and logs
   */
  public BenchTable run(Path directory) throws BenchFailure, IOException {
    if (RawFrames.obstacle().isPresent()) {
      throw new BenchFailure(
          "this benchmark makes network namespaces and sends raw frames: run it as root");
    }
    try (EdgeSite edges = EdgeSite.open(PEER, directory, progress);
        BridgeSite bridges = BridgeSite.open(PEER)) {
      Figures firstVm = new Figures();
      thereAndBack(edges, firstVm);
      progress.accept("warming up");
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        edges.warmUp(FIRST_WARM_UP + round * WARM_UP_VSIS, WARM_UP_VSIS);
      }
      for (int i = 0; i < WARM_UP_MOVES; i += 2) {
        edges.oldStationHelps(i % 4 > 0);
        thereAndBack(edges, new Figures());
        thereAndBack(bridges, new Figures());
      }
      measure(edges, bridges, firstVm);
    }
    return new BenchTable("migration", rows, notes());
  }

  /** In turn, there and back, so that what the machine does otherwise falls on all of them. */
  private void measure(EdgeSite edges, BridgeSite bridges, Figures firstVm) throws BenchFailure {
    Figures withdrawn = new Figures();
    Figures released = new Figures();
    Figures plain = new Figures();
    for (int i = 0; i < MOVES; i += 2) {
      if (i % 20 == 0) {
        progress.accept("moving, " + i + " of " + MOVES + " times");
      }
      edges.oldStationHelps(false);
      thereAndBack(edges, withdrawn);
      edges.oldStationHelps(true);
      thereAndBack(edges, released);
      thereAndBack(bridges, plain);
    }
    spread("withdrawn, both vPorts forward, ", withdrawn.window, null, new Target(6, false, 50));
    add(
        "withdrawn, both vPorts forward, first VM after the start",
        "ms",
        Share.MOST.of(firstVm.window) / 1e6,
        null,
        null);
    spread("withdrawn, associate heard to order carried out, ", withdrawn.order, null, null);
    spread("released, both vPorts forward, ", released.window, null, null);
    frames("withdrawn, ", withdrawn, plain);
    frames("released, ", released, plain);
  }

  /**
   * A VM of its own each time: one that goes back and forth without rest is what the manager holds
   * for two that claim the same VSIID.
   */
  private void thereAndBack(MigrationSite site, Figures into) throws BenchFailure {
    site.begin(++vms);
    into.add(site.move());
    into.add(site.move());
    site.end();
  }

  private void frames(String kind, Figures ours, Figures plain) {
    spread(kind + "longest gap to the VM, ", ours.gapToVm, plain.gapToVm, null);
    spread(kind + "longest gap from the VM, ", ours.gapFromVm, plain.gapFromVm, null);
    lost(kind + "frames lost to the VM, ", ours.lostToVm, plain.lostToVm);
    lost(kind + "frames lost from the VM, ", ours.lostFromVm, plain.lostFromVm);
  }

  private void spread(String what, Samples ours, @Nullable Samples peer, @Nullable Target target) {
    for (Share share : Share.values()) {
      add(
          what + share.word,
          "ms",
          share.of(ours) / 1e6,
          peer == null ? null : share.of(peer) / 1e6,
          share == Share.MEDIAN ? null : target);
    }
  }

  private void lost(String what, Samples ours, Samples peer) {
    add(what + "mean of a move", "frames", ours.mean(), peer.mean(), null);
    double most = Share.MOST.of(ours);
    add(what + "max", "frames", most, (double) Share.MOST.of(peer), null);
  }

  private enum Share {
    MEDIAN("p50", 0.5),
    NEARLY_ALL("p99", 0.99),
    MOST("max", 1);

    final String word;
    private final double share;

    Share(String word, double share) {
      this.word = word;
      this.share = share;
    }

    long of(Samples samples) {
      return samples.quantile(share).toNanos();
    }
  }

  private void add(
      String what, String unit, double ours, @Nullable Double peer, @Nullable Target target) {
    rows.add(
        new BenchRow(what, unit, ours, Optional.ofNullable(peer), Optional.ofNullable(target)));
  }

  private static List<String> notes() {
    return List.of(
        "Withdrawn: the old station says nothing, the manager gives the VSI one home. Released: the"
            + " old station de-associates as soon as the new one has its answer.",
        "Both vPorts forward: from the new station's answer, or the first frame that passed the new"
            + " vPort where that was earlier, until the old edge has told its station that the VSI"
            + " is gone, or the last frame passed the old vPort where that was later; one clock,"
            + " frames every 0.5 ms.",
        "By the stories of both agents: from the associate heard by the new edge until the old one"
            + " carried out the manager's order.",
        "A VM is announced (pre-associate) "
            + MigrationSite.LEAD_MILLIS
            + " ms before it goes on elsewhere; a hypervisor copies its memory meanwhile.",
        "Peer: kernel bridges in place of the edges; the VM goes on at the other one and sends a"
            + " RARP.",
        "Frames: one each way every 0.5 ms; the VM pauses for no time, so that a gap is the"
            + " network's alone. Of each kind "
            + MOVES
            + " moves, in turn.");
  }
}
