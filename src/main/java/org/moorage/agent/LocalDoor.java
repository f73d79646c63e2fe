package org.moorage.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An agent's own door: REST on the loopback address only, so that what an edge holds and why can be
 * asked without a manager. It is for reading, save what {@link MirrorDoor} does.
 *
 * <p>Everything is bounded: threads, waiting requests, the time a request may take, what one answer
 * holds.
 */
public final class LocalDoor implements AutoCloseable {

  private static final String UPLINKS = "/uplinks";
  private static final String EXTENDERS = "/extenders";

  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final int REQUEST_SECONDS = 10;
  private static final int DEFAULT_LIMIT = AssociationQuery.MAX_LIMIT;
  static final String API = "/api/v1";

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

  private final Asker asker;
  private final DoorFacts facts;
  private final @Nullable MirrorDoor mirrors;
  private final int wantedPort;
  private @Nullable HttpServer server;
  private @Nullable ThreadPoolExecutor threads;

  /**
   * @param port 0 takes any free one
   */
  public LocalDoor(Asker asker, DoorFacts facts, int port) {
    this(asker, facts, null, port);
  }

  /**
   * @param mirrors what copies frames; null where nothing does
   * @param port 0 takes any free one
   */
  public LocalDoor(Asker asker, DoorFacts facts, @Nullable MirrorDoor mirrors, int port) {
    this.asker = asker;
    this.facts = facts;
    this.mirrors = mirrors;
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

  private void answer(HttpExchange opened) throws IOException {
    try (opened) {
      DoorExchange exchange = new DoorExchange(opened);
      try {
        route(exchange);
      } catch (DoorProblem problem) {
        exchange.answer(problem);
      } catch (TimeoutException | InterruptedException e) {
        exchange.answer(
            new DoorProblem(
                503, "busy", "The agent is busy", "the agent did not answer in time; ask again"));
      } catch (RuntimeException defect) {
        exchange.answer(
            new DoorProblem(500, "defect", "A defect", "this is a defect in Moorage: " + defect));
      }
    }
  }

  private void route(DoorExchange exchange)
      throws IOException, DoorProblem, TimeoutException, InterruptedException {
    checkHost(exchange);
    if (mirrors != null && mirrors.answers(exchange)) {
      return;
    }
    if (!exchange.method().equals("GET")) {
      throw new DoorProblem(
          405, "method", "Only reading", "this door only answers GET; an agent is changed by VDP");
    }
    String path = exchange.path();
    if (path.equals("/health")) {
      String edge = asker.ask(AgentViews::edgeName).value();
      exchange.answer(json -> json.health(edge));
    } else if (path.equals("/metrics")) {
      AgentView view = asker.ask(AgentViews::agent);
      exchange.answerText(
          "text/plain; version=0.0.4; charset=utf-8",
          DoorMetrics.of(view, facts.framePorts().get()));
    } else if (path.equals(API + "/associations")) {
      associations(exchange);
    } else if (path.startsWith(API + "/associations/")) {
      association(exchange, path.substring((API + "/associations/").length()));
    } else if (path.equals(API + "/edges")) {
      AgentView view = asker.ask(AgentViews::agent);
      exchange.answer(json -> json.edges(view, facts));
    } else if (path.startsWith(API + "/edges/")) {
      edge(exchange, path.substring((API + "/edges/").length()));
    } else if (path.equals(API + "/vports")) {
      int offset = exchange.number("offset", 0, Integer.MAX_VALUE, 0);
      int limit = exchange.number("limit", 1, AssociationQuery.MAX_LIMIT, DEFAULT_LIMIT);
      List<AgentViews.VPortView> found = asker.ask(views -> views.vPorts(offset, limit));
      exchange.link(API + "/vports?", offset, limit, found.size());
      exchange.answer(json -> json.vPorts(found));
    } else {
      throw DoorProblem.notFound(
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

  private void associations(DoorExchange exchange)
      throws IOException, DoorProblem, TimeoutException, InterruptedException {
    String vsi = exchange.text("vsi").toLowerCase(Locale.ROOT);
    String label = exchange.text("state");
    Optional<AssociationState> state = AssociationState.of(label);
    if (!label.isEmpty() && state.isEmpty()) {
      throw DoorProblem.bad(
          "state",
          "\""
              + label
              + "\" is not a state; states are pre-associated, pre-associated-rr, associated,"
              + " de-associated, refused");
    }
    int offset = exchange.number("offset", 0, Integer.MAX_VALUE, 0);
    int limit = exchange.number("limit", 1, AssociationQuery.MAX_LIMIT, DEFAULT_LIMIT);
    AssociationQuery wanted = new AssociationQuery(vsi, state, offset, limit);
    List<AssociationView> found = asker.ask(views -> views.associations(wanted));
    String filter =
        (vsi.isEmpty() ? "" : "vsi=" + encode(vsi) + "&")
            + (label.isEmpty() ? "" : "state=" + encode(label) + "&");
    exchange.link(API + "/associations?" + filter, offset, limit, found.size());
    exchange.answer(json -> json.associations(found));
  }

  private void association(DoorExchange exchange, String rest)
      throws IOException, DoorProblem, TimeoutException, InterruptedException {
    boolean wantsStory = rest.endsWith("/story");
    String text = DoorExchange.decode(wantsStory ? rest.substring(0, rest.length() - 6) : rest);
    AssociationId id =
        AssociationId.parse(text)
            .orElseThrow(() ->
                DoorProblem.notFound("\"" + text + "\" is not an association; it is VSIID@uplink"));
    Optional<Story> story = asker.ask(views -> views.story(id));
    if (story.isEmpty()) {
      throw DoorProblem.notFound("no association " + id + " is held or remembered");
    }
    exchange.answer(json -> {
      if (wantsStory) {
        json.story(story.get());
      } else {
        json.association(story.get().association());
      }
    });
  }

  private void edge(DoorExchange exchange, String rest)
      throws IOException, DoorProblem, TimeoutException, InterruptedException {
    boolean wantsUplinks = rest.endsWith(UPLINKS);
    boolean wantsExtenders = rest.endsWith(EXTENDERS);
    int tail = wantsUplinks ? UPLINKS.length() : wantsExtenders ? EXTENDERS.length() : 0;
    String name = DoorExchange.decode(rest.substring(0, rest.length() - tail));
    AgentView view = asker.ask(AgentViews::agent);
    String ours = view.settings().name().value();
    if (!name.equals(ours)) {
      throw DoorProblem.notFound("there is no edge " + name + " here; this agent is " + ours);
    }
    exchange.answer(json -> {
      if (wantsUplinks) {
        json.uplinks(view);
      } else if (wantsExtenders) {
        json.extenders(view);
      } else {
        json.edge(view, facts);
      }
    });
  }

  private static void checkHost(DoorExchange exchange) throws DoorProblem {
    String host = exchange.header("Host").orElse("").toLowerCase(Locale.ROOT);
    if (!LOOPBACK.matcher(host).matches()) {
      throw new DoorProblem(
          421, "host", "Not this host", "this door answers to 127.0.0.1 and localhost only");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
