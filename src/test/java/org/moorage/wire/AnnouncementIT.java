package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.wire.Station.Vsi;

/**
 * V8 on a real network: between two edges stands a bridge of the kernel's, which learns where a VM
 * is although the VM itself never says a word.
 */
class AnnouncementIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static final String SILENT = "02:00:00:00:77:01";

  private static final Vsi VSI =
      new Vsi("7a3f1c00-0000-4000-8000-000000007701", 4714, 1, "0-" + SILENT);

  @Test
  void aBridgeRelearnsAVmThatMoves(@TempDir Path folder) throws Exception {
    Needs.program("bridge");
    try (Wiring left = Wiring.make();
        Wiring right = Wiring.make();
        NetworkNamespace between = NetworkNamespace.make("net")) {
      NetworkNamespace.link(left.edge(), "f1", between, "left");
      NetworkNamespace.link(right.edge(), "f1", between, "right");
      between.run("ip", "link", "add", "br0", "type", "bridge").orFail();
      between.run("ip", "link", "set", "br0", "up").orFail();
      between.run("ip", "link", "set", "left", "master", "br0").orFail();
      between.run("ip", "link", "set", "right", "master", "br0").orFail();

      Path leftFolder = Files.createDirectory(folder.resolve("left"));
      Path rightFolder = Files.createDirectory(folder.resolve("right"));
      left.agent(leftFolder, "--fabric", "f1", "--dataplane", "soft");
      right.agent(rightFolder, "--fabric", "f1", "--dataplane", "soft");
      Station old = left.station(leftFolder);
      Station young = right.station(rightFolder);

      Vsi held = VSI.answered(old.associate(VSI));
      awaitLearned(between, "left");
      young.associate(VSI);
      awaitLearned(between, "right");
      old.request("deassoc", held);
      awaitLearned(between, "right");
    }
  }

  private static void awaitLearned(NetworkNamespace between, String port) {
    Eventually.within(
        SOON,
        () -> "",
        () ->
            assertThat(between.run("bridge", "fdb", "show", "br", "br0").orFail().lines())
                .filteredOn(line -> line.startsWith(SILENT))
                .isNotEmpty()
                .allMatch(line -> line.contains("dev " + port + " ")));
  }
}
