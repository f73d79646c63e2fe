package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A VSI type for each number of rules: as many permits, a rate nobody reaches, marking. */
final class SwitchProfiles {

  static final int VERSION = 1;

  private SwitchProfiles() {}

  /** The VSI type ID of the one with so many rules. */
  static int type(int rules) {
    return 5_000 + rules;
  }

  /** The same in a virtual subnet. */
  static int carriedType(int rules) {
    return 15_000 + rules;
  }

  static void writeInto(Path profiles, int rules) throws IOException {
    write(profiles, rules, "rules-" + rules, type(rules), "");
  }

  static void writeCarriedInto(Path profiles, int rules) throws IOException {
    String subnet = "overlay: { subnet: bench/s0 }\n";
    write(profiles, rules, "carried-" + rules, carriedType(rules), subnet);
  }

  private static void write(Path profiles, int rules, String name, int type, String more)
      throws IOException {
    Path home = Files.createDirectories(profiles.resolve(name));
    StringBuilder yaml = new StringBuilder();
    yaml.append("type: ").append(type).append('\n');
    yaml.append("name: ").append(name).append('\n');
    yaml.append("version: ").append(VERSION).append('\n');
    yaml.append("about: What the switch is measured with.\n");
    yaml.append("vlan: { access: ").append(BenchProfile.VLAN).append(" }\nfrom-vm:\n");
    for (int i = 0; i < rules; i++) {
      yaml.append("  - permit tcp to 10.").append(i / 250).append('.').append(i % 250);
      yaml.append(".0/24 port ").append(1_000 + i).append(" one-way\n");
    }
    yaml.append(
        """
        to-vm:
          - deny any
        rate:
          from-vm: { committed: 100 Gbit/s, burst: 1 MB }
        marking: { pcp: 3, dscp: af21 }
        guard: { mac: filter }
        """);
    yaml.append(more);
    Files.writeString(home.resolve("v1.yaml"), yaml);
  }
}
