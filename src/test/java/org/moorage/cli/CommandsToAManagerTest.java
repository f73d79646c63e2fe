package org.moorage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.cli.PretendedRest.Ran;

class CommandsToAManagerTest {

  private static final String TYPE =
      """
      {"typeId": 4711, "name": "web-server", "versions": [
        {"version": 1, "state": "retired", "users": 0},
        {"version": 2, "state": "released", "users": 12}]}
      """;

  @TempDir private Path directory;
  private final PretendedRest manager = new PretendedRest();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void typesAreListedWithTheStateOfEachVersion() {
    manager.answers("GET /api/v1/vsi-types", 200, "[" + TYPE + "]");
    assertThat(manager.run(new TypeCommands(), "list").out().lines().toList())
        .containsExactly("TYPE  NAME        VERSIONS", "4711  web-server  1 retired, 2 released");
  }

  @Test
  void anEmptyCatalogueSaysHowToFillIt() {
    manager.answers("GET /api/v1/vsi-types", 200, "[]");
    assertThat(manager.run(new TypeCommands(), "list").out()).contains("moorage type import");
  }

  @Test
  void oneTypeShowsWhoUsesItsVersionsAndOneVersionItsProfile() {
    manager.answers("GET /api/v1/vsi-types/web-server", 200, TYPE);
    manager.answers(
        "GET /api/v1/vsi-types/web-server/versions/2", 200, "{\"text\": \"type: 4711\\n\"}");
    assertThat(manager.run(new TypeCommands(), "show", "web-server").out())
        .contains("Type 4711, web-server", "2        released  12");
    assertThat(manager.run(new TypeCommands(), "show", "web-server/2").out())
        .isEqualToIgnoringNewLines("type: 4711");
  }

  @Test
  void aVersionIsReleasedAndRetiredByName() {
    manager.answers("POST /api/v1/vsi-types/web-server/versions/3/release", 200, "{}");
    manager.answers("POST /api/v1/vsi-types/4711/versions/1/retire?force=true", 200, "");
    assertThat(manager.run(new TypeCommands(), "release", "web-server/3").out())
        .contains("web-server/3 is released");
    assertThat(manager.run(new TypeCommands(), "retire", "--force", "4711/1").out())
        .contains("4711/1 is retired");
  }

