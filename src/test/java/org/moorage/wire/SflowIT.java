package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.Station.Vsi;

/** Samples of a vPort, read by a collector that is not ours: sfcapd and nfdump. */
class SflowIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int FRAMES = 40;
  private static final String MAC = "02:00:00:00:5f:01";

  private static final Vsi VSI =
      new Vsi("7a3f1c00-0000-4000-8000-000000005f01", 4716, 1, "0-" + MAC);

  @Test
  void aCollectorReadsWhatWasSampled(@TempDir Path folder) throws Exception {
    Needs.program("sfcapd", "nfdump");
    Path flows = Files.createDirectory(folder.resolve("flows"));
    try (Wiring wiring = Wiring.make();
        NetworkNamespace network = NetworkNamespace.make("net")) {
      NetworkNamespace.link(wiring.edge(), "f1", network, "n1");
      Process collector =
          wiring
              .edge()
              .start(
                  folder.resolve("sfcapd.log"),
                  "sfcapd",
                  "-w",
                  flows.toString(),
                  "-b",
                  "127.0.0.1",
                  "-p",
                  "6343",
                  "-t",
                  "3600");
      Agent agent =
          wiring.agent(folder, "--fabric", "f1", "--dataplane", "soft", "--sflow", "127.0.0.1");
      Station station = wiring.station(folder);
      station.associate(VSI);
      agent.awaitState(VSI.uuid(), "associated", SOON);
      try (RawPort vm = RawPort.open(wiring.host(), Wiring.HOST_PORT)) {
        vm.send(FRAMES, Ping.frame("02:00:00:00:5f:02", MAC, ""));
        vm.awaitSent();
      }
      Eventually.within(
          SOON,
          agent::log,
          () ->
              assertThat(agent.get("/api/v1/vports").path(0).path("fromVm").path("frames").asLong())
                  .isEqualTo(FRAMES));
      agent.end();
      collector.destroy();
      collector.onExit().join();
      assertThat(packets(wiring.edge(), flows)).isEqualTo(FRAMES);
    }
  }

  /** Packets of ICMP flows from the VM that nfdump counts. */
  private static long packets(NetworkNamespace namespace, Path flows) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(flows)) {
      files = all.filter(file -> file.getFileName().toString().startsWith("nfcapd")).toList();
    }
    long packets = 0;
    for (Path file : files) {
      packets +=
          namespace
              .run(
                  "nfdump",
                  "-q",
                  "-r",
                  file.toString(),
                  "-o",
                  "fmt:%pr %sa %da %pkt",
                  "proto icmp and src ip 10.0.0.2 and dst ip 10.0.0.3")
              .orFail()
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return packets;
  }
}
