package org.moorage.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moorage.bench.BenchRow.Target;

/**
 * The manager under load: edges report associations over the agent link, each batch is acknowledged
 * when it is on disk, and a browser asks for pages meanwhile. On PostgreSQL where the machine has
 * one, and on the H2 file.
 */
public final class ManagerBench {

  private static final int EDGES = 8;
  private static final int BATCH = 100;

  /** Target 3 is asked at this rate; the rest of the machine is the load's own. */
  private static final int RATE = 5_000;

  private static final int WARM_UP = 20_000;
  private static final int SUSTAINED = 60_000;
  private static final int PACED_SECONDS = 10;
  private static final int HELD = 100_000;
  private static final int PAGE_ROUNDS = 20;
  private static final int PAGE_RATE = 1_000;
  private static final List<String> PAGES =
      List.of(
          "/", "/vsis", "/vports", "/edges", "/edges/load-1", "/migrations", "/types", "/audit");

  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();

  /**
   * @param progress told in a sentence what is under way
   */
  public ManagerBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Runs everything; some minutes.
   *
   * @param directory an empty one for databases and logs
   */
  public BenchTable run(Path directory) throws BenchFailure, IOException {
    List<String> notes =
        new ArrayList<>(
            List.of(
                "Events: associations with their stories, "
                    + BATCH
                    + " in a batch, from "
                    + EDGES
                    + " edges; load, manager and database share the machine.",
                "Kept: from a batch's departure until the manager says it is on disk."));
    Optional<Path> postgres = PostgresPeer.programs();
    if (postgres.isPresent()) {
      Path place = Files.createDirectory(directory.resolve("on-postgresql"));
      try (PostgresPeer database = PostgresPeer.start(postgres.get(), place)) {
        measure("PostgreSQL", place, List.of("--database-url", database.url()));
      }
    } else {
      notes.add(
          "PostgreSQL was left out: it is not installed (Debian: apt-get install postgresql).");
    }
    Path place = Files.createDirectory(directory.resolve("on-h2"));
    measure("H2", place, List.of("--data-dir", place.resolve("data").toString()));
    progress.accept("starting the manager and a plain Boot application");
    rows.addAll(ManagerStartBench.run(directory));
    return new BenchTable("manager", rows, notes);
  }

  private void measure(String name, Path directory, List<String> database)
      throws BenchFailure, IOException {
    progress.accept(name + ": starting the manager");
    try (ManagerPeer manager = ManagerPeer.start(directory, database);
        HttpClient client = HttpClient.newHttpClient()) {
      List<LoadEdge> edges = edges(client, manager);
      progress.accept(name + ": warming up");
      report(edges, 0, WARM_UP, 0);
      long heap = manager.liveHeapBytes();
      progress.accept(name + ": as fast as it goes");
      double seconds = report(edges, WARM_UP, SUSTAINED, 0);
      add(name + ", events kept", "events/s", SUSTAINED / seconds, new Target(3, true, RATE));
      progress.accept(name + ": " + RATE + " events a second, with questions for types");
      paced(name, client, manager);
      int held = WARM_UP + SUSTAINED + PACED_SECONDS * RATE;
      report(edges, WARM_UP + SUSTAINED, Math.max(0, HELD - held), 0);
      double per = (double) (manager.liveHeapBytes() - heap) / (Math.max(HELD, held) - WARM_UP);
      add(name + ", live heap for 10,000 VSIs", "MB", per * 10_000 / 1e6, null);
      add(name + ", manager resident", "MB", manager.residentBytes() / 1e6, null);
      progress.accept(name + ": pages with " + Math.max(HELD, held) + " VSIs, " + PAGE_RATE + "/s");
      pages(name, client, manager);
    }
  }

  private static List<LoadEdge> edges(HttpClient client, ManagerPeer manager) throws BenchFailure {
    List<LoadEdge> edges = new ArrayList<>();
    for (int i = 1; i <= EDGES; i++) {
      LoadEdge edge = new LoadEdge(client, manager.base(), ManagerPeer.TOKEN, i);
      edge.hello();
      edges.add(edge);
    }
    return edges;
  }

  /** All edges at once, each its share; the seconds it took. */
  private static double report(List<LoadEdge> edges, int first, int count, int perSecond)
      throws BenchFailure {
    int share = count / edges.size();
    long start = System.nanoTime();
    together(edges, edge -> edge.report(first, share, BATCH, perSecond / edges.size()));
    return (System.nanoTime() - start) / 1e9;
  }

  /** Fresh edges, so that their figures are of this part only. */
  private void paced(String name, HttpClient client, ManagerPeer manager) throws BenchFailure {
    List<LoadEdge> edges = new ArrayList<>();
    for (int i = 1; i <= EDGES; i++) {
      LoadEdge edge = new LoadEdge(client, manager.base(), ManagerPeer.TOKEN, 100 + i);
      edge.hello();
      edges.add(edge);
    }
    together(
        edges,
        edge -> {
          for (int second = 0; second < PACED_SECONDS; second++) {
            edge.resolve();
            edge.report(second * RATE / EDGES, RATE / EDGES, BATCH / 4, RATE / EDGES);
          }
        });
    Samples kept = new Samples();
    Samples resolved = new Samples();
    edges.forEach(edge -> kept.addAll(edge.kept()));
    edges.forEach(edge -> resolved.addAll(edge.resolved()));
    String at = name + ", at " + RATE + " events/s, ";
    add(at + "kept, p99", "ms", millis(kept, 0.99), new Target(3, false, 100));
    add(at + "kept, p50", "ms", millis(kept, 0.5), null);
    add(at + "type resolved, p99", "ms", millis(resolved, 0.99), new Target(3, false, 100));
  }

  private void pages(String name, HttpClient client, ManagerPeer manager) throws BenchFailure {
    manager.signIn();
    LoadEdge background = new LoadEdge(client, manager.base(), ManagerPeer.TOKEN, 200);
    background.hello();
    for (String page : PAGES) {
      manager.get(page);
    }
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      int seconds = 60;
      Future<?> reporting =
          load.submit(() -> {
            background.report(0, seconds * PAGE_RATE, BATCH / 4, PAGE_RATE);
            return null;
          });
      for (String page : PAGES) {
        Samples times = new Samples();
        for (int i = 0; i < PAGE_ROUNDS && !reporting.isDone(); i++) {
          long start = System.nanoTime();
          manager.get(page);
          times.add(System.nanoTime() - start);
        }
        add(
            name + ", page " + page + ", p95",
            "ms",
            millis(times, 0.95),
            new Target(10, false, 200));
      }
      load.shutdownNow();
    }
  }

  /** What an edge does in a thread of its own. */
  private interface Work {
    void with(LoadEdge edge) throws BenchFailure;
  }

  private static void together(List<LoadEdge> edges, Work work) throws BenchFailure {
    try (ExecutorService threads = Executors.newFixedThreadPool(edges.size())) {
      List<Future<?>> all = new ArrayList<>();
      for (LoadEdge edge : edges) {
        all.add(
            threads.submit(() -> {
              work.with(edge);
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException failed) {
      throw new BenchFailure(String.valueOf(failed.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  private void add(String what, String unit, double ours, @Nullable Target target) {
    rows.add(new BenchRow(what, unit, ours, Optional.empty(), Optional.ofNullable(target)));
  }

  private static double millis(Samples samples, double share) {
    return VdpBench.millis(samples.quantile(share));
  }
}
