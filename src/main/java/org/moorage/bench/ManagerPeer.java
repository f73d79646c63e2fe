package org.moorage.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code moorage manager} as a process of its own, and a browser's session with it. */
final class ManagerPeer implements AutoCloseable {

  static final String TOKEN = "a-token-for-one-run-of-a-benchmark";
  private static final String PASSWORD = "a password for one run of a benchmark";
  private static final Pattern CSRF =
      Pattern.compile(
          "name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Running process;
  private final String base;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private ManagerPeer(Running process, String base) {
    this.process = process;
    this.base = base;
  }

  /**
   * Starts it on an empty database and returns when it listens.
   *
   * @param database options that choose it
   */
  static ManagerPeer start(Path directory, List<String> database) throws BenchFailure, IOException {
    int port = StartBench.freePort();
    List<String> words = new ArrayList<>();
    words.add("env");
    words.add("MOORAGE_ADMIN_PASSWORD=" + PASSWORD);
    words.add("MOORAGE_AGENT_TOKEN=" + TOKEN);
    words.add(JavaProgram.java());
    words.addAll(JavaProgram.flagsOf("manager"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.moorage.app.Main"));
    words.addAll(List.of("manager", "--http-port", Integer.toString(port)));
    words.addAll(List.of("--seed", BenchProfile.writeInto(directory).toString()));
    words.addAll(database);
    Running process = Command.start(directory.resolve("manager.log"), words);
    StartBench.untilListening(port, System.nanoTime());
    return new ManagerPeer(process, "http://127.0.0.1:" + port);
  }

  String base() {
    return base;
  }

  long residentBytes() throws BenchFailure {
    return AgentPeer.residentBytes(process);
  }

  long liveHeapBytes() throws BenchFailure {
    return AgentPeer.liveHeapBytes(process);
  }

  /** Signs in through the form, as a person does. */
  void signIn() throws BenchFailure {
    Matcher form = CSRF.matcher(get("/login"));
    if (!form.find()) {
      throw new BenchFailure("the sign-in page has no form");
    }
    String csrf = form.group(1) == null ? form.group(2) : form.group(1);
    StringBuilder body = new StringBuilder();
    Map.of("username", "admin", "password", PASSWORD, "_csrf", csrf)
        .forEach((name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    send(
        HttpRequest.newBuilder(URI.create(base + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** A page; fails unless it comes with 200. */
  String get(String path) throws BenchFailure {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  private String send(HttpRequest.Builder request) throws BenchFailure {
    try {
      HttpResponse<String> answer =
          browser.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchFailure(answer.uri() + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchFailure("the manager does not answer: " + e);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  @Override
  public void close() {
    browser.close();
    process.close();
  }
}
