package org.moorage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.moorage.manager.ManagerApplication;
import org.moorage.manager.security.FirstAdministrator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** The manager as a process, or as a part of one: options become settings, the clock comes in. */
final class ManagerRole {

  /**
   * What the command line says.
   *
   * @param port 0 takes any free one
   * @param dataDirectory of the H2 file; not used with a database of its own
   * @param seed profiles an empty catalogue begins with
   */
  record Options(
      int port,
      String bind,
      Optional<Path> dataDirectory,
      Optional<String> databaseUrl,
      Optional<Path> seed) {}

  private ManagerRole() {}

  /** Serves until the process is told to end. */
  static int run(Options options, PrintWriter out, PrintWriter err) throws InterruptedException {
    try {
      CountDownLatch ended = new CountDownLatch(1);
      ConfigurableApplicationContext manager = start(options, Map.of(), context -> {});
      manager.addApplicationListener(event -> {
        if (event instanceof ContextClosedEvent) {
          ended.countDown();
        }
      });
      out.println("moorage manager: listening on http://" + options.bind() + ":" + port(manager));
      manager
          .getBean(FirstAdministrator.class)
          .madeUpPassword()
          .ifPresent(password ->
              out.println(
                  "moorage manager: sign in as "
                      + FirstAdministrator.NAME
                      + " with the password "
                      + password
                      + " (made up now, not shown again)"));
      out.flush();
      ended.await();
      return 0;
    } catch (IOException e) {
      err.println("moorage manager: " + e.getMessage());
      return 1;
    }
  }

  /** The port it listens on. */
  static String port(ConfigurableApplicationContext manager) {
    return String.valueOf(manager.getEnvironment().getProperty("local.server.port"));
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param more settings beside those of the options
   * @param beans what the process hands in beside the clock and the source of chance
   * @throws IOException whose message says what to do
   */
  static ConfigurableApplicationContext start(
      Options options,
      Map<String, Object> more,
      ApplicationContextInitializer<GenericApplicationContext> beans)
      throws IOException {
    SpringApplication application = ManagerApplication.application();
    Map<String, Object> settings = new LinkedHashMap<>(database(options));
    settings.put("server.port", options.port());
    settings.put("server.address", options.bind());
    options.seed().ifPresent(seed -> settings.put("moorage.catalogue.seed", seed.toString()));
    settings.putAll(more);
    application.setDefaultProperties(settings);
    application.addInitializers(context -> {
      GenericApplicationContext generic = (GenericApplicationContext) context;
      generic.registerBean(InstantSource.class, () -> InstantSource.system());
      generic.registerBean(SecureRandom.class, () -> new SecureRandom());
      beans.initialize(generic);
    });
    try {
      return application.run();
    } catch (RuntimeException failed) {
      throw new IOException(said(failed, options), failed);
    }
  }

  private static Map<String, Object> database(Options options) throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (options.databaseUrl().isPresent()) {
      settings.put("spring.datasource.url", options.databaseUrl().get());
      Optional.ofNullable(System.getenv("MOORAGE_DATABASE_USER"))
          .ifPresent(user -> settings.put("spring.datasource.username", user));
      Optional.ofNullable(System.getenv("MOORAGE_DATABASE_PASSWORD"))
          .ifPresent(password -> settings.put("spring.datasource.password", password));
      return settings;
    }
    Path directory =
        options
            .dataDirectory()
            .orElseGet(() -> Path.of(System.getProperty("user.home"), "moorage-manager"))
            .toAbsolutePath();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          directory + " cannot be made: " + e.getMessage() + "; name another with --data-dir", e);
    }
    settings.put("spring.datasource.url", h2("file:" + directory.resolve("moorage")));
    settings.put("spring.datasource.username", "moorage");
    settings.put("spring.datasource.password", "");
    return settings;
  }

  /**
   * H2 in the dialect the migrations are written in; never to be reached over a network. Without a
   * write delay, as agents forget what they were told is kept: otherwise a killed process takes up
   * to half a second of commits with it.
   */
  static String h2(String where) {
    return "jdbc:h2:"
        + where
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
  }

  private static String said(Throwable failed, Options options) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof PortInUseException) {
        return "port "
            + options.port()
            + " on "
            + options.bind()
            + " is in use; stop what listens there or choose another with --http-port";
      }
      if (message.contains("Database may be already in use")) {
        return "another manager has the database file open; stop it or choose another --data-dir";
      }
      if (cause instanceof java.sql.SQLException && cause.getCause() == null) {
        return "the database does not answer as it should: "
            + message.lines().findFirst().orElse("");
      }
    }
    return "it could not start: " + failed;
  }
}
