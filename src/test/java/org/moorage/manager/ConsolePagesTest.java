package org.moorage.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.edge.EdgeReports;
import org.springframework.jdbc.core.JdbcTemplate;

class ConsolePagesTest {

  private static final List<String> PAGES =
      List.of("/", "/vsis", "/vports", "/edges", "/migrations", "/alarms", "/search");

  private static ManagerUnderTest manager;

  @BeforeAll
  static void start() {
    manager = filled(Database.H2, 400);
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void everyPageIsThereInBothLanguages(String language) {
    for (String page : PAGES) {
      HttpResponse<String> answer = get(page, language);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body()).as(page).contains("lang=\"" + language).doesNotContain("??");
    }
  }

  @Test
  void theOverviewTellsTheTopReasonsAndWhatNeedsSomebody() {
    assertThat(page("/"))
        .contains("did you mean &lt;i&gt;4711&lt;/i&gt;")
        .contains("went down")
        .contains("web-server/3")
        .contains("leaf-5")
        .contains("p95")
        .doesNotContain("<i>4711</i>");
  }

  @Test
  void associationsAreFoundByEveryField() {
    int wanted = 4;
    for (String query :
        List.of(
            "vsi=" + ConsoleFixture.vsi(wanted).substring(0, 12),
            "mac=" + ConsoleFixture.mac(wanted).replace(":", "").toUpperCase(java.util.Locale.ROOT),
            "mac=0200.0000.0004",
            "vid=104&edge=leaf-1",
            "type=web-server%2F2&uplink=eth2&vid=104",
            "type=4711&version=2&vid=104",
            "server=host-e&vid=104",
            "state=associated&current=true&vid=104")) {
      assertThat(page("/vsis?" + query)).as(query).contains(ConsoleFixture.vsi(wanted));
    }
    assertThat(page("/vsis?edge=leaf-2")).doesNotContain(ConsoleFixture.vsi(wanted));
  }

  @Test
  void whatMakesNoSenseIsSaidAtItsField() {
    assertThat(page("/vsis?mac=hello")).contains("A MAC address is written");
    assertThat(page("/vsis?vid=9999")).contains("A VID is 0 to 4094");
    assertThat(page("/vsis?state=happy&current=maybe&version=999&type=99999999&vid=x"))
        .contains("A state is", "Counts is", "A version is", "A type is");
    assertThat(page("/vsis?offset=-4&limit=nine&sort=drop%20table&vsi=%25_%00")).contains("longer");
  }

  @Test
  void aListIsSortedBothWaysAndLeafed() {
    for (String column : List.of("vsi", "state", "type", "edge", "station", "since")) {
      String up = page("/vsis?limit=10&sort=" + column);
      String down = page("/vsis?limit=10&sort=-" + column);
      assertThat(up).as(column).contains("limit=10").isNotEqualTo(down);
    }
    String first = firstVsi(page("/vsis?limit=10&sort=vsi"));
    String second = firstVsi(page("/vsis?limit=10&sort=vsi&offset=10"));
    assertThat(first).isLessThan(second);
  }

  @Test
  void everyListIsAlsoAFile() {
    assertThat(page("/vsis?format=csv&state=refused").lines())
        .hasSize(21)
        .first()
        .asString()
        .startsWith("vsi,state,current");
    assertThat(page("/vports?format=csv").lines().count()).isEqualTo(361);
    assertThat(page("/edges?format=csv").lines().count()).isEqualTo(6);
    assertThat(page("/migrations?format=csv").lines().count()).isEqualTo(81);
    assertThat(page("/alarms?format=csv").lines().count()).isEqualTo(4);
  }

  @Test
  void aVsiHasItsTimeLineItsStoryAndItsOctetsInWords() {
    assertThat(page("/vsis/" + ConsoleFixture.vsi(0)))
        .contains("<svg class=\"drawing timeline\"")
        .contains("leaf-1", "leaf-2", "web-server/2")
        .contains("+640 µs", "granted: VLAN 100 is in the pool")
        .contains("VSI type version", "answer: success")
        .contains("/vports/" + ConsoleFixture.vPort(0));
  }

  @Test
  void aRefusedVsiSaysWhyAndWhatToDo() {
    assertThat(page("/vsis/" + ConsoleFixture.vsi(ConsoleFixture.aRefused())))
        .contains("did you mean &lt;i&gt;4711&lt;/i&gt;")
        .contains(ConsoleFixture.FIX)
        .contains("&lt;b&gt;host&lt;/b&gt;")
        .doesNotContain("<b>host</b>");
  }

  @Test
  void whatNobodyToldOfIsNotFound() {
    assertThat(manager.get("/vsis/none").statusCode()).isEqualTo(404);
    assertThat(manager.get("/vports/none").statusCode()).isEqualTo(404);
    assertThat(manager.get("/edges/none").statusCode()).isEqualTo(404);
  }

