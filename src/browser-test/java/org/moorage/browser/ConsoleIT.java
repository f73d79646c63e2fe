package org.moorage.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.manager.ConsoleFixture;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.security.OneTimeLink;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every page of the left rail in a browser: both themes, both languages, a phone. */
@Execution(ExecutionMode.SAME_THREAD)
class ConsoleIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String CAPTURE = "src/test/resources/captures/run1.pcap";
  private static final int VSIS = 200;
  private static final Set<String> BAD = Set.of("serious", "critical");

  /** What stays as it is in Chinese: names, abbreviations, words of commands. */
  private static final Set<String> NAMES =
      Set.of(
          "Moorage",
          "moorage",
          "decode",
          "vPort",
          "pcap",
          "pcapng",
          "admin",
          "anna",
          "manager",
          "English",
          "CSV",
          "console",
          "lab",
          "profiles",
          "zip",
          "soft",
          "access",
          "pool",
          "trunk",
          "isolated",
          "permit",
          "deny",
          "any",
          "filter",
          "icmp",
          "log",
          "port",
          "tcp",
          "udp",
          "contoso",
          "min",
          "host");

  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./:@-]{2,}");

  /** Text a person reads, without what is marked as English, code or a name. */
  private static final String READ_TEXT =
      """
      () => {
        const out = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const parent = walker.currentNode.parentElement;
          if (!parent.closest('[lang=en], code, pre, script, style, kbd, th[scope=row]')) {
            out.push(walker.currentNode.textContent);
          }
        }
        for (const element of document.querySelectorAll('[placeholder], [aria-label], [title]')) {
          if (!element.closest('[lang=en], time')) {
            out.push(element.getAttribute('placeholder') ?? '');
            out.push(element.getAttribute('aria-label') ?? '');
            out.push(element.getAttribute('title') ?? '');
          }
        }
        if (!document.querySelector('title[lang=en]')) {
          out.push(document.title);
        }
        return out.join('\\n');
      }
      """;

  private static ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);
  private static Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private static Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Path.of("/usr/bin/chromium"))
                  .setArgs(
                      List.of(
                          "--headless",
                          "--no-sandbox",
                          "--disable-gpu",
                          "--no-first-run",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));

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
    playwright.close();
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"light,en", "dark,en", "light,zh", "dark,zh"})
  void everyPageIsWhole(String theme, String language) {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = context(theme, language, 1400, 1000)) {
      Page page = signedIn(context, complaints);
      Set<String> paths = rail(page);
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
    try (BrowserContext context = context(theme, language, 1400, 1000)) {
      Page page = watched(context, complaints);
      page.navigate(manager.uri("/login?wrong").toString());
      look(page, "/login", theme, language, complaints);
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void everyPageFitsAPhone() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = context("light", "en", 390, 800)) {
      Page page = signedIn(context, complaints);
      for (String path : rail(page)) {
        page.navigate(manager.uri(path).toString());
        shoot(page, path, "phone");
        Object wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (wider instanceof Number number && number.intValue() > 1) {
          complaints.add(path + " is " + wider + " pixels wider than a phone");
        }
      }
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void theSlashKeyAndTheSwitchesWork() {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.newContext()) {
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
    try (BrowserContext context = context("light", "en", 1400, 1000)) {
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
    shoot(page, path, theme + "-" + language);
    new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .filter(rule -> BAD.contains(String.valueOf(rule.getImpact())))
            .forEach(rule ->
                complaints.add(
                    path
                        + " "
                        + theme
                        + ": "
                        + rule.getHelp()
                        + " "
                        + rule.getNodes().getFirst().getHtml()));
    if (language.equals("zh")) {
      Set<String> english = english(String.valueOf(page.evaluate(READ_TEXT)));
      if (!english.isEmpty()) {
        complaints.add(path + " is not all Chinese: " + english);
      }
    }
  }

  private static Set<String> english(String text) {
    Set<String> found = new TreeSet<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String each = word.group();
      boolean isName =
          NAMES.contains(each)
              || each.matches("[A-Z][A-Z0-9-]*s?") // abbreviations
              || each.matches(".*[0-9_./:@-].*"); // identifiers, addresses, commands
      if (!isName) {
        found.add(each);
      }
    }
    return found;
  }

  private static void shoot(Page page, String path, String how) {
    String name = path.equals("/") ? "overview" : path.substring(1).replaceAll("[^a-z0-9]+", "-");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + "-" + how + ".png"))
            .setFullPage(!path.startsWith("/doc") && !path.equals("/decoded")));
  }

  private static Set<String> rail(Page page) {
    Set<String> paths = new TreeSet<>();
    page.locator("nav#pages a")
        .all()
        .forEach(link -> paths.add(String.valueOf(link.getAttribute("href"))));
    return paths;
  }

  private static BrowserContext context(String theme, String language, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
    String url = manager.uri("/").toString();
    context.addCookies(
        List.of(
            new Cookie("moorage-theme", theme).setUrl(url),
            new Cookie("moorage-language", language).setUrl(url)));
    return context;
  }

  /** A page that tells what went wrong in it. */
  private static Page watched(BrowserContext context, List<String> complaints) {
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(page.url() + " says: " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + " fails: " + error));
    page.onResponse(response -> {
      if (response.status() >= 400) {
        complaints.add(response.url() + " answers " + response.status());
      }
    });
    return page;
  }

  private static Page signedIn(BrowserContext context, List<String> complaints) {
    Page page = watched(context, complaints);
    page.navigate(manager.uri(manager.bean(OneTimeLink.class).make()).toString());
    return page;
  }
}
