package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
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

class ProfileLibraryTest {

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
    disk.write("web-server/v1.yaml", with("vlan", "{ " + written + " }"));

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
    disk.write("web-server/v1.yaml", with(field, wrong));

    assertThat(disk.problems()).contains("web-server/v1.yaml:" + problem);
    assertThat(disk.load().isFine()).isFalse();
    assertThat(disk.load().library().all()).isEmpty();
  }

  @Test
  void collectsAllProblemsOfAllFiles() {
    disk.write("web-server/v1.yaml", with("vlan", "{ acess: 1 }") + "rate: 5\n")
        .write("dmz/v1.yaml", "name: dmz\n")
        .write("empty/v1.yaml", "# nothing\n")
        .write("ok/v1.yaml", LibraryOnDisk.LEAST.replace("web-server", "ok"));

    assertThat(disk.problems())
        .containsExactly(
            "dmz/v1.yaml:1: type: is missing",
            "dmz/v1.yaml:1: version: is missing",
            "dmz/v1.yaml:1: vlan: is missing",
            "dmz/v1.yaml:1: from-vm: is missing; write [] to deny everything",
            "dmz/v1.yaml:1: to-vm: is missing; write [] to deny everything",
            "empty/v1.yaml: is empty",
            "web-server/v1.yaml:4: vlan: \"acess\" is not a field here; did you mean \"access\"?",
            "web-server/v1.yaml:4: vlan: says nothing; write exactly one of access, pool, trunk,"
                + " isolated",
            "web-server/v1.yaml:7: rate: is \"5\"; write a mapping with \"from-vm\", \"to-vm\"");
    assertThat(disk.load().library().all())
        .extracting(PortProfile::reference)
        .containsExactly("ok/1");
  }

  @Test
  void filesMustAgreeWithTheirPlaceAndWithEachOther() {
    disk.write("web-server/v1.yaml", LibraryOnDisk.LEAST)
        .write("web-server/v2.yaml", LibraryOnDisk.LEAST)
        .write("web-server/v3.yaml", with("version", "3").replace("4711", "4712"))
        .write("www/v1.yaml", LibraryOnDisk.LEAST)
        .write("xxx/v1.yaml", LibraryOnDisk.LEAST.replace("web-server", "xxx"))
        .write("web-server/2.yaml", LibraryOnDisk.LEAST)
        .write("web-server/V4.yml", LibraryOnDisk.LEAST)
        .write("loose.yaml", LibraryOnDisk.LEAST)
        .write(".git/config.yaml", "not ours")
        .write("README.md", "not ours either");

    assertThat(disk.problems())
        .containsExactly(
            "loose.yaml: is not read here; a profile's place is NAME/vVERSION.yaml",
            "web-server/2.yaml: is not read; versions are named v0.yaml .. v255.yaml",
            "web-server/V4.yml: is not read; versions are named v0.yaml .. v255.yaml",
            "web-server/v2.yaml:3: version: 1 lies in the file v2.yaml; the two must be equal",
            "web-server/v3.yaml:1: type: 4712 differs from 4711 of version 1; all versions of a"
                + " name share its type",
            "www/v1.yaml:2: name: \"web-server\" lies in the directory \"www\"; the two must be"
                + " equal",
            "xxx/v1.yaml:1: type: 4711 is already web-server; a type has one name");
  }

  @Test
  void groupsResolveInsideEachOther() {
    disk.write(
            "groups.yaml",
            """
            addresses:
              all: [group:some, 10.9.0.0/16, group:some]
              some: 10.1.0.1
            ports:
              web: [80, group:more]
              more: [8000-8099]
            """)
        .write(
            "web-server/v1.yaml", with("to-vm", "[permit tcp from group:all to port group:web]"));

    assertThat(disk.problems()).isEmpty();
    var match = disk.load().library().all().getFirst().compile().toVm().get(4).match();
    assertThat(match.from()).hasToString("[10.1.0.1, 10.9.0.0/16]");
    assertThat(match.toPorts()).hasToString("[80, 8000-8099]");
  }

  @Test
  void saysWhatIsWrongWithGroups() {
    disk.write(
        "groups.yaml",
        """
        addreses: {}
        addresses:
          a: [group:b]
          b: [group:c]
          c: [10.0.0.1, group:a]
          d: []
          e: [group:databasse, 10.0.0.300]
          databases: [10.0.0.2]
          Web: [10.0.0.1]
          f: [[10.0.0.1]]
          g: [group:zzz]
        ports:
          web: [https, 99999]
        """);

    assertThat(disk.problems())
        .containsExactly(
            "groups.yaml:1: \"addreses\" is not a field here; did you mean \"addresses\"?",
            "groups.yaml:9: addresses: \"Web\" is not a name; use 1..63 of a-z, 0-9 and inner"
                + " hyphens",
            "groups.yaml:5: addresses.c: contains itself: a -> b -> c -> a",
            "groups.yaml:6: addresses.d: is empty; a group has at least one member",
            "groups.yaml:7: addresses.e: \"group:databasse\" does not exist; did you mean"
                + " \"group:databases\"?",
            "groups.yaml:7: addresses.e: \"10.0.0.300\" is not an IP address; write it as"
                + " 192.0.2.1 or 2001:db8::1",
            "groups.yaml:10: addresses.f: holds a list where a member belongs",
            "groups.yaml:11: addresses.g: \"group:zzz\" does not exist; the groups of addresses are"
                + " a, b, c, d, databases, e, f, g",
            "groups.yaml:13: ports.web: \"https\" is not a port; did you mean 443?",
            "groups.yaml:13: ports.web: \"99999\" is not a port; ports are 0..65535");
  }

  @Test
  void everythingHasABound() throws IOException {
    String many =
        "["
            + String.join(", ", IntStream.range(0, 2_001).mapToObj(i -> "permit any").toList())
            + "]";
    disk.write("web-server/v1.yaml", with("from-vm", many))
        .write("large/v1.yaml", "# " + "x".repeat(300_000))
        .write("deep/v1.yaml", "[".repeat(10_000))
        .write(
            "groups.yaml",
            "addresses: { all: ["
                + String.join(
                    ", ",
                    IntStream.range(0, 1_025)
                        .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
                        .toList())
                + "] }");

    assertThat(disk.problems())
        .containsExactly(
            "groups.yaml:1: addresses.all: stands for 1025 addresses; at most 1024",
            "deep/v1.yaml:1: is nested deeper than 16 levels",
            "large/v1.yaml: has 300002 bytes; at most 262144 are read",
            "web-server/v1.yaml:5: from-vm: has 2001 rules; at most 2000 are read");
  }

  @Test
  void stopsAtTooManyFilesAndTooManyProblems() {
    for (int type = 0; type < 17; type++) {
      for (int version = 0; version < 256; version++) {
        disk.write(
            "t" + type + "/v" + version + ".yaml",
            LibraryOnDisk.LEAST
                .replace("4711", "1")
                .replace("web-server", "t" + type)
                .replace("version: 1", "version: " + version));
      }
    }
    LibraryResult result = disk.load();

    assertThat(result.problems()).hasSize(ProfileDirectory.MAX_PROBLEMS);
    assertThat(result.library().all()).hasSize(256);
  }

  @Test
  void saysWhatIsWrongWithTheDirectory() throws IOException {
    Files.writeString(root.resolve("file"), "x");
    Path missing = root.resolve("missing");
    Path file = root.resolve("file");

    assertThat(ProfileLibrary.load(missing).problems())
        .extracting(Object::toString)
        .containsExactly(missing + ": does not exist; name the directory that holds the profiles");
    assertThat(ProfileLibrary.load(file).problems())
        .extracting(Object::toString)
        .containsExactly(file + ": is not a directory; name the directory that holds the profiles");
    assertThat(disk.problems())
        .containsExactly("DIR: holds no profile; a profile's place is NAME/vVERSION.yaml");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    disk.write("latin/v1.yaml", "");
    Files.write(
        root.resolve("latin/v1.yaml"), "about: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(root.resolve("folder/v1.yaml"));
    Files.createDirectories(root.resolve("dangling"));
    Files.createSymbolicLink(root.resolve("dangling/v1.yaml"), Path.of("nowhere"));

    assertThat(disk.problems())
        .containsExactly(
            "dangling/v1.yaml: does not exist",
            "folder/v1.yaml: is a directory; a file is expected",
            "latin/v1.yaml: is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void lookupSaysWhatIsThereInstead() {
    disk.write("web-server/v1.yaml", LibraryOnDisk.LEAST)
        .write("web-server/v2.yaml", with("version", "2"))
        .write(
            "dmz/v7.yaml", with("version", "7").replace("4711", "9").replace("web-server", "dmz"));
    ProfileLibrary library = disk.load().library();

    assertThat(lookup(library, 4711, 2)).isInstanceOf(Lookup.Found.class);
    assertThat(lookup(library, 4711, 2).sentence()).isEqualTo("type 4711 version 2 is web-server");
    assertThat(lookup(library, 4711, 3).sentence())
        .isEqualTo("type 4711 version 3 is unknown: `" + root + "/web-server` has versions 1, 2");
    assertThat(lookup(library, 9, 3).sentence())
        .isEqualTo("type 9 version 3 is unknown: `" + root + "/dmz` has version 7");
    assertThat(lookup(library, 4171, 1).sentence())
        .isEqualTo(
            "type 4171 is unknown: `"
                + root
                + "` has no such type; did you mean 4711 (web-server)?");
    assertThat(lookup(library, 123_456, 1).sentence())
        .isEqualTo("type 123456 is unknown: `" + root + "` has no such type");
    assertThat(library.find("web-server", new VsiTypeVersion(2))).isPresent();
    assertThat(library.find("web-server", new VsiTypeVersion(3))).isEmpty();
    assertThat(library.typeCount()).isEqualTo(2);
  }

  @Test
  void aLibraryHoldsAVersionOnce() {
    PortProfile profile =
        disk.write("web-server/v1.yaml", LibraryOnDisk.LEAST).load().library().all().getFirst();

    assertThatThrownBy(() -> new ProfileLibrary("x", List.of(profile, profile)))
        .hasMessage("web-server/1 and web-server/1 are both type 4711 version 1");
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

  private static Lookup lookup(ProfileLibrary library, int type, int version) {
    return library.lookup(new VsiTypeId(type), new VsiTypeVersion(version));
  }

  /** The least profile with one field said otherwise. */
  private static String with(String field, String value) {
    String line = field + ": " + value + "\n";
    String replaced = LibraryOnDisk.LEAST.replaceAll("(?m)^" + field + ": .*\n", "\0");
    return replaced.contains("\0") ? replaced.replace("\0", line) : LibraryOnDisk.LEAST + line;
  }
}
