package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileNotesTest {

  @TempDir private Path root;

  @Test
  void namesRulesThatAreNeverReached() {
    LibraryOnDisk disk =
        new LibraryOnDisk(root)
            .write(
                "web-server/v1.yaml",
                """
                type: 4711
                name: web-server
                version: 1
                vlan: { access: 100 }
                from-vm:
                  - permit tcp to port 80
                  - deny arp
                  - permit icmp
                  - deny icmp type echo-request
                  - permit icmpv6
                  - permit ip
                  - deny any to 10.0.0.1
                  - deny any to mac broadcast
                  - deny any
                  - permit arp
                to-vm:
                  - permit tcp
                  - permit udp
                  - permit tcp to port 80
                  - permit ipv4
                  - permit ipv6
                """);

    assertThat(disk.problems()).isEmpty();
    assertThat(disk.notes())
        .containsExactly(
            "web-server/v1.yaml:7: from-vm: \"deny arp\" has no effect; ARP always passes, under"
                + " guard",
            "web-server/v1.yaml:9: from-vm: \"deny icmp type echo-request\" is never reached;"
                + " \"permit icmp\" stands before it",
            "web-server/v1.yaml:10: from-vm: \"permit icmpv6\" is never reached; \"permit icmp\""
                + " stands before it",
            "web-server/v1.yaml:12: from-vm: \"deny any to 10.0.0.1\" is never reached; \"permit"
                + " ip\" stands before it",
            "web-server/v1.yaml:15: from-vm: \"permit arp\" is never reached; \"deny arp\" stands"
                + " before it",
            "web-server/v1.yaml:19: to-vm: \"permit tcp to port 80\" is never reached; \"permit"
                + " tcp\" stands before it");
  }

  @Test
  void namesTermsThatAreKeptButNotEnforced() {
    LibraryOnDisk disk =
        new LibraryOnDisk(root)
            .write(
                "web-server/v1.yaml",
                LibraryOnDisk.LEAST
                    + """
                    guard: { arp-inspection: on, dhcp-snooping: on }
                    overlay: { from-group-id: { of: contoso } }
                    sampling: 1 in 512
                    when-manager-away: closed
                    """);

    assertThat(disk.problems()).isEmpty();
    assertThat(disk.notes())
        .containsExactly(
            "web-server/v1.yaml:7: guard.arp-inspection: checks only the sender's MAC address while"
                + " \"ip\" is off",
            "web-server/v1.yaml:10: when-manager-away: is kept with the profile; without a manager"
                + " the directory itself decides");
  }
}
