package org.moorage.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.manager.security.OneTimeLink;
import org.springframework.context.ConfigurableApplicationContext;

/** A manager on a database in memory that answers a few pages and ends: what a start needs. */
final class ManagerWarmUp {

  private static final List<String> PAGES = List.of("/health", "/login", "/");
  private static final int LIMIT_MILLIS = 20_000;

  private ManagerWarmUp() {}

  static void run() throws IOException {
    ManagerRole.Options options =
        new ManagerRole.Options(
            0, "127.0.0.1", new ManagerRole.Database.Memory(), Optional.empty());
    Map<String, Object> forAMoment =
        Map.of("server.shutdown", "immediate", "moorage.admin-password", "of nobody, for a moment");
    try (ConfigurableApplicationContext manager =
        ManagerRole.start(options, forAMoment, context -> {})) {
      String base = "http://127.0.0.1:" + ManagerRole.port(manager);
      for (String page : PAGES) {
        ask(base + page);
      }
      ask(base + manager.getBean(OneTimeLink.class).make());
    }
  }

  /** Asks for a page and takes what comes. */
  static void ask(String url) throws IOException {
    if (URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection) {
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      if (connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST) {
        try (InputStream body = connection.getInputStream()) {
          body.readAllBytes();
        }
      }
    }
  }
}
