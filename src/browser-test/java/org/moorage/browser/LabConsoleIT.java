package org.moorage.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.Distribution;
import org.moorage.protocol.capture.CaptureReader;

/** {@code moorage lab} as it comes, in a browser: watched, looked at everywhere, taken part in. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("a browser takes both processors from tests that wait for timers")
class LabConsoleIT {

  private static final Pattern LINK = Pattern.compile("take part: (http\\S+)");
  private static final int START_SECONDS = 90;

  /** Pages with lists, and where their entries lead. */
  private static final List<String> LISTS = List.of("/vsis", "/vports", "/edges", "/types");

  private static final String SCRIPT_IS_THROUGH =
      "() => !document.querySelector('#lab table').querySelector('.unknown')";

  private static Process lab;
  private static Chromium browser;
  private static BrowserContext signedIn;
  private static String base;
  private static final List<String> COMPLAINTS = new ArrayList<>();

  @BeforeAll
  static void begin() throws Exception {
    lab =
        new ProcessBuilder(Distribution.command(List.of("lab", "--http-port", "0", "migration")))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> listen(said));
    String link = said.get(START_SECONDS, TimeUnit.SECONDS);
    base = URI.create(link).resolve("/").toString();
    browser = new Chromium(base);
    signedIn = browser.context("light", "en", 1400, 1000);
    Chromium.watched(signedIn, COMPLAINTS).navigate(link);
  }

  private static void listen(CompletableFuture<String> said) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(lab.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher link = LINK.matcher(line);
        if (link.find()) {
          said.complete(link.group(1));
        }
      }
      said.completeExceptionally(new IllegalStateException("the lab ended"));
    } catch (IOException ended) {
      said.completeExceptionally(ended);
    }
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    lab.destroy();
  }

  @Test
  @Order(1)
  void theScriptTicksOffByItself() {
    Page page = lab();
    try {
      page.waitForFunction(SCRIPT_IS_THROUGH);
    } catch (TimeoutError late) {
      throw new AssertionError(page.locator("#lab").innerText() + COMPLAINTS, late);
    }
    Locator script = page.locator("#lab table").first().locator("tbody tr");
    assertThat(script.count()).isEqualTo(9);
    assertThat(page.locator("#lab table").first().locator(".state.refused").count()).isZero();
    assertThat(COMPLAINTS).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light,en", "dark,en", "light,zh", "dark,zh"})
  @Order(2)
  void everyPageShowsTheLabsData(String theme, String language) {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.context(theme, language, 1400, 1000)) {
      context.addCookies(
          signedIn.cookies().stream()
              .filter(cookie -> cookie.name.equals("moorage-session"))
              .toList());
      Page page = Chromium.watched(context, complaints);
      page.navigate(base);
      Set<String> paths = Chromium.rail(page);
      for (String list : LISTS) {
        page.navigate(base + list.substring(1));
        paths.add(firstEntry(page, list));
      }
      for (String path : new TreeSet<>(paths)) {
        page.navigate(base + path.substring(1));
        // A theme has its contrasts, a language its labels: two of the four cover both.
        if (theme.equals("light") == language.equals("en")) {
          Chromium.look(page, "/lab-data" + path, theme, language, complaints);
        } else {
          Chromium.shoot(page, "/lab-data" + path, theme + "-" + language);
        }
      }
    }
    assertThat(complaints).isEmpty();
  }

  private static String firstEntry(Page page, String list) {
    Locator entries =
        page.locator("main td a[href^='" + list + "/'], main th a[href^='" + list + "/']");
    assertThat(entries.count()).as("entries of %s", list).isPositive();
    return String.valueOf(entries.first().getAttribute("href"));
  }

  @Test
  @Order(3)
  void aVmIsStartedMovedAndStoppedByHand() {
    Page page = lab();
    page.fill("#start-vm", "vm-hand");
    page.fill("#start-type", "web-server/2");
    page.selectOption("#start-station", "host-a");
    page.click("form[action='/lab/start'] button");
    page.waitForSelector("td:text-is('vm-hand')");
    page.fill("#move-vm", "vm-hand");
    page.selectOption("#move-station", "host-b");
    page.click("form[action='/lab/move'] button");
    page.waitForSelector("tr:has(td:text-is('vm-hand')):has(td:text-is('host-b'))");
    gone(page, "tr:has(td:text-is('vm-hand')):has(td:text-is('host-a'))");
    page.click("button[aria-label='Shut down vm-hand']");
    gone(page, "td:text-is('vm-hand')");
    assertThat(COMPLAINTS).isEmpty();
  }

  @Test
  @Order(4)
  void aLinkIsCutAndMended() {
    Page page = lab();
    page.locator("svg.drawing button:text-is('Cut')").first().click();
    page.waitForSelector("svg.drawing button:text-is('Mend')");
    page.locator("svg.drawing button:text-is('Mend')").first().click();
    page.waitForFunction(
        "() => ![...document.querySelectorAll('svg.drawing button')]"
            + ".some(button => button.textContent == 'Mend')");
    assertThat(COMPLAINTS).isEmpty();
  }

  @Test
  @Order(5)
  void whatMakesNoSenseIsSaidOnThePage() {
    Page page = lab();
    page.fill("#sentence", "host-a sings");
    page.click("form:has(#sentence) button");
    page.waitForSelector("[role=alert]");
    assertThat(page.locator("[role=alert]").innerText()).contains("sings");
    assertThat(COMPLAINTS).isEmpty();
  }

  @Test
  @Order(6)
  void aVPortIsCapturedFromItsPage() throws Exception {
    Page page = signedIn.pages().getFirst();
    page.navigate(base + "vports");
    String vPort = firstEntry(page, "/vports").substring(1);
    page.navigate(base + vPort);
    page.fill("#capture input[name=seconds]", "30");
    page.click("#capture button");
    page.waitForSelector("#captures [role=status]:has-text('s left')");
    // A VM that starts says so to all in its network.
    try (Page beside = Chromium.watched(signedIn, COMPLAINTS)) {
      beside.navigate(base + "lab");
      beside.fill("#start-vm", "vm-loud");
      beside.fill("#start-type", "web-server/2");
      beside.selectOption("#start-station", "host-a");
      beside.click("form[action='/lab/start'] button");
      beside.waitForSelector("td:text-is('vm-loud')");
    }
    page.waitForSelector("#captures [role=status]:has-text('1 frames')");
    Chromium.look(page, "/lab-capturing", "light", "en", COMPLAINTS);
    page.click("#captures button:text-is('Stop')");
    page.waitForSelector("#captures a[download]");
    Download download = page.waitForDownload(() -> page.click("#captures a[download]"));
    try (InputStream file = download.createReadStream()) {
      CaptureReader reader = CaptureReader.open(file).orThrow();
      assertThat(reader.next().orElseThrow().frame().slice(0, 6).hex()).isEqualTo("ffffffffffff");
    }
    try (BrowserContext dark = browser.context("dark", "zh", 1400, 1000)) {
      dark.addCookies(
          signedIn.cookies().stream()
              .filter(cookie -> cookie.name.equals("moorage-session"))
              .toList());
      Page captured = Chromium.watched(dark, COMPLAINTS);
      captured.navigate(base + vPort);
      captured.locator("#captures tbody tr").first().waitFor();
      Chromium.look(captured, "/lab-captured", "dark", "zh", COMPLAINTS);
    }
    page.click("#captures button:text-is('Forget')");
    page.waitForSelector("[role=status]:has-text('gone')");
    assertThat(page.locator("#captures a[download]").count()).isZero();
    assertThat(COMPLAINTS).isEmpty();
  }

  @Test
  @Order(7)
  void anotherLabIsRunAndEnded() {
    Page page = lab();
    page.selectOption("#choice", "lossy-uplink");
    page.click("form[action='/lab/run'] button");
    page.waitForSelector("#lab .about strong:text-is('lossy-uplink')");
    page.click("form[action='/lab/stop'] button");
    page.waitForSelector("#lab .chip span:text-is('ended')");
    assertThat(page.locator("form[action='/lab/start']").count()).isZero();
    assertThat(COMPLAINTS).isEmpty();
  }

  private static void gone(Page page, String what) {
    page.waitForSelector(
        what, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
  }

  private static Page lab() {
    Page page = signedIn.pages().getFirst();
    page.navigate(base + "lab");
    return page;
  }
}
