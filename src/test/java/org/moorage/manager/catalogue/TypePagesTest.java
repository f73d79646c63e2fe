package org.moorage.manager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.catalogue.Managers.TYPES;
import static org.moorage.manager.catalogue.Managers.post;
import static org.moorage.manager.catalogue.Managers.profile;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.FormBrowser;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.edge.EdgeReports;
import org.springframework.jdbc.core.JdbcTemplate;

/** The pages on types, as a browser without JavaScript uses them. */
class TypePagesTest {

  private static final Managers MANAGERS = new Managers();

  private final ManagerUnderTest manager = MANAGERS.on(Database.H2);

  @AfterAll
  static void close() {
    MANAGERS.close();
  }

  @Test
  void anEmptyCatalogueTeaches() {
    try (ManagerUnderTest empty = ManagerUnderTest.start(Database.H2)) {
      assertThat(empty.get("/types").body()).contains("No type yet", "Read in", "moorage lab");
      assertThat(empty.get("/types/groups").body()).contains("No groups yet");
    }
  }

  @Test
  void theListShowsVersionsFiltersSortsAndExports() {
    post(manager, TYPES, Map.of("text", profile(100, "listed", 1)));
    post(manager, TYPES + "/100/versions/1/release", Map.of());
    post(manager, TYPES + "/100/versions", Map.of("text", profile(100, "listed", 2)));
    post(manager, TYPES, Map.of("text", profile(101, "other", 1)));
    TypeLifeTest.hold(manager, 100, 1);
    assertThat(manager.get("/types?q=listed").body())
        .contains(">listed<", ">v1<", ">v2<", ">released<", ">draft<", "1 VSIs")
        .doesNotContain(">other<");
    assertThat(manager.get("/types?q=100").body()).contains(">listed<");
    assertThat(manager.get("/types?q=nothing-like-it").body()).contains("No type is like that");
    for (String column : CatalogueViews.COLUMNS) {
      assertThat(manager.get("/types?sort=-" + column + "&limit=1").statusCode()).isEqualTo(200);
    }
    assertThat(manager.get("/types?state=retired&q=%25_%27").statusCode()).isEqualTo(200);
    HttpResponse<String> csv = manager.get("/types?q=listed&format=csv");
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).contains("text/csv");
    assertThat(csv.body()).contains("listed,100,1,released,1,").contains("listed,100,2,draft,0,");
    assertThat(manager.get("/types/export").headers().firstValue("Content-Type"))
        .contains("application/zip");
  }

  @Test
  void aTypeShowsItsVersionsRulesDifferencesAndTheBlastRadius() {
    post(manager, TYPES, Map.of("text", profile(110, "shown", 1)));
    post(manager, TYPES + "/110/versions/1/release", Map.of());
    String second =
        profile(110, "shown", 2)
            .replace("access: 100", "access: 101")
            .replace("For a test", "<b>bold</b>");
    post(manager, TYPES + "/110/versions", Map.of("text", second));
    TypeLifeTest.hold(manager, 110, 1);
    String draft = manager.get("/types/shown?version=2").body();
    assertThat(draft)
        .contains("VLAN: access 100 → access 101", "Release shown/2", "version 1: 1")
        .contains("&lt;b&gt;bold&lt;/b&gt;")
        .doesNotContain("<b>bold</b>");
    String released = manager.get("/types/110").body();
    assertThat(released)
        .contains("permit tcp to port 22", "Retire shown/1", "vsi-110 on edge-110:p1");
    assertThat(manager.get("/types/110?version=2&with=1").body()).contains("shown/1");
    assertThat(manager.get("/types/110/versions/2").statusCode()).isEqualTo(302);
    assertThat(manager.get("/types/110?version=9").statusCode()).isEqualTo(404);
    assertThat(manager.get("/types/nobody").statusCode()).isEqualTo(404);
    assertThat(chinese("/types/110?version=2")).contains("VLAN：access 100 → access 101", "发布");
  }

  @Test
  void hitsOfRulesAreSummedOverTheVPortsOfAVersion() {
    post(manager, TYPES, Map.of("text", profile(140, "hit", 1)));
    post(manager, TYPES + "/140/versions/1/release", Map.of());
    TypeLifeTest.hold(manager, 140, 1);
    assertThat(manager.get("/types/140").body()).contains("No edge has reported hits yet");
    UUID edge = new UUID(0x7000, 0x8000_0000_0000_0000L | 140);
    manager
        .bean(EdgeReports.class)
        .take(
            new EdgeReport(
                edge,
                "2026-01-01T00:00:00Z",
                Map.of(),
                Map.of(),
                1,
                null,
                0,
                List.of(),
                List.of(
                    new EdgeReport.VPortCount(
                        "p1/vsi-140", 1, 1, 1, 1, Map.of(), Map.of(), List.of(12345L, 7L)))));
    assertThat(manager.get("/types/140").body()).contains(">12,345<", ">7<", "Hits of 1 vPorts");
  }

  @Test
  void aTypeIsWrittenInFieldsReleasedAndRetiredWithoutJavaScript() {
    FormBrowser browser = new FormBrowser(manager);
    browser.get("/types/new");
    browser.set("type", "120");
    browser.set("name", "by-form");
    browser.set("version", "1");
    browser.set("vlan.kind", "access");
    browser.set("from-vm", "permit imcp\r\n");
    browser.set("to-vm", "permit tcp to port 80 # web\r\n");
    assertThat(browser.post("/types/new", "save-form").body())
        .contains("Nothing was saved", "vlan", "1: column 8:", "aria-invalid=\"true\"");
    assertThat(manager.get(TYPES + "/120").statusCode()).isEqualTo(404);
    browser.set("from-vm", "permit icmp\r\n");
    browser.set("vlan.value", "120");
    assertThat(browser.post("/types/new", "to-yaml").body())
        .contains("vlan: { access: 120 }", "  - permit tcp to port 80 # web");
    HttpResponse<String> saved = browser.post("/types/new", "save-form");
    assertThat(saved.statusCode()).isEqualTo(302);
    assertThat(saved.headers().firstValue("Location").orElse("")).contains("/types/120?version=1");
    assertThat(browser.get("/types/120?version=1").body()).contains("by-form/1 is saved");

    browser.get("/types/120/versions/1/edit");
    browser.set("yaml", profile(120, "by-form", 1));
    assertThat(browser.post("/types/120/versions/1/edit", "to-form").body())
        .contains("value=\"For a test.\"", "permit tcp to port 22");
    browser.set("yaml", profile(120, "by-form", 1).replace("vlan", "vlam"));
    assertThat(browser.post("/types/120/versions/1/edit", "save-yaml").body())
        .contains("by-form/v1.yaml:5", "did you mean");
    browser.set("yaml", profile(120, "by-form", 1));
    assertThat(browser.post("/types/120/versions/1/edit", "save-yaml").statusCode()).isEqualTo(302);

    assertThat(browser.get("/types/120?version=1").body()).contains("by-form/1 is saved");
    assertThat(browser.post("/types/120/versions/1/release", "").statusCode()).isEqualTo(302);
    assertThat(browser.get("/types/120?version=1").body()).contains("by-form/1 is released");
    assertThat(browser.get("/types/120/versions/1/edit").statusCode()).isEqualTo(302);
    assertThat(browser.get("/types/120/versions/new?from=1").body())
        .contains("version: 2", "# a comment that stays");
    browser.set("yaml", profile(120, "by-form", 2));
    assertThat(browser.post("/types/120/versions/new", "save-yaml").statusCode()).isEqualTo(302);
    browser.get("/types/120?version=2");
    TypeLifeTest.hold(manager, 120, 1);
    browser.get("/types/120?version=1");
    browser.post("/types/120/versions/1/retire", "");
    assertThat(browser.get("/types/120?version=1").body())
        .contains("vsi-120 on edge-120:p1", "is held by 1 VSIs");
    browser.set("force", "true");
    browser.post("/types/120/versions/1/retire", "");
    assertThat(browser.get("/types/120?version=1").body()).contains("by-form/1 is retired");
  }

  @Test
  void theLaterOfTwoEditorsSeesBothTextsAndMayInsist() {
    post(manager, TYPES, Map.of("text", profile(130, "fought-over", 1)));
    FormBrowser mine = new FormBrowser(manager);
    FormBrowser theirs = new FormBrowser(manager);
    String path = "/types/130/versions/1/edit";
    mine.get(path);
    theirs.get(path);
    theirs.set("yaml", profile(130, "fought-over", 1).replace("100", "102"));
    assertThat(theirs.post(path, "save-yaml").statusCode()).isEqualTo(302);
    mine.set("yaml", profile(130, "fought-over", 1).replace("100", "103"));
    assertThat(mine.post(path, "save-yaml").body())
        .contains("was changed by admin", "VLAN: access 102 → access 103", "access: 102");
    assertThat(mine.post(path, "save-yaml").statusCode()).isEqualTo(302);
  }

  @Test
  void groupsAreWrittenOnTheirPage() {
    FormBrowser browser = new FormBrowser(manager);
    browser.get("/types/groups");
    browser.set("text", "addresses: { a: [10.0.0.300] }");
    assertThat(browser.post("/types/groups", "").body()).contains("groups.yaml:1", "10.0.0.300");
    browser.set("text", "addresses: { a: [10.0.0.3] }");
    assertThat(browser.post("/types/groups", "").statusCode()).isEqualTo(302);
    assertThat(browser.get("/types/groups").body()).contains("group:a", "The groups are saved");
  }

  @Test
  void aCatalogueOfThousandsIsListedAPartAtATime() {
    try (ManagerUnderTest large = ManagerUnderTest.start(Database.H2)) {
      JdbcTemplate database = large.bean(JdbcTemplate.class);
      List<Object[]> types = new ArrayList<>();
      List<Object[]> versions = new ArrayList<>();
      for (int type = 10_000; type < 15_000; type++) {
        types.add(new Object[] {type, "type-" + type});
        for (int version = 1; version <= 3; version++) {
          versions.add(new Object[] {type, version, profile(type, "type-" + type, version)});
        }
      }
      database.batchUpdate(
          "insert into vsi_type (type_id, name, created_at, version)"
              + " values (?, ?, current_timestamp, 0)",
          types);
      database.batchUpdate(
          "insert into vsi_type_version (type_id, number, state, profile, groups, created_at,"
              + " created_by, released_at, revision, version) values"
              + " (?, ?, 'released', ?, '{}', current_timestamp, 'test', current_timestamp, 1, 0)",
          versions);
      assertThat(large.get("/types?q=type-").body())
          .contains("1 to 100 of 5,000")
          .hasSizeLessThan(400_000);
      assertThat(large.get("/types?q=type-&offset=4900&limit=100").body())
          .contains("4,901 to 5,000 of 5,000");
      assertThat(large.get("/types?q=type-14999").body()).contains("/types/14999");
      assertThat(large.get("/types?q=type-&format=csv").body().lines()).hasSize(15_001);
      assertThat(large.get(TYPES + "?limit=100&offset=4950").body()).contains("type-14999");
      assertThat(large.get("/types/12345?version=2").body()).contains("permit tcp to port 22");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/types", "/types/new", "/types/groups"})
  void pagesAreThereInChinese(String path) {
    assertThat(chinese(path)).doesNotContain("??").containsPattern("[\\u4e00-\\u9fff]{4}");
  }

  private String chinese(String path) {
    return manager.send(manager.request(path).header("Accept-Language", "zh").GET()).body();
  }
}