  @Test
  void aVPortShowsRatesRulesWithHitsAndWhatItsSeparationLoses() {
    assertThat(page("/vports/" + ConsoleFixture.vPort(0)))
        .contains("frames/s")
        .contains("permit tcp to group:databases port 5432")
        .contains("02:00:00:00:00:00 VID 100")
        .contains("over-rate", "reflective relay");
  }

  @Test
  void anEdgeIsDrawnWithItsPortsAndFoldsTheMany() {
    assertThat(page("/edges/leaf-1"))
        .contains(
            "retries 3, resend after 10.2 ms, keep-alive every 10.5 s, VSI forgotten after 15.8 s")
        .doesNotContain("2026-11-25T08:00:00Z</dd>")
        .contains("reflective relay off", "draft 0")
        .contains("no-vport", "ECP version is not 1");
    assertThat(page("/edges/leaf-4")).contains("the disk of the data directory is full");
    assertThat(page("/edges/leaf-5")).contains("away");
  }

  @Test
  void searchLeadsStraightToTheOneThingItFinds() {
    assertThat(location("/search?q=" + ConsoleFixture.vsi(9)))
        .endsWith("/vsis/" + ConsoleFixture.vsi(9));
    assertThat(location("/search?q=02-00-00-00-00-09")).endsWith("/vsis/" + ConsoleFixture.vsi(9));
    assertThat(location("/search?q=leaf-3")).endsWith("/edges/leaf-3");
    assertThat(location("/search?q=database")).endsWith("/types/4712");
    assertThat(location("/search?q=4711")).endsWith("/types/4711");
    assertThat(location("/search?q=117")).endsWith("/vsis?vid=117");
    assertThat(page("/search?q=leaf")).contains("leaf-1", "leaf-5");
    assertThat(location("/search?q=%3Cb%3E"))
        .endsWith("/vsis?server=%3Cb%3Ehost%3C%2Fb%3E-%22x%22");
    assertThat(page("/search?q=%3Cb%3Enone")).contains("&lt;b&gt;none").doesNotContain("<b>none");
    assertThat(page("/search?q=nothing+like+it")).contains("Nothing is called that");
  }

  @Test
  void anEdgeWithThousandsOfVPortsStaysReadable() {
    try (ManagerUnderTest large = filled(Database.H2, 10_000)) {
      HttpResponse<String> answer = large.get("/edges/leaf-1");
      assertThat(answer.body()).contains(" more", "in all:").hasSizeLessThan(100_000);
      assertThat(large.get("/vsis?type=web-server").body()).contains("1 to 100 of");
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnythingPagesSayHowTheFirstComes(Database database) {
    try (ManagerUnderTest empty = ManagerUnderTest.start(database)) {
      for (String page : List.of("/", "/vsis", "/vports", "/edges", "/migrations", "/alarms")) {
        HttpResponse<String> answer = empty.get(page);
        assertThat(answer.statusCode()).as(page).isEqualTo(200);
        assertThat(answer.body()).as(page).contains("class=\"empty\"").contains("moorage ");
      }
    }
  }

  @Test
  void everyPageIsTheSameOnPostgresql() {
    try (ManagerUnderTest postgresql = filled(Database.POSTGRESQL, 400)) {
      for (String page : PAGES) {
        assertThat(postgresql.get(page).statusCode()).as(page).isEqualTo(200);
      }
      for (String page :
          List.of(
              "/vsis?vsi=0&state=associated&type=web-server&edge=leaf-1&server=host&current=true",
              "/vsis?sort=edge&mac=020000000004&vid=104",
              "/vsis?format=csv",
              "/vsis/" + ConsoleFixture.vsi(0),
              "/vports/" + ConsoleFixture.vPort(0),
              "/edges/leaf-1",
              "/migrations?vsi=0&edge=leaf-1&state=open",
              "/alarms?edge=leaf-1",
              "/search?q=host")) {
        assertThat(postgresql.get(page).statusCode()).as(page).isEqualTo(200);
      }
    }
  }

  static ManagerUnderTest filled(Database database, int vsis) {
    ManagerUnderTest started = ManagerUnderTest.start(database);
    ConsoleFixture.fill(started.bean(JdbcTemplate.class), vsis, InstantSource.system().instant());
    EdgeReports reports = started.bean(EdgeReports.class);
    for (long tick = 1; tick <= 3; tick++) {
      for (int edge = 0; edge < 4; edge++) {
        reports.take(ConsoleReports.of(edge, vsis, tick));
      }
    }
    return started;
  }

  private static String firstVsi(String body) {
    int at = body.indexOf("href=\"/vsis/") + "href=\"/vsis/".length();
    return body.substring(at, at + 36);
  }

  private static String page(String path) {
    HttpResponse<String> answer = manager.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static String location(String path) {
    HttpResponse<String> answer = manager.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(302);
    return answer.headers().firstValue("location").orElse("");
  }

  private static HttpResponse<String> get(String path, String language) {
    return manager.send(manager.request(path).header("Accept-Language", language).GET());
  }
}
