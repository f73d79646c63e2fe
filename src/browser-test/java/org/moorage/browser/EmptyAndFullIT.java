package org.moorage.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.moorage.manager.ConsoleFixture;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.security.OneTimeLink;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every page of the left rail as it is on the first day, and with ten thousand VSIs. */
@Isolated("a browser takes both processors from tests that wait for timers")
class EmptyAndFullIT {

  private static final int MANY = 10_000;

  @Test
  void everyPageIsWhole() {
    List<String> complaints = new ArrayList<>();
    try (ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);
        Chromium browser = new Chromium(manager.uri("/").toString())) {
      walk(manager, browser, 0, "dark", "en", complaints);
      JdbcTemplate database = manager.bean(JdbcTemplate.class);
      ConsoleFixture.fill(database, MANY, InstantSource.system().instant());
      walk(manager, browser, MANY, "light", "zh", complaints);
    }
    assertThat(complaints).isEmpty();
  }

  private static void walk(
      ManagerUnderTest manager,
      Chromium browser,
      int vsis,
      String theme,
      String language,
      List<String> complaints) {
    try (BrowserContext context = browser.context(theme, language, 1400, 1000)) {
      Page page = Chromium.watched(context, complaints);
      page.navigate(manager.uri(manager.bean(OneTimeLink.class).make()).toString());
      Set<String> paths = Chromium.rail(page);
      if (vsis > 0) {
        paths.add("/edges/" + ConsoleFixture.EDGES.getFirst());
        paths.add("/vsis?q=02-00-00");
      }
      for (String path : paths) {
        page.navigate(manager.uri(path).toString());
        if (vsis == 0) {
          Chromium.look(page, path, vsis + "-" + theme, language, complaints);
        } else {
          // The accessibility rules take long on long tables, and were asked on shorter ones.
          Chromium.shoot(page, path, vsis + "-" + theme + "-" + language);
        }
        if (language.equals("zh")) {
          Chromium.readAsChinese(page, path, complaints);
        }
      }
    }
  }
}
