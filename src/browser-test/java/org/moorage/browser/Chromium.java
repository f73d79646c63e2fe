package org.moorage.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser before a console: it takes pictures, and keeps what there is to complain of. */
final class Chromium implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
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
          "MiB",
          "Wireshark",
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

  private final String base;
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
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

  /**
   * @param base address of the console's first page
   */
  Chromium(String base) {
    this.base = base;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** Takes a picture and complains of what keeps people from using the page. */
  static void look(Page page, String path, String theme, String language, List<String> complaints) {
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
  }

  /** Complains of words a reader of Chinese would have to know. */
  static void readAsChinese(Page page, String path, List<String> complaints) {
    Set<String> english = english(String.valueOf(page.evaluate(READ_TEXT)));
    if (!english.isEmpty()) {
      complaints.add(path + " is not all Chinese: " + english);
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

  static void shoot(Page page, String path, String how) {
    String name = path.equals("/") ? "overview" : path.substring(1).replaceAll("[^a-z0-9]+", "-");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + "-" + how + ".png"))
            .setFullPage(!path.startsWith("/doc") && !path.equals("/decoded")));
  }

  static Set<String> rail(Page page) {
    Set<String> paths = new TreeSet<>();
    page.locator("nav#pages a")
        .all()
        .forEach(link -> paths.add(String.valueOf(link.getAttribute("href"))));
    return paths;
  }

  /** Somebody who has chosen neither theme nor language. */
  BrowserContext undecided() {
    return browser.newContext();
  }

  BrowserContext context(String theme, String language, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
    context.addCookies(
        List.of(
            new Cookie("moorage-theme", theme).setUrl(base),
            new Cookie("moorage-language", language).setUrl(base)));
    return context;
  }

  /** A page that tells what went wrong in it. */
  static Page watched(BrowserContext context, List<String> complaints) {
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
}
