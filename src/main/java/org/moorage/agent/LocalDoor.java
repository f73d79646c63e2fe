package org.moorage.agent;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An agent's own door: REST for reading, on the loopback address only, so that what an edge holds
 * and why can be asked without a manager.
 *
 * <p>Everything is bounded: threads, waiting requests, the time a request may take, what one answer
 * holds. JSON is loaded when it is first asked for.
 */
public final class LocalDoor implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int REQUEST_SECONDS = 10;
  private static final int DEFAULT_LIMIT = AssociationQuery.MAX_LIMIT;
  private static final String API = "/api/v1";

  /** A name that only this machine can mean: what a foreign web page makes of DNS is refused. */
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

  /** Asks the agent on the thread that owns it. */
  public interface Asker {

    /**
     * @throws TimeoutException when the agent did not come round to answer
     */
    <T> T ask(Function<AgentViews, T> question) throws TimeoutException, InterruptedException;
  }

  /** A request that cannot be answered: an RFC 9457 problem. */
  private static final class Problem extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String kind;
    private final String title;

    Problem(int status, String kind, String title, String detail) {
      super(detail);
      this.status = status;
      this.kind = kind;
      this.title = title;
    }
  }

  private final Asker asker;
  private final DoorFacts facts;
  private final int wantedPort;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  /**
   * @param port 0 takes any free one
   */
  public LocalDoor(Asker asker, DoorFacts facts, int port) {
    this.asker = asker;
    this.facts = facts;
    wantedPort = port;
  }

  /**
   * Begins to answer.
   *
   * @throws IOException whose message says what to do
   */
  public void start() throws IOException {
    System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
    System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(REQUEST_SECONDS));
    System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(REQUEST_SECONDS));
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(2 * WAITING));
    HttpServer opened;
    try {
      opened =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort), WAITING);
    } catch (BindException e) {
      throw new IOException(
          "port "
              + wantedPort
              + " on 127.0.0.1 is in use, perhaps by another agent; stop it or choose another port"
              + " with --door-port (0 takes any free one)",
          e);
    }
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            THREADS,
            REQUEST_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("door-", 0).factory());
    opened.setExecutor(pool);
    opened.createContext("/", this::answer);
    opened.start();
    server = opened;
    threads = pool;
  }

  /** The port it answers on; only after {@link #start}. */
  public int port() {
    HttpServer open = server;
    if (open == null) {
      throw new IllegalStateException("the door is not open");
    }
    return open.getAddress().getPort();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (Problem problem) {
        send(exchange, problem);
      } catch (TimeoutException | InterruptedException e) {
        send(
            exchange,
            new Problem(
                503, "busy", "The agent is busy", "the agent did not answer in time; ask again"));
      } catch (RuntimeException defect) {
        send(
            exchange,
            new Problem(500, "defect", "A defect", "this is a defect in Moorage: " + defect));
      }
    }
  }

  private void route(HttpExchange exchange)
      throws IOException, Problem, TimeoutException, InterruptedException {
    check(exchange);
    String path = exchange.getRequestURI().getRawPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    if (path.equals("/health")) {
      String edge = asker.ask(AgentViews::edgeName).value();
      sendJson(exchange, json -> json.health(edge));
    } else if (path.equals("/metrics")) {
      AgentView view = asker.ask(AgentViews::agent);
      sendText(
          exchange,
          "text/plain; version=0.0.4; charset=utf-8",
          DoorMetrics.of(view, facts.framePorts().get()));
    } else if (path.equals(API + "/associations")) {
      associations(exchange, query);
    } else if (path.startsWith(API + "/associations/")) {
      association(exchange, path.substring((API + "/associations/").length()));
    } else if (path.equals(API + "/edges")) {
      AgentView view = asker.ask(AgentViews::agent);
      sendJson(exchange, json -> json.edges(view, facts));
    } else if (path.startsWith(API + "/edges/")) {
      edge(exchange, path.substring((API + "/edges/").length()));
    } else if (path.equals(API + "/vports")) {
      int offset = number(query, "offset", 0, Integer.MAX_VALUE, 0);
      int limit = number(query, "limit", 1, AssociationQuery.MAX_LIMIT, DEFAULT_LIMIT);
      List<AgentViews.VPortView> found = asker.ask(views -> views.vPorts(offset, limit));
      link(exchange, API + "/vports?", offset, limit, found.size());
      sendJson(exchange, json -> json.vPorts(found));
    } else {
      throw notFound(
          "there is nothing at "
              + path
              + "; try "
              + API
              + "/associations, "
              + API
              + "/edges, "
              + API
              + "/vports, /metrics or /health");
    }
  }

  private void associations(HttpExchange exchange, Map<String, String> query)
      throws IOException, Problem, TimeoutException, InterruptedException {
    String vsi = query.getOrDefault("vsi", "").toLowerCase(Locale.ROOT);
    String label = query.getOrDefault("state", "");
    Optional<AssociationState> state = AssociationState.of(label);
    if (!label.isEmpty() && state.isEmpty()) {
      throw bad(
          "state",
          "\""
              + label
              + "\" is not a state; states are pre-associated, pre-associated-rr, associated,"
              + " de-associated, refused");
    }
    int offset = number(query, "offset", 0, Integer.MAX_VALUE, 0);
    int limit = number(query, "limit", 1, AssociationQuery.MAX_LIMIT, DEFAULT_LIMIT);
    AssociationQuery wanted = new AssociationQuery(vsi, state, offset, limit);
    List<AssociationView> found = asker.ask(views -> views.associations(wanted));
    String filter =
        (vsi.isEmpty() ? "" : "vsi=" + encode(vsi) + "&")
            + (label.isEmpty() ? "" : "state=" + encode(label) + "&");
    link(exchange, API + "/associations?" + filter, offset, limit, found.size());
    sendJson(exchange, json -> json.associations(found));
  }

  private void association(HttpExchange exchange, String rest)
      throws IOException, Problem, TimeoutException, InterruptedException {
    boolean wantsStory = rest.endsWith("/story");
    String text = decode(wantsStory ? rest.substring(0, rest.length() - 6) : rest);
    AssociationId id =
        AssociationId.parse(text)
            .orElseThrow(
                () -> notFound("\"" + text + "\" is not an association; it is VSIID@uplink"));
    Optional<Story> story = asker.ask(views -> views.story(id));
    if (story.isEmpty()) {
      throw notFound("no association " + id + " is held or remembered");
    }
    sendJson(
        exchange,
        json -> {
          if (wantsStory) {
            json.story(story.get());
          } else {
            json.association(story.get().association());
          }
        });
  }

  private void edge(HttpExchange exchange, String rest)
      throws IOException, Problem, TimeoutException, InterruptedException {
    boolean wantsUplinks = rest.endsWith("/uplinks");
    String name = decode(wantsUplinks ? rest.substring(0, rest.length() - 8) : rest);
    AgentView view = asker.ask(AgentViews::agent);
    String ours = view.settings().name().value();
    if (!name.equals(ours)) {
      throw notFound("there is no edge " + name + " here; this agent is " + ours);
    }
    sendJson(
        exchange,
        json -> {
          if (wantsUplinks) {
            json.uplinks(view);
          } else {
            json.edge(view, facts);
          }
        });
  }

  private static void check(HttpExchange exchange) throws Problem {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw new Problem(
          421, "host", "Not this host", "this door answers to 127.0.0.1 and localhost only");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      throw new Problem(
          405, "method", "Only reading", "this door only answers GET; an agent is changed by VDP");
    }
  }

  private static Map<String, String> query(@Nullable String raw) throws Problem {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", 32)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static int number(Map<String, String> query, String name, int least, int most, int usual)
      throws Problem {
    String text = query.get(name);
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
    throw bad(name, "\"" + text + "\" is not a number from " + least + " to " + most);
  }

  /** A full page may have another behind it (RFC 8288). */
  private static void link(HttpExchange exchange, String path, int offset, int limit, int found) {
    if (found == limit) {
      int next = offset + limit;
      exchange
          .getResponseHeaders()
          .set("Link", "<" + path + "limit=" + limit + "&offset=" + next + ">; rel=\"next\"");
    }
  }

  private static String decode(String text) throws Problem {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("path", "\"" + text + "\" is not escaped as RFC 3986 asks");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Problem notFound(String detail) {
    return new Problem(404, "not-found", "Not found", detail);
  }

  private static Problem bad(String field, String detail) {
    return new Problem(400, "bad-" + field, "Bad request", detail);
  }

  private static void send(HttpExchange exchange, Problem problem) throws IOException {
    byte[] body =
        json(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "urn:moorage:problem:" + problem.kind);
          out.writeStringProperty("title", problem.title);
          out.writeNumberProperty("status", problem.status);
          out.writeStringProperty("detail", String.valueOf(problem.getMessage()));
          out.writeEndObject();
        });
    send(exchange, problem.status, "application/problem+json", body);
  }

  private static void sendJson(HttpExchange exchange, Consumer<DoorJson> writer)
      throws IOException {
    send(exchange, 200, "application/json", json(out -> writer.accept(new DoorJson(out))));
  }

  private static void sendText(HttpExchange exchange, String type, String text) throws IOException {
    send(exchange, 200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] json(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator out = Factory.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writer.accept(out);
    }
    return bytes.toByteArray();
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Loaded with the first JSON. */
  private static final class Factory {
    static final JsonFactory JSON = new JsonFactory();
  }
}
