package org.moorage.agent.link;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.Order;
import org.moorage.agentlink.Resolve;
import org.moorage.control.EventIntake;
import org.moorage.control.EventNumber;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.protocol.Octets;

/** A manager that keeps in memory what an agent tells it, and misbehaves on demand. */
final class ManagerInMemory implements AutoCloseable {

  static final String TOKEN = "let-me-in";

  /** An event as it was taken. */
  record Taken(long epoch, long sequence, boolean gapBefore, LinkEvent event) {}

  /** A file of a capture as it was handed over. */
  record Handed(String identity, String capture, Octets file) {}

  final BlockingQueue<CaptureReport> progress = new LinkedBlockingQueue<>();
  final BlockingQueue<Handed> handed = new LinkedBlockingQueue<>();

  /** Captures that were told about and not wanted. */
  final BlockingQueue<String> refused = new LinkedBlockingQueue<>();

  volatile boolean wantsCaptures = true;

  final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
  final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
  final BlockingQueue<EdgeReport> reports = new LinkedBlockingQueue<>();

  /** What streams were opened with: the last event ID, empty without one. */
  final BlockingQueue<String> streams = new LinkedBlockingQueue<>();

  final Map<Resolve, CataloguedVersion> catalogue = new ConcurrentHashMap<>();
  final List<Taken> all = new ArrayList<>();

  /** Status and detail every hello is answered with, where it is not 200. */
  volatile int helloStatus = 200;

  volatile String detail = "";

  /** How many batches are kept but answered with 500: the agent cannot know. */
  volatile int loseAnswers;

  /** How many batches are answered 503. */
  volatile int busy;

  volatile boolean silentStream;
  volatile Order.Snapshot snapshot = new Order.Snapshot(0, List.of());
  private volatile boolean greeted;
  private volatile EventIntake intake = new EventIntake();
  private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private final int port;

  ManagerInMemory() throws IOException {
    server = open(0);
    port = server.getAddress().getPort();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private HttpServer open(int at) throws IOException {
    HttpServer opened =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 50);
    opened.setExecutor(threads);
    opened.createContext("/", this::answer);
    opened.start();
    return opened;
  }

  void stop() {
    server.stop(0);
  }

  void startAgain() throws IOException {
    server = open(port);
  }

  /** Loses everything, as a database that was made anew. */
  void forget() {
    greeted = false;
    intake = new EventIntake();
  }

  void order(String name, Order order) {
    orders.add("event: " + name + "\ndata: " + json(order) + "\n\n");
  }

  Taken next() throws InterruptedException {
    Taken next = taken.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no event came");
    }
    return next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, 401, "");
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case AgentLink.HELLO -> hello(exchange, LinkJson.read(body, Hello.class));
        case AgentLink.EVENTS -> events(exchange, LinkJson.read(body, EventBatch.class));
        case AgentLink.REPORT -> {
          reports.add(LinkJson.read(body, EdgeReport.class));
          send(exchange, 200, "");
        }
        case AgentLink.RESOLVE -> resolve(exchange, LinkJson.read(body, Resolve.class));
        case AgentLink.STREAM -> stream(exchange);
        case AgentLink.CAPTURES -> progress(exchange, LinkJson.read(body, CaptureProgress.class));
        case AgentLink.CAPTURE_FILE -> handed(exchange, body);
        default -> send(exchange, 404, "");
      }
    }
  }

  private void hello(HttpExchange exchange, Hello hello) throws IOException {
    if (helloStatus != 200) {
      problem(exchange, helloStatus, detail);
      return;
    }
    greeted = true;
    hellos.add(hello);
    long last =
        intake
            .lastTaken(hello.identity())
            .filter(number -> number.epoch() == hello.epoch())
            .map(EventNumber::sequence)
            .orElse(0L);
    send(exchange, 200, json(new Hello.Welcome(last, snapshot.revision())));
  }

  private synchronized void events(HttpExchange exchange, EventBatch batch) throws IOException {
    if (busy > 0) {
      busy--;
      exchange.getResponseHeaders().set("Retry-After", "0");
      problem(exchange, 503, "the database is away");
      return;
    }
    if (!greeted) {
      problem(exchange, 409, "this edge is not known here; say hello first");
      return;
    }
    for (EventBatch.NumberedEvent each : batch.events()) {
      EventNumber number = new EventNumber(batch.identity(), batch.epoch(), each.sequence());
      EventIntake.Verdict verdict =
          intake.take(new Numbered<>(number, each.gapBefore(), each.event()));
      if (verdict == EventIntake.Verdict.FRESH) {
        Taken fresh = new Taken(batch.epoch(), each.sequence(), each.gapBefore(), each.event());
        all.add(fresh);
        taken.add(fresh);
      } else if (verdict == EventIntake.Verdict.GAP) {
        break;
      }
    }
    if (loseAnswers > 0) {
      loseAnswers--;
      problem(exchange, 500, "the answer is lost");
      return;
    }
    long last =
        intake
            .lastTaken(batch.identity())
            .filter(number -> number.epoch() == batch.epoch())
            .map(EventNumber::sequence)
            .orElse(0L);
    send(exchange, 200, json(new EventBatch.Kept(last)));
  }

  private void resolve(HttpExchange exchange, Resolve asked) throws IOException {
    CataloguedVersion found = catalogue.get(asked);
    if (found == null) {
      problem(exchange, 404, "there is no VSI type " + asked.typeId() + " in the catalogue");
    } else {
      send(exchange, 200, json(found));
    }
  }

  private void progress(HttpExchange exchange, CaptureProgress told) throws IOException {
    if (wantsCaptures) {
      progress.add(told.capture());
      send(exchange, 200, "");
    } else {
      problem(exchange, 404, "there is no such capture");
      refused.add(told.capture().id());
    }
  }

  private void handed(HttpExchange exchange, byte[] file) throws IOException {
    String[] query = exchange.getRequestURI().getQuery().split("[=&]", -1);
    handed.add(new Handed(query[1], query[3], Octets.of(file)));
    send(exchange, 200, "");
  }

  private void stream(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    streams.add(last == null ? "" : last);
    try (OutputStream out = exchange.getResponseBody()) {
      if (last == null) {
        out.write(
            ("id: 1\nevent: snapshot\ndata: " + json(snapshot) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      while (!Thread.currentThread().isInterrupted()) {
        String next = orders.poll(100, TimeUnit.MILLISECONDS);
        if (next != null || !silentStream) {
          out.write((next == null ? ": heartbeat\n\n" : next).getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void problem(HttpExchange exchange, int status, String detail) throws IOException {
    send(exchange, status, json(Map.of("title", "No", "detail", detail)));
  }

  private static String json(Object value) {
    return new String(LinkJson.write(value), StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
