package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the machine's own packages on loopback, in a directory of its own, with
 * the settings it comes with: every commit reaches the disk.
 */
final class PostgresPeer implements AutoCloseable {

  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final Running process;
  private final int port;

  private PostgresPeer(Running process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether there is one to start. */
  static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  static PostgresPeer start(Path programs, Path directory) throws BenchFailure, IOException {
    Path data = directory.resolve("postgres");
    Files.createDirectory(data);
    String owner = "postgres";
    Command.run("chown", owner, data.toString());
    // The server's own user has to get there; the way is nobody's to list.
    Command.run("chmod", "711", directory.toString(), String.valueOf(directory.getParent()));
    List<String> as = List.of("setpriv", "--reuid", owner, "--regid", owner, "--init-groups");
    List<String> initdb = new ArrayList<>(as);
    initdb.addAll(
        List.of(programs.resolve("initdb").toString(), "-D", data.toString(), "-A", "trust"));
    Command.run(initdb.toArray(String[]::new));
    int port = StartBench.freePort();
    List<String> words = new ArrayList<>(as);
    words.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
    words.addAll(List.of("-p", Integer.toString(port), "-h", "127.0.0.1", "-k", data.toString()));
    Running process = Command.start(directory.resolve("postgres.log"), words);
    StartBench.untilListening(port, System.nanoTime());
    return new PostgresPeer(process, port);
  }

  /** Where the manager finds it. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  @Override
  public void close() {
    process.close();
  }
}
