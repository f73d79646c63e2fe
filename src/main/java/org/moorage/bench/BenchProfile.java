package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one VSI type of the benchmarks: 20 written rules, a rate, marking, anti-spoof. */
final class BenchProfile {

  static final int TYPE = 4711;
  static final int VERSION = 2;
  static final int VLAN = 100;

  private BenchProfile() {}

  /** Writes it as a profile directory of its own. */
  static Path writeInto(Path directory) throws IOException {
    Path profiles = directory.resolve("profiles");
    Files.createDirectories(profiles.resolve("bench"));
    Files.writeString(profiles.resolve("bench").resolve("v2.yaml"), text());
    return profiles;
  }

  private static String text() {
    StringBuilder yaml =
        new StringBuilder(
            """
            type: 4711
            name: bench
            version: 2
            about: What the benchmarks associate with.
            vlan: { access: 100 }
            from-vm:
            """);
    for (int i = 0; i < 10; i++) {
      yaml.append("  - permit tcp to 10.0.").append(i).append(".0/24 port ").append(1000 + i);
      yaml.append('\n');
    }
    yaml.append("  - deny any\nto-vm:\n");
    for (int i = 0; i < 8; i++) {
      yaml.append("  - permit udp from 10.1.").append(i).append(".0/24 to port ").append(2000 + i);
      yaml.append('\n');
    }
    yaml.append(
        """
          - deny any
        rate:
          from-vm: { committed: 500 Mbit/s, burst: 1 MB }
          to-vm:   { committed: 500 Mbit/s, burst: 1 MB }
        marking: { pcp: 3, dscp: af21 }
        guard: { mac: filter }
        """);
    return yaml.toString();
  }
}
