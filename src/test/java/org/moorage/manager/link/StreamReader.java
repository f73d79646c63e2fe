package org.moorage.manager.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AgentLink;
import org.moorage.manager.ManagerUnderTest;

/** The listening end of a stream. */
final class StreamReader implements AutoCloseable {

  /**
   * A server-sent event.
   *
   * @param id null without one
   */
  record Heard(String event, @Nullable String id, String data) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final BufferedReader lines;
  private final int status;

  StreamReader(ManagerUnderTest manager, UUID edge, @Nullable String lastEventId) {
    HttpRequest.Builder request =
        manager.agentRequest(AgentLink.STREAM + "?" + AgentLink.STREAM_IDENTITY + "=" + edge);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      status = response.statusCode();
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return status;
  }

  /** The next event; waits for it. Heartbeats are passed over. */
  Heard next() {
    String event = "";
    String id = null;
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !event.isEmpty()) {
          return new Heard(event, id, data);
        }
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Heard("end", null, "");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
