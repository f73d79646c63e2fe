package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** lldpad as the EVB bridge at the far end of a segment. */
final class LldpadPeer implements BridgePeer {

  private final Running process;

  private LldpadPeer(Running process) {
    this.process = process;
  }

  /**
   * @param timers extra lines of its EVB configuration, for example {@code ecprte = 3;}; empty
   *     keeps its own defaults
   */
  static LldpadPeer start(Segment segment, Path directory, String timers)
      throws BenchFailure, IOException {
    Path configuration = directory.resolve("lldpad-" + segment.namespace() + ".conf");
    Files.writeString(
        configuration,
        String.format(
            Locale.ROOT,
            """
            nearest_customer_bridge : { %s : { adminStatus = 3;
              tlvid0080c20d : { enableTx = true; evbmode = "bridge"; evbrrcap = true; %s }; }; };
            """,
            segment.far(),
            timers));
    // Instances find each other through /run and shared memory: each gets its own.
    String script =
        "mount -t tmpfs none /run; mount -t tmpfs none /dev/shm; exec lldpad -p -V3 -f "
            + configuration;
    return new LldpadPeer(
        Command.start(
            directory.resolve("lldpad-" + segment.namespace() + ".log"),
            List.of(
                "ip",
                "netns",
                "exec",
                segment.namespace(),
                "unshare",
                "-m",
                "-i",
                "sh",
                "-c",
                script)));
  }

  @Override
  public String name() {
    return "lldpad";
  }

  @Override
  public boolean running() {
    return process.alive();
  }

  @Override
  public void close() {
    process.close();
  }
}
