package org.moorage.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.Resolve;
import tools.jackson.core.JacksonException;

/** One manager, as an agent speaks to it. */
final class ManagerDoor {

  /** A manager commits before it answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String url;
  private final String token;

  ManagerDoor(HttpClient http, URI url, String token) {
    this.http = http;
    this.url = url.toString().replaceFirst("/+$", "");
    this.token = token;
  }

  String url() {
    return url;
  }

  Hello.Welcome hello(Hello hello) throws LinkTrouble, InterruptedException {
    return answer(AgentLink.HELLO, LinkJson.write(hello), Hello.Welcome.class, PATIENCE);
  }

  EventBatch.Kept events(byte[] batch) throws LinkTrouble, InterruptedException {
    return answer(AgentLink.EVENTS, batch, EventBatch.Kept.class, PATIENCE);
  }

  CataloguedVersion resolve(Resolve asked, Duration patience)
      throws LinkTrouble, InterruptedException {
    return answer(AgentLink.RESOLVE, LinkJson.write(asked), CataloguedVersion.class, patience);
  }

  void report(EdgeReport report) throws LinkTrouble, InterruptedException {
    post(AgentLink.REPORT, LinkJson.write(report), PATIENCE);
  }

  void capture(CaptureProgress progress) throws LinkTrouble, InterruptedException {
    post(AgentLink.CAPTURES, LinkJson.write(progress), PATIENCE);
  }

  void captureFile(UUID identity, String capture, byte[] file)
      throws LinkTrouble, InterruptedException {
    String query =
        "?" + AgentLink.STREAM_IDENTITY + "=" + identity + "&" + AgentLink.CAPTURE + "=" + capture;
    post(AgentLink.CAPTURE_FILE + query, "application/x-pcapng", file, PATIENCE);
  }

  /** Opens the stream; whoever reads it closes it. */
  InputStream stream(UUID identity, long revision) throws LinkTrouble, InterruptedException {
    HttpRequest.Builder request =
        request(AgentLink.STREAM + "?" + AgentLink.STREAM_IDENTITY + "=" + identity)
            .header("Accept", "text/event-stream")
            .timeout(PATIENCE)
            .GET();
    if (revision > 0) {
      request.header("Last-Event-ID", Long.toString(revision));
    }
    HttpResponse<InputStream> response =
        send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw trouble(response, body.readNBytes(AgentLink.MAX_BODY));
    } catch (IOException e) {
      throw away(e);
    }
  }

  private <T> T answer(String path, byte[] body, Class<T> type, Duration patience)
      throws LinkTrouble, InterruptedException {
    byte[] answer = post(path, body, patience);
    try {
      return LinkJson.read(answer, type);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new LinkTrouble(
          LinkTrouble.Kind.BROKEN,
          url + " answers, but not as a manager does; correct --manager, or run the same release");
    }
  }

  private byte[] post(String path, byte[] body, Duration patience)
      throws LinkTrouble, InterruptedException {
    return post(path, "application/json", body, patience);
  }

  private byte[] post(String path, String type, byte[] body, Duration patience)
      throws LinkTrouble, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", type)
            .header("Accept", "application/json, application/problem+json")
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw trouble(response, response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws LinkTrouble, InterruptedException {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private LinkTrouble away(IOException e) {
    String why =
        e instanceof ConnectException
            ? "nobody listens there"
            : e instanceof HttpTimeoutException
                ? "it did not answer in time"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new LinkTrouble(
        LinkTrouble.Kind.BROKEN, "no manager answers at " + url + " (" + why + ")");
  }

  private LinkTrouble trouble(HttpResponse<?> response, byte[] body) {
    int status = response.statusCode();
    String detail = LinkJson.detail(body).orElse("status " + status);
    return switch (status) {
      case 401 ->
          new LinkTrouble(
              LinkTrouble.Kind.BROKEN,
              "the manager at "
                  + url
                  + " refuses this agent's token; have one made with moorage agent-token NAME and"
                  + " give it with MOORAGE_AGENT_TOKEN or --token-file");
      case 403 ->
          new LinkTrouble(
              LinkTrouble.Kind.BROKEN,
              "the manager at "
                  + url
                  + " does not take this token for an agent's ("
                  + detail
                  + "); have one made with moorage agent-token NAME");
      case 404 -> new LinkTrouble(LinkTrouble.Kind.NOT_FOUND, detail);
      case 409 -> new LinkTrouble(LinkTrouble.Kind.BROKEN, detail);
      case 429, 503 ->
          new LinkTrouble(
              LinkTrouble.Kind.LATER, "the manager at " + url + ": " + detail, after(response));
      case 400, 413, 422 -> new LinkTrouble(LinkTrouble.Kind.UNACCEPTABLE, detail);
      default -> new LinkTrouble(LinkTrouble.Kind.BROKEN, "the manager at " + url + ": " + detail);
    };
  }

  private static Duration after(HttpResponse<?> response) {
    try {
      long seconds =
          Long.parseLong(response.headers().firstValue("Retry-After").orElse("1").strip());
      Duration wanted = Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER.toSeconds()));
      return wanted.isZero() ? Duration.ofMillis(100) : wanted;
    } catch (NumberFormatException aDate) {
      return Duration.ofSeconds(1);
    }
  }
}
