package org.moorage.manager.link;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.Order;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.DueWithdrawals;
import org.moorage.manager.association.Ledger;
import org.moorage.manager.catalogue.Catalogue;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET stream}: catalogue and orders to let go, as they come. A servlet of its own, as a
 * stream is written by its own thread and never dispatched again.
 */
class StreamServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Of more changes at once, the whole catalogue is told. */
  private static final int MAX_CHANGES = 1_000;

  private static final int RETRY_SECONDS = 2;

  private final transient EdgeStreams streams;
  private final transient Catalogue catalogue;
  private final transient Ledger ledger;
  private final transient DueWithdrawals due;
  private final transient LinkLimits limits;
  private final transient JsonMapper mapper;

  StreamServlet(
      EdgeStreams streams,
      Catalogue catalogue,
      Ledger ledger,
      DueWithdrawals due,
      LinkLimits limits,
      JsonMapper mapper) {
    this.streams = streams;
    this.catalogue = catalogue;
    this.ledger = ledger;
    this.due = due;
    this.limits = limits;
    this.mapper = mapper;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EdgeStream stream;
    try {
      stream = opened(request);
    } catch (Rejection rejection) {
      problem(response, rejection);
      return;
    } catch (DataAccessException | TransactionException gone) {
      problem(
          response,
          Rejection.unavailable(RETRY_SECONDS, "the manager's database is away; ask again"));
      return;
    }
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // Written before another thread does: the filters this request came through add headers too.
    try {
      EdgeStream.write(response.getOutputStream(), EdgeStream.HEARTBEAT);
    } catch (IOException edgeGone) {
      streams.closed(stream);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    async.addListener(new Broken());
    Thread.ofVirtual().name("stream-" + stream.edge()).start(() -> write(stream, async));
  }

  private EdgeStream opened(HttpServletRequest request) {
    UUID edge = identity(request.getParameter(AgentLink.STREAM_IDENTITY));
    limits.admit(edge, 0);
    if (!streams.isRunning()) {
      throw Rejection.unavailable(RETRY_SECONDS, "the manager is ending; ask again");
    }
    if (!ledger.knows(edge)) {
      throw Rejection.conflict("hello-first", "this edge is not known here; say hello first");
    }
    OptionalLong lastSeen = revision(request.getHeader("Last-Event-ID"));
    // In turn, so that no order falls between what is due now and what comes later.
    EdgeStream stream =
        ledger.exclusively(() -> {
          EdgeStream opened = streams.open(edge);
          due.at(edge).forEach(withdraw -> opened.tell(streams.event(withdraw)));
          return opened;
        });
    try {
      tellCatalogue(stream, lastSeen);
      return stream;
    } catch (RuntimeException failed) {
      streams.closed(stream);
      throw failed;
    }
  }

  /** Changes that come meanwhile are told twice rather than not at all. */
  private void tellCatalogue(EdgeStream stream, OptionalLong lastSeen) {
    long revision = catalogue.revision();
    if (lastSeen.isPresent() && lastSeen.getAsLong() <= revision) {
      List<CataloguedVersion> changes = catalogue.since(lastSeen.getAsLong());
      if (changes.size() <= MAX_CHANGES) {
        changes.forEach(change -> stream.tell(streams.event(new Order.Change(change))));
        return;
      }
    }
    stream.tell(streams.event(new Order.Snapshot(revision, catalogue.all())));
  }

  private void write(EdgeStream stream, AsyncContext async) {
    try {
      stream.run(async.getResponse().getOutputStream());
    } catch (IOException edgeGone) {
      // It comes back by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.closed(stream);
      complete(async);
    }
  }

  private static void complete(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException already) {
      // An edge that went away while it was written to: the other of the two was first.
    }
  }

  /** Of a stream that breaks there is nobody to tell: without this an error page is made for it. */
  private static final class Broken implements AsyncListener {

    @Override
    public void onError(AsyncEvent event) {
      complete(event.getAsyncContext());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private static UUID identity(String text) {
    try {
      return UUID.fromString(LinkChecks.given(AgentLink.STREAM_IDENTITY, text));
    } catch (IllegalArgumentException e) {
      throw Rejection.bad(
          AgentLink.STREAM_IDENTITY, "\"" + text + "\" is not the identity of an edge");
    }
  }

  /** Empty where nothing usable is said: then the whole catalogue is told. */
  private static OptionalLong revision(String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException notOfOurs) {
      return OptionalLong.empty();
    }
  }

  private void problem(HttpServletResponse response, Rejection rejection) throws IOException {
    response.setStatus(rejection.getStatusCode().value());
    rejection
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
    response.setContentType("application/problem+json");
    mapper.writeValue(response.getOutputStream(), rejection.problem());
  }
}
