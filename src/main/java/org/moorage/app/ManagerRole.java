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

  /** Where the tables are kept. */
  sealed interface Database {

    /** In an H2 file; without a directory in one in the home. */
    record File(Optional<Path> directory) implements Database {}

    /** In a PostgreSQL at this JDBC address. */
    record PostgreSql(String url) implements Database {}

    /** In memory: it goes with the process. */
    record Memory() implements Database {}
  }

  /**
   * What the command line says.
   *
   * @param port 0 takes any free one
   * @param seed profiles an empty catalogue begins with
   */
  record Options(int port, String bind, Database database, Optional<Path> seed) {}

  private ManagerRole() {}

  /** Serves until the process is told to end. */
  static int run(Options options, PrintWriter out, PrintWriter err) throws InterruptedException {
    try {
      ConfigurableApplicationContext manager = start(options, Map.of(), context -> {});
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
      awaitEnd(manager);
      return 0;
    } catch (IOException e) {
      err.println("moorage manager: " + e.getMessage());
      return 1;
    }
  }

  /** Returns when the process is told to end. */
  static void awaitEnd(ConfigurableApplicationContext manager) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    manager.addApplicationListener(event -> {
      if (event instanceof ContextClosedEvent) {
        ended.countDown();
      }
    });
    ended.await();
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
    Map<String, Object> settings = new LinkedHashMap<>(settings(options.database()));
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

  private static Map<String, Object> settings(Database database) throws IOException {
    return switch (database) {
      case Database.Memory() -> h2("mem:moorage;DB_CLOSE_DELAY=-1");
      case Database.File(Optional<Path> named) -> h2("file:" + made(named).resolve("moorage"));
      case Database.PostgreSql(String url) -> {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.datasource.url", url);
        Optional.ofNullable(System.getenv("MOORAGE_DATABASE_USER"))
            .ifPresent(user -> settings.put("spring.datasource.username", user));
        Optional.ofNullable(System.getenv("MOORAGE_DATABASE_PASSWORD"))
            .ifPresent(password -> settings.put("spring.datasource.password", password));
        yield settings;
      }
    };
  }

  private static Path made(Optional<Path> named) throws IOException {
    Path directory =
        named
            .orElseGet(() -> Path.of(System.getProperty("user.home"), "moorage-manager"))
            .toAbsolutePath();
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          directory + " cannot be made: " + e.getMessage() + "; name another with --data-dir", e);
    }
  }

  /**
   * H2 in the dialect the migrations are written in; never to be reached over a network. Without a
   * write delay, as agents forget what they were told is kept: otherwise a killed process takes up
   * to half a second of commits with it.
   */
  private static Map<String, Object> h2(String where) {
    return Map.of(
        "spring.datasource.url",
        "jdbc:h2:"
            + where
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
        "spring.datasource.username",
        "moorage",
        "spring.datasource.password",
        "");
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
