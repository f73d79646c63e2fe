package org.moorage.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A receive ring and sendmmsg in C that do to a frame what we do; compiled on the spot. */
final class RingPeer implements Contender {

  private final Track track;
  private final Path directory;
  private final Path program;
  private @Nullable Running process;
  private String prepared = "";

  private RingPeer(Track track, Path directory, Path program) {
    this.track = track;
    this.directory = directory;
    this.program = program;
  }

  static RingPeer compile(Track track, Path directory) throws BenchFailure, IOException {
    Path source = directory.resolve("ring.c");
    Path program = directory.resolve("ring");
    try (InputStream text =
        Objects.requireNonNull(RingPeer.class.getResourceAsStream("ring.c"), "ring.c")) {
      Files.copy(text, source);
    }
    Command.run("gcc", "-O2", "-o", program.toString(), source.toString());
    return new RingPeer(track, directory, program);
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public void prepare(int rules, int vPorts, boolean nvgre) throws BenchFailure {
    String wanted = rules + " " + vPorts + " " + nvgre;
    if (process != null && prepared.equals(wanted)) {
      return;
    }
    close();
    Running started =
        Command.start(
            directory.resolve("ring.log"),
            List.of(
                "ip",
                "netns",
                "exec",
                track.namespace(),
                program.toString(),
                track.serverPort(),
                track.fabricPort(),
                Integer.toString(rules),
                Integer.toString(vPorts),
                nvgre ? "nvgre" : "vlan"));
    Contender.pin(started.pid());
    process = started;
    prepared = wanted;
  }

  @Override
  public OptionalLong cpuNanos() throws BenchFailure {
    return process == null ? OptionalLong.empty() : Contender.cpuNanos(process.pid());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
