package org.moorage.manager;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole manager on a free port of loopback, over an H2 of its own in memory or over a
 * PostgreSQL 18 that is started once for all tests. The administrator is {@code admin} with {@link
 * #PASSWORD}.
 */
public final class ManagerUnderTest implements AutoCloseable {

  public static final String PASSWORD = "a password for tests";
  public static final String AGENT_TOKEN = "a token for the agents of tests";

  /** Which database is under it. */
  public enum Database {
    H2,
    POSTGRESQL
  }

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private ManagerUnderTest(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static ManagerUnderTest start(Database database) {
    return start(database, InstantSource.system(), Map.of());
  }

  /** With a clock of the test's own and more settings. */
  public static ManagerUnderTest start(
      Database database, InstantSource clock, Map<String, Object> more) {
    return start(database, freshDatabase(database), clock, more);
  }

  /** On a database that is already there: what a restart is. */
  public static ManagerUnderTest start(
      Database database, String url, InstantSource clock, Map<String, Object> more) {
    SpringApplication application = new SpringApplication(ManagerApplication.class);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("spring.config.name", "manager");
    settings.put("spring.jpa.hibernate.ddl-auto", "validate");
    settings.put("server.port", 0);
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", url);
    settings.put("spring.datasource.username", database == Database.H2 ? "moorage" : "postgres");
    settings.put("spring.datasource.password", "");
    settings.put("moorage.admin-password", PASSWORD);
    settings.put("moorage.agent-token", AGENT_TOKEN);
    settings.putAll(more);
    application.setDefaultProperties(settings);
    application.addInitializers(context -> {
      GenericApplicationContext generic = (GenericApplicationContext) context;
      generic.registerBean(InstantSource.class, () -> clock);
      generic.registerBean(SecureRandom.class, () -> new SecureRandom());
    });
    System.setProperty("spring.config.name", "manager");
    return new ManagerUnderTest(application.run());
  }

  /** The address of a database nobody has used yet. */
  public static String freshDatabase(Database database) {
    String name = "m" + UUID.randomUUID().toString().replace("-", "");
    return switch (database) {
      case H2 ->
          "jdbc:h2:mem:"
              + name
              + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
              + ";NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1";
      case POSTGRESQL -> {
        try (var connection = Postgres.SERVER.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("create database " + name);
        } catch (java.sql.SQLException e) {
          throw new IllegalStateException(e);
        }
        yield Postgres.SERVER.getJdbcUrl("postgres", name);
      }
    };
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Tells the manager's listeners. */
  public void publish(Object event) {
    context.publishEvent(event);
  }

  /** All beans of a type. */
  public <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  /** GET as the administrator. */
  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /** A request with the administrator's name and password. */
  public HttpRequest.Builder request(String path) {
    String both = "admin:" + PASSWORD;
    return HttpRequest.newBuilder(uri(path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }

  /** A request with the agents' token. */
  public HttpRequest.Builder agentRequest(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + AGENT_TOKEN);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }

  /** Started when the first test asks for it; ends with the process. */
  private static final class Postgres {
    private static final EmbeddedPostgres SERVER = started();

    private static EmbeddedPostgres started() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
