package org.moorage.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.manager.ConsoleFixture;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.security.OneTimeLink;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every page of the left rail in a browser: both themes, both languages, a phone. */
@Isolated("a browser takes both processors from tests that wait for timers")
class ConsoleIT {

  private static final String CAPTURE = "src/test/resources/captures/run1.pcap";
  private static final int VSIS = 200;
  private static final ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);
  private static final Chromium browser = new Chromium(manager.uri("/").toString());

  @BeforeAll
  static void fill() {
    ConsoleFixture.fill(manager.bean(JdbcTemplate.class), VSIS, InstantSource.system().instant());
    post("/api/v1/tokens", "{\"name\":\"leaf-1\",\"role\":\"agent\",\"days\":30}");
    post(
        "/api/v1/users",
        "{\"name\":\"anna\",\"role\":\"operator\",\"password\":\"a long password\"}");
  }

  private static void post(String path, String json) {
    int status =
        manager
            .send(
                manager
                    .request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json)))
            .statusCode();
    assertThat(status).isEqualTo(201);
  }

  @AfterAll
  static void close() {
    browser.close();
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"light,en", "dark,en", "light,zh", "dark,zh"})
  void everyPageIsWhole(String theme, String language) {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.context(theme, language, 1400, 1000)) {
      Page page = signedIn(context, complaints);
      Set<String> paths = Chromium.rail(page);
      assertThat(paths)
          .contains("/", "/types", "/vsis", "/vports", "/edges", "/migrations", "/alarms", "/audit")
          .contains("/lab", "/users", "/tokens", "/docs", "/decode");
      paths.addAll(
          List.of(
              "/account",
              "/docs?q=lab",
              "/search?q=52",
              "/types/4711",
              "/types/4711/versions/new",
              "/types/new",
              "/types/groups",
              "/edges/" + ConsoleFixture.EDGES.getFirst(),
              "/vsis/" + ConsoleFixture.vsi(ConsoleFixture.anAssociated()),
              "/vsis/" + ConsoleFixture.vsi(ConsoleFixture.aRefused()),
              "/vports/" + ConsoleFixture.vPort(ConsoleFixture.anAssociated())));
      for (String path : paths) {
        page.navigate(manager.uri(path).toString());
        look(page, path, theme, language, complaints);
      }
      page.navigate(manager.uri("/decode").toString());
      page.setInputFiles("input[type=file]", Path.of(CAPTURE));
      page.click("form.drop button");
      page.waitForSelector("details.frame-told");
      page.waitForLoadState();
      assertThat(page.locator("details.frame-told").count()).isPositive();
      look(page, "/decoded", theme, language, complaints);
    }
    try (BrowserContext context = browser.context(theme, language, 1400, 1000)) {
      Page page = Chromium.watched(context, complaints);
      page.navigate(manager.uri("/login?wrong").toString());
      look(page, "/login", theme, language, complaints);
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void everyPageFitsAPhone() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.context("light", "en", 390, 800)) {
      Page page = signedIn(context, complaints);
      for (String path : Chromium.rail(page)) {
        page.navigate(manager.uri(path).toString());
        Chromium.shoot(page, path, "phone");
        Object wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (wider instanceof Number number && number.intValue() > 1) {
          complaints.add(path + " is " + wider + " pixels wider than a phone");
        }
      }
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatIsPrintedIsInkOnPaperWithoutWhatIsToClick() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.context("dark", "en", 1400, 1000)) {
      Page page = signedIn(context, complaints);
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      for (String path : List.of("/", "/vsis", "/types/4711", "/edges/leaf-1")) {
        page.navigate(manager.uri(path).toString());
        Chromium.shoot(page, path, "print");
        assertThat(page.locator(".rail:visible, .pager:visible, main button:visible").count())
            .as(path)
            .isZero();
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            .as(path)
            .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.evaluate("getComputedStyle(document.querySelector('h1')).color"))
            .as(path)
            .isEqualTo("rgb(0, 0, 0)");
      }
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void theSlashKeyAndTheSwitchesWork() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.undecided()) {
      Page page = signedIn(context, complaints);
      page.navigate(manager.uri("/audit").toString());
      page.click("button[name=theme][value=light]");
      assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("light");
      page.click("button[name=theme][value=dark]");
      assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
      page.click("button[name=language][value=zh]");
      assertThat(page.locator("html").getAttribute("lang")).isEqualTo("zh");
      assertThat(page.url()).endsWith("/audit");
      page.waitForLoadState();
      page.keyboard().press("/");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("search");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void aChangeElsewhereShowsByItself() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.context("light", "en", 1400, 1000)) {
      Page page = signedIn(context, complaints);
      page.navigate(manager.uri("/audit").toString());
      page.waitForResponse(
          response -> response.url().endsWith("/audit"),
          () -> post("/api/v1/tokens", "{\"name\":\"seen-live\",\"role\":\"agent\",\"days\":30}"));
      page.waitForSelector("td:text-is('seen-live')");
    }
    assertThat(complaints).isEmpty();
  }

  private static void look(
      Page page, String path, String theme, String language, List<String> complaints) {
    Chromium.look(page, path, theme, language, complaints);
    if (language.equals("zh")) {
      Chromium.readAsChinese(page, path, complaints);
    }
  }

  private static Page signedIn(BrowserContext context, List<String> complaints) {
    Page page = Chromium.watched(context, complaints);
    page.navigate(manager.uri(manager.bean(OneTimeLink.class).make()).toString());
    return page;
  }
}
