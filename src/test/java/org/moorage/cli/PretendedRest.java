package org.moorage.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Answers what a test wants answered and remembers what was asked. */
final class PretendedRest implements AutoCloseable {

  /** What somebody asked; the body as text and, of a ZIP, as it came. */
  static final class Asked {
    private final String method;
    private final String path;
    private final String type;
    private final String authorization;
    private final byte[] body;

    Asked(String method, String path, String type, String authorization, byte[] body) {
      this.method = method;
      this.path = path;
      this.type = type;
      this.authorization = authorization;
      this.body = body;
    }

    String type() {
      return type;
    }

    String authorization() {
      return authorization;
    }

    byte[] body() {
      return body;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What a command did. */
  record Ran(int status, String out, String err) {}

  private static final class Reply {
    private final int status;
    private final String type;
    private final byte[] body;
    private final String next;

    Reply(int status, String type, byte[] body, String next) {
      this.status = status;
      this.type = type;
      this.body = body;
      this.next = next;
    }
  }

  private final HttpServer server;
  private final Map<String, Reply> replies = new HashMap<>();
  final List<Asked> asked = new ArrayList<>();

  PretendedRest() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** To {@code GET /path?query} and the like. */
  PretendedRest answers(String question, int status, String json) {
    String type = status >= 400 ? "application/problem+json" : "application/json";
    replies.put(question, new Reply(status, type, json.getBytes(StandardCharsets.UTF_8), ""));
    return this;
  }

  PretendedRest answers(String question, byte[] zip) {
    replies.put(question, new Reply(200, "application/zip", zip, ""));
    return this;
  }

  PretendedRest answersWithMore(String question, String json, String next) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    replies.put(question, new Reply(200, "application/json", body, next));
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  Asked last() {
    return asked.getLast();
  }

  Ran run(Object command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
    int status =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      Asked question =
          new Asked(
              exchange.getRequestMethod(),
              path,
              String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              exchange.getRequestBody().readAllBytes());
      asked.add(question);
      Reply reply = replies.get(question.method + " " + question.path);
      if (reply == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", reply.type);
      if (!reply.next.isEmpty()) {
        exchange.getResponseHeaders().set("Link", "<" + reply.next + ">; rel=\"next\"");
      }
      exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
      exchange.getResponseBody().write(reply.body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
