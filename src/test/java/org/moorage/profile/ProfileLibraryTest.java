package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

class ProfileLibraryTest {

  @TempDir private Path root;
  private LibraryOnDisk disk = new LibraryOnDisk(Path.of("."));

  @BeforeEach
  void onDisk() {
    disk = new LibraryOnDisk(root);
  }

  @Test
  void collectsAllProblemsOfAllFiles() {
    disk.write("web-server/v1.yaml", LibraryOnDisk.with("vlan", "{ acess: 1 }") + "rate: 5\n")
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
        .write("web-server/v3.yaml", LibraryOnDisk.with("version", "3").replace("4711", "4712"))
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
            "web-server/v1.yaml",
            LibraryOnDisk.with("to-vm", "[permit tcp from group:all to port group:web]"));

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
    disk.write("web-server/v1.yaml", LibraryOnDisk.with("from-vm", many))
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
        .write("web-server/v2.yaml", LibraryOnDisk.with("version", "2"))
        .write(
            "dmz/v7.yaml",
            LibraryOnDisk.with("version", "7").replace("4711", "9").replace("web-server", "dmz"));
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

  private static Lookup lookup(ProfileLibrary library, int type, int version) {
    return library.lookup(new VsiTypeId(type), new VsiTypeVersion(version));
  }
}
