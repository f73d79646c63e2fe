package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.profile.rules.Groups;
import org.moorage.profile.rules.RuleList;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;

class ProfileReaderTest {

  @TempDir private Path root;
  private LibraryOnDisk disk = new LibraryOnDisk(Path.of("."));

  @BeforeEach
  void onDisk() {
    disk = new LibraryOnDisk(root);
  }

  @Test
  void readsEveryTerm() {
    disk.write("groups.yaml", "addresses: { databases: [10.1.0.0/24] }\nports: { web: [80, 443] }")
        .write(
            "web-server/v2.yaml",
            """
            type: 4711
            name: web-server
            version: 2
            about: Public web front ends.
            vlan: { trunk: [10, 20-29], native: 10 }
            from-vm:
              - permit tcp to group:databases port 5432   # a comment
              - "deny any log"
            to-vm:
              - permit tcp from any to port group:web
            rate:
              from-vm: { committed: 500 Mbit/s, burst: 1 MB }
              to-vm:   { committed: 1 Gbit/s }
            marking: { pcp: 3, dscp: af21 }
            guard:
              mac: off
              ip: [10.0.0.1, 2001:db8::/64]
              dhcp-snooping: on
              arp-inspection: on
              router-advertisements: on
              storm: 1000 frames/s
            overlay: { subnet: contoso/web }
            sampling: 1 in 512
            when-manager-away: quarantine
            """);

    PortProfile profile =
        disk.load().library().find(new VsiTypeId(4711), new VsiTypeVersion(2)).orElseThrow();

    assertThat(disk.problems()).isEmpty();
    assertThat(profile.reference()).isEqualTo("web-server/2");
    assertThat(profile.about()).isEqualTo("Public web front ends.");
    assertThat(profile.vlan())
        .isEqualTo(
            new VlanTerms.Trunk(
                List.of(VlanRange.parse("10"), VlanRange.parse("20-29")),
                Optional.of(new VlanId(10))));
    assertThat(profile.fromVm().lines())
        .extracting(RuleList.Line::origin)
        .containsExactly(
            root + "/web-server/v2.yaml:7: permit tcp to group:databases port 5432",
            root + "/web-server/v2.yaml:8: deny any log");
    assertThat(profile.rates().fromVm())
        .hasValue(new Rate(BitRate.parse("500 Mbit/s"), ByteCount.parse("1 MB")));
    assertThat(profile.rates().toVm()).hasValue(Rate.of(BitRate.parse("1 Gbit/s")));
    assertThat(profile.marking())
        .isEqualTo(new Marking(OptionalInt.of(3), Optional.of(Dscp.parse("af21"))));
    assertThat(profile.guard())
        .isEqualTo(
            new Guard(
                Guard.MacGuard.OFF,
                new Guard.IpGuard.Fixed(
                    List.of(IpPrefix.parse("10.0.0.1"), IpPrefix.parse("2001:db8::/64"))),
                true,
                true,
                true,
                Optional.of(new FrameRate(1_000))));
    assertThat(profile.overlay()).hasValue(new OverlayTerms.Subnet("contoso", "web"));
    assertThat(profile.sampling()).hasValue(512);
    assertThat(profile.whenManagerAway()).isEqualTo(FailPolicy.QUARANTINE);
    assertThat(profile.compile().fromVm()).hasSizeGreaterThan(3);
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    disk.write("web-server/v1.yaml", LibraryOnDisk.LEAST);

    PortProfile profile = disk.load().library().all().getFirst();

    assertThat(profile)
        .returns("", PortProfile::about)
        .returns(Rates.UNLIMITED, PortProfile::rates)
        .returns(Marking.NONE, PortProfile::marking)
        .returns(Guard.PLAIN, PortProfile::guard)
        .returns(Optional.empty(), PortProfile::overlay)
        .returns(OptionalInt.empty(), PortProfile::sampling)
        .returns(FailPolicy.LAST_KNOWN, PortProfile::whenManagerAway);
    assertThat(disk.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access: 100 | access 100",
        "pool: 200-299 | pool 200-299",
        "pool: 7 | pool 7",
        "trunk: 5 | trunk 5",
        "trunk: [5, 7-9] | trunk 5,7-9",
        "isolated: 100/105 | isolated 100/105"
      })
  void readsVlanTerms(String written, String text) {
    disk.write("web-server/v1.yaml", LibraryOnDisk.with("vlan", "{ " + written + " }"));

    assertThat(disk.problems()).isEmpty();
    assertThat(disk.load().library().all().getFirst().vlan().text()).isEqualTo(text);
  }

