package org.moorage.agent;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One request at the local door, and its answer. JSON is loaded when it is first asked for. */
final class DoorExchange {

  private static final int OK = 200;

  /** Pairs of a query; what is behind them belongs to the last one. */
  private static final int MAX_PAIRS = 32;

  private static final String JSON_TYPE = "application/json";

  private final HttpExchange exchange;

  DoorExchange(HttpExchange exchange) {
    this.exchange = exchange;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getRawPath();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** A parameter of the query; empty where it is not there. */
  String text(String name) throws DoorProblem {
    return query().getOrDefault(name, "");
  }

  int number(String name, int least, int most, int usual) throws DoorProblem {
    String text = query().get(name);
    if (text == null) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw DoorProblem.bad(name, "\"" + text + "\" is not a number from " + least + " to " + most);
  }

  /** The body of the request, where it is not longer than it may be. */
  byte[] body(int most) throws IOException, DoorProblem {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        throw new DoorProblem(
            413, "too-large", "Too large", "a body has at most " + most + " octets here");
      }
      return body;
    }
  }

  /** A full page may have another behind it (RFC 8288). */
  void link(String path, int offset, int limit, int found) {
    if (found == limit) {
      int next = offset + limit;
      exchange
          .getResponseHeaders()
          .set("Link", "<" + path + "limit=" + limit + "&offset=" + next + ">; rel=\"next\"");
    }
  }

  void answer(Consumer<DoorJson> writer) throws IOException {
    answerJson(OK, json(out -> writer.accept(new DoorJson(out))));
  }

  void answerJson(int status, byte[] json) throws IOException {
    answer(status, JSON_TYPE, json);
  }

  void answerText(String type, String text) throws IOException {
    answer(OK, type, text.getBytes(StandardCharsets.UTF_8));
  }

  void answer(DoorProblem problem) throws IOException {
    answer(
        problem.status(),
        "application/problem+json",
        json(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "urn:moorage:problem:" + problem.kind());
          out.writeStringProperty("title", problem.title());
          out.writeNumberProperty("status", problem.status());
          out.writeStringProperty("detail", String.valueOf(problem.getMessage()));
          out.writeEndObject();
        }));
  }

  private void answer(int status, String type, byte[] body) throws IOException {
    try (OutputStream out = begin(status, type, body.length)) {
      out.write(body);
    }
  }

  /** Done, and there is nothing to say. */
  void answerNothing() throws IOException {
    headers("text/plain");
    exchange.sendResponseHeaders(204, -1);
  }

  /** Where the answer goes; whoever writes it closes it. */
  OutputStream begin(int status, String type, long length) throws IOException {
    headers(type);
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    return exchange.getResponseBody();
  }

  private void headers(String type) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
  }

  static String decode(String text) throws DoorProblem {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw DoorProblem.bad("path", "\"" + text + "\" is not escaped as RFC 3986 asks");
    }
  }

  private Map<String, String> query() throws DoorProblem {
    String raw = exchange.getRequestURI().getRawQuery();
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", MAX_PAIRS)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static byte[] json(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator out = Factory.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writer.accept(out);
    }
    return bytes.toByteArray();
  }

  /** Loaded with the first JSON. */
  private static final class Factory {
    static final JsonFactory JSON = new JsonFactory();
  }
}