  @Test
  void aRefusalIsTheManagersSentenceAndStatusOne() {
    manager.answers(
        "POST /api/v1/vsi-types/web-server/versions/2/retire",
        409,
        "{\"detail\": \"12 VSIs hold web-server/2; move them or say force=true\"}");
    Ran ran = manager.run(new TypeCommands(), "retire", "web-server/2");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().strip())
        .endsWith("12 VSIs hold web-server/2; move them or say force=true");
  }

  @Test
  void everyMistakeOfAnImportIsNamedWithItsLine() throws IOException {
    Files.writeString(directory.resolve("v1.yaml"), "type: 4711");
    manager.answers(
        "POST /api/v1/vsi-types/import?release=false&replace=false",
        400,
        """
        {"detail": "v1.yaml:1: name is missing (and 1 more)", "problems": [
          {"file": "v1.yaml", "line": 1, "message": "name is missing"},
          {"file": "v1.yaml", "line": 2, "message": "version is missing"}]}
        """);
    Ran ran = manager.run(new TypeCommands(), "import", directory.toString());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("  v1.yaml:1: name is missing", "  v1.yaml:2: version is");
  }

  @Test
  void aDirectoryIsImportedAsAZipAndExportedToTheSameFiles() throws IOException {
    Path from = Files.createDirectories(directory.resolve("from").resolve("web-server"));
    Files.writeString(from.resolve("v2.yaml"), "type: 4711\n");
    Files.writeString(from.resolve("notes.txt"), "not a profile");
    manager.answers(
        "POST /api/v1/vsi-types/import?release=true&replace=false",
        200,
        "{\"created\": [\"web-server/2\"], \"replaced\": []}");
    Ran ran =
        manager.run(
            new TypeCommands(), "import", "--release", directory.resolve("from").toString());
    assertThat(ran.out()).contains(": 1 created").doesNotContain("replaced");
    assertThat(manager.last().type()).isEqualTo("application/zip");
    byte[] zip = manager.last().body();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      assertThat(in.getNextEntry().getName()).isEqualTo("web-server/v2.yaml");
      assertThat(in.getNextEntry()).isNull();
    }
    manager.answers("GET /api/v1/vsi-types/export?drafts=false", zip);
    Path to = directory.resolve("to");
    assertThat(manager.run(new TypeCommands(), "export", to.toString()).status()).isZero();
    assertThat(to.resolve("web-server").resolve("v2.yaml")).hasContent("type: 4711");
    Ran again = manager.run(new TypeCommands(), "export", to.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("it is not empty");
  }

  @Test
  void whatIsNotAVersionIsSaidBeforeAnybodyIsAsked() {
    for (String wrong : new String[] {"web-server", "web-server/256", "/2", "web-server/2/3"}) {
      assertThat(manager.run(new TypeCommands(), "release", wrong).err())
          .contains("write it as web-server/2");
    }
    assertThat(manager.asked).isEmpty();
  }

  @Test
  void aTokenForAnAgentIsPrintedOnceByItself() {
    manager.answers("POST /api/v1/tokens", 201, "{\"secret\": \"moorage_abc\"}");
    Ran ran = manager.run(new AgentTokenCommand(), "leaf-1", "--days", "30");
    assertThat(ran.out().strip()).isEqualTo("moorage_abc");
    assertThat(ran.err()).contains("not shown again");
    assertThat(manager.last().text())
        .isEqualTo("{\"name\":\"leaf-1\",\"role\":\"agent\",\"days\":30}");
  }

  @Test
  void vPortsShowWhatPassedAndWhatWasDropped() {
    String vPort =
        """
        {"id": "leaf-1:p1/1", "vsiId": "0001", "profile": "web-server/2", "state": "active",
         "since": "2026-01-01T00:00:00Z", "matches": ["02-00-00-00-00-01 VLAN 100"],
         "fromVm": {"frames": 7, "octets": 900}, "toVm": null,
         "droppedFromVm": {"rule": 2, "guard": 1}, "droppedToVm": {}}
        """;
    manager.answersWithMore("GET /api/v1/vports", "[" + vPort + "]", "/api/v1/vports?offset=1");
    manager.answers("GET /api/v1/vports?offset=1", 200, "[" + vPort.replace("p1/1", "p1/2") + "]");
    assertThat(manager.run(new VPortCommands(), "list").out())
        .contains("leaf-1:p1/1", "leaf-1:p1/2", "  7        -      3 ");
    assertThat(manager.run(new VPortCommands(), "show", "p1/2").out())
        .contains("7 frames, 900 octets; dropped: 2 rule, 1 guard", "VLAN 100");
    assertThat(manager.run(new VPortCommands(), "show", "leaf-1").err())
        .contains("2 vPorts are called so");
  }

  @Test
  void theAuditIsTheLatestPageOnly() {
    manager.answersWithMore(
        "GET /api/v1/audit?limit=1",
        """
        [{"at": "2026-01-01T00:00:00Z", "actor": "admin", "origin": "127.0.0.1",
          "action": "type-version.release", "subject": "web-server/2", "detail": ""}]
        """,
        "/api/v1/audit?limit=1&offset=1");
    Ran ran = manager.run(new AuditCommand(), "--last", "1");
    assertThat(ran.out()).contains("admin  127.0.0.1  type-version.release  web-server/2");
    assertThat(manager.asked).hasSize(1);
  }

  @Test
  void edgesAreListedAndOneIsShownByName() {
    String edge =
        """
        {"name": "leaf-1", "state": "heard", "dataplane": "soft",
         "associations": {"associated": 3}, "alarms": []}
        """;
    manager.answers("GET /api/v1/edges", 200, "[" + edge + "]");
    manager.answers("GET /api/v1/edges/leaf-1", 200, edge);
    manager.answers("GET /api/v1/edges/leaf-1/uplinks", 200, "[{\"name\": \"p1\"}]");
    manager.answers(
        "GET /api/v1/edges/leaf-1/extenders",
        200,
        """
        [{"cascade": "c1", "state": "led", "name": "x1", "address": "02:00:00:00:00:0e",
          "manufacturer": "Moorage", "model": "", "serial": "SN-17", "groups": 2,
          "ports": [{"name": "c1:1", "said": "e1", "eChannel": 257, "up": true,
            "megabits": 10000, "framesIn": 7, "framesOut": 8, "dropped": 1}]},
         {"cascade": "c2", "state": "heard", "name": "x2", "trouble": "shows another's address"},
         {"cascade": "c3", "state": "none"}]
        """);
    assertThat(manager.run(new EdgeCommand(), "list").out())
        .contains("leaf-1  heard  soft        -              3 associated");
    assertThat(manager.run(new EdgeCommand(), "show", "leaf-1").out())
        .contains(
            "Edge leaf-1",
            "Associations: 3 associated",
            "p1",
            "Port extender x1 at c1 (02:00:00:00:00:0e), manufacturer Moorage, serial SN-17, 2",
            "c1:1  e1      257        up    10000",
            "Port extender x2 at c2 is not led: shows another's address",
            "Cascade port c3: no port extender is heard");
  }

  @Test
  void vsisAreAskedForByEdgeAddressAndVlan() {
    manager.answers(
        "GET /api/v1/associations?edge=leaf-1&mac=02%3A00%3A00%3A00%3A00%3A01&vid=100",
        200,
        """
        [{"vsiId": "0001", "edge": "leaf-1",
          "filters": [{"mac": "02-00-00-00-00-01", "vid": 0, "answered": 100}]},
         {"vsiId": "0002", "edge": "leaf-2", "filters": []}]
        """);
    Ran ran =
        manager.run(
            new VsiCommands(),
            "list",
            "--edge",
            "leaf-1",
            "--mac",
            "02:00:00:00:00:01",
            "--vid",
            "100");
    assertThat(ran.out()).contains("0001").doesNotContain("0002");
  }

  @Test
  void whoAsksWithoutATokenIsToldWhereToGetOne() {
    manager.answers("GET /api/v1/vsi-types", 401, "{\"detail\": \"sign in\"}");
    assertThat(manager.run(new TypeCommands(), "list").err())
        .contains("set MOORAGE_TOKEN to a token made on its page /tokens");
  }

  @Test
  void aTokenIsShownAndNotCarriedElsewhere() throws Exception {
    manager.answers("GET /api/v1/audit?limit=50", HttpURLConnection.HTTP_MOVED_TEMP, "");
    Ran ran = manager.run(new AuditCommand());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("status 302");
    manager.answers("POST /api/v1/x", 200, "{}");
    String url = "http://127.0.0.1:" + manager.port();
    new Rest(url, Optional.of("moorage_abc")).post("/api/v1/x", Map.of());
    assertThat(manager.last().authorization()).isEqualTo("Bearer moorage_abc");
  }
}