  /** A field of the least profile, replaced or added, and what is said about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type | x | 1: type: \"x\" is not a whole number; it takes 0..16777215",
        "type | 16777216 | 1: type: 16777216 is outside 0..16777215",
        "type | [1] | 1: type: is a list where a word or a number belongs",
        "type | `` | 1: type: is nothing where a word or a number belongs",
        "name | Web Server | 2: name: \"Web Server\" is not a name; use 1..63 of a-z, 0-9 and inner"
            + " hyphens",
        "version | 256 | 3: version: 256 is outside 0..255",
        "vlan | 100 | 4: vlan: is \"100\"; write a mapping with \"access\", \"pool\", \"trunk\","
            + " \"native\", \"isolated\"",
        "vlan | { acces: 100 } | 4: vlan: \"acces\" is not a field here; did you mean \"access\"?",
        "vlan | {} | 4: vlan: says nothing; write exactly one of access, pool, trunk, isolated",
        "vlan | { access: 1, pool: 2-3 } | 4: vlan: says access and pool; write exactly one of"
            + " access, pool, trunk, isolated",
        "vlan | { access: 4095 } | 4: vlan.access: VLAN 4095 is outside 1..4094",
        "vlan | { access: ten } | 4: vlan.access: \"ten\" is not a VLAN; it is 1..4094",
        "vlan | { pool: 299-200 } | 4: vlan.pool: VLANs 299-200 run backwards",
        "vlan | { pool: 200- } | 4: vlan.pool: \"200-\" is not a VLAN range; write 200-299 or 100",
        "vlan | { trunk: [] } | 4: vlan.trunk: is an empty list",
        "vlan | { trunk: [5], native: 6 } | 4: vlan.native: VLAN 6 is not in the trunk; add it"
            + " there",
        "vlan | { access: 5, native: 5 } | 4: vlan.native: belongs to a trunk; leave it out",
        "vlan | { isolated: 100 } | 4: vlan.isolated: \"100\" is not a private VLAN; write"
            + " PRIMARY/ISOLATED, as in 100/105",
        "vlan | { isolated: 5/5 } | 4: vlan.isolated: VLAN 5 cannot be isolated from itself",
        "from-vm | permit any | 5: from-vm: is \"permit any\"; write a list of rules",
        "from-vm | [permit tpc] | 5: from-vm: column 18: \"tpc\" is not a protocol; did you mean"
            + " \"tcp\"?",
        "from-vm | [\"permit tpc\"] | 5: from-vm: column 8 of the rule: \"tpc\" is not a protocol;"
            + " did you mean \"tcp\"?",
        "from-vm | [[permit any]] | 5: from-vm: holds a list where a rule belongs",
        "from-vm | [permit tcp to group:web] | 5: from-vm: column 25: \"group:web\" does not exist;"
            + " groups.yaml names no such group",
        "rate | { from_vm: 1 } | 7: rate: \"from_vm\" is not a field here; did you mean"
            + " \"from-vm\"?",
        "rate | { from-vm: {} } | 7: rate.from-vm.committed: is missing",
        "rate | { from-vm: { committed: 5 } } | 7: rate.from-vm.committed: \"5\" has no unit; write"
            + " one of bit/s, kbit/s, Mbit/s, Gbit/s, Tbit/s",
        "rate | { to-vm: { committed: 1 Mbit/s, burst: 1 mb } } | 7: rate.to-vm.burst: \"mb\" is"
            + " not a unit of a size; did you mean \"MB\"?",
        "marking | { pcp: 8 } | 7: marking.pcp: 8 is outside 0..7",
        "marking | { dscp: af22x } | 7: marking.dscp: \"af22x\" is not a DSCP; did you mean"
            + " \"af22\"?",
        "guard | { mac: on } | 7: guard.mac: \"on\" is not known here; it takes \"filter\","
            + " \"off\"",
        "guard | { mac: filtre } | 7: guard.mac: \"filtre\" is not known here; did you mean"
            + " \"filter\"?",
        "guard | { ip: leaned } | 7: guard.ip: \"leaned\" is not known here; did you mean"
            + " \"learned\"?",
        "guard | { ip: [10.0.0.1/8] } | 7: guard.ip: 10.0.0.1/8 has bits behind the prefix; the"
            + " block is 10.0.0.0/8",
        "guard | { dhcp-snooping: true } | 7: guard.dhcp-snooping: \"true\" is not known here; it"
            + " takes \"on\", \"off\"",
        "guard | { storm: 1000 } | 7: guard.storm: \"1000\" has no unit; write one of frames/s",
        "overlay | {} | 7: overlay: write exactly one of subnet and from-group-id",
        "overlay | { subnet: contoso } | 7: overlay.subnet: \"contoso\" is not a subnet; write"
            + " VM-NETWORK/SUBNET, as in contoso/web",
        "overlay | { from-group-id: {} } | 7: overlay.from-group-id.of: is missing",
        "sampling | 512 | 7: sampling: \"512\" is not a sampling rate; write \"1 in N\" with N up"
            + " to 16777216",
        "when-manager-away | lastknown | 7: when-manager-away: \"lastknown\" is not known here; did"
            + " you mean \"last-known\"?",
        "form-vm | [] | 7: \"form-vm\" is not a field here; did you mean \"from-vm\"?",
        "colour | red | 7: \"colour\" is not a field here; it takes \"type\", \"name\","
            + " \"version\", \"about\", \"vlan\", \"from-vm\", \"to-vm\", \"rate\", \"marking\","
            + " \"guard\", \"overlay\", \"sampling\", \"when-manager-away\"",
        "type | 1\\ntype: 2 | 2: type: is written twice; keep one",
        "about | &a b | 7: anchors and aliases are not read; write the value out",
        "about | !!str b | 7: tags are not read; leave \"tag:yaml.org,2002:str\" out",
        "about | { a: [ | 8: is not YAML: expected the node content, but found '<stream end>'",
      })
  void namesFileLineFieldAndWhatToWrite(String field, String value, String problem) {
    String wrong = value.replace("\\n", "\n");
    disk.write("web-server/v1.yaml", LibraryOnDisk.with(field, wrong));

    assertThat(disk.problems()).contains("web-server/v1.yaml:" + problem);
    assertThat(disk.load().isFine()).isFalse();
    assertThat(disk.load().library().all()).isEmpty();
  }

  @Test
  void neverThrowsOnNoise() {
    Random random = new Random(42);
    String good = LibraryOnDisk.LEAST + "guard: { storm: 5 frames/s }\nsampling: 1 in 5\n";
    int fine = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int n = random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, "{}[]:,#&*!|>'\"%@`\n\t -".charAt(random.nextInt(21)));
          default -> text.setCharAt(at, (char) random.nextInt(0x250));
        }
      }
      Problems problems = new Problems("noise.yaml");
      Optional<PortProfile> profile =
          YamlFile.parse(text.toString(), problems)
              .flatMap(value -> ProfileReader.read(value, Groups.NONE, problems));
      fine += profile.isPresent() ? 1 : 0;
      assertThat(profile.isPresent() && problems.isEmpty() || !problems.isEmpty())
          .as(text.toString())
          .isTrue();
    }
    assertThat(fine).as("texts that stayed a profile").isPositive();
  }
}
