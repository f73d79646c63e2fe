package org.moorage.agent.link;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentView;
import org.moorage.agent.AgentViews;
import org.moorage.agent.DrivenAgent;
import org.moorage.agent.LinkState;
import org.moorage.agent.TypeQuestion;
import org.moorage.agent.capture.Captures;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.Order;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;

/**
 * The link of an agent to its manager: says hello, tells what happened and how the edge is, listens
 * for the catalogue and orders; when it breaks, begins anew with the next manager. What the agent
 * is to do is posted to its loop.
 */
public final class ManagerLink implements AutoCloseable {

  private static final long FULL_LOOP_MILLIS = 10;
  private static final Duration LAST_WORDS = Duration.ofMillis(300);

  private final LinkSettings settings;
  private final EventSpool spool;
  private final CachedCatalogue catalogue;
  private final InstantSource clock;
  private final LinkPace pace;
  private final HttpClient http;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("link").daemon(true).unstarted(this::run);
  private final Asking asking;
  private @Nullable DrivenAgent loop;
  private @Nullable ReportMaker reports;
  private @Nullable OrderedCaptures ordered;

  /** The manager that is connected; null while none is. */
  private volatile @Nullable ManagerDoor connected;

  private volatile String trying;
  private volatile @Nullable String trouble;
  private volatile Instant lastHeard;

  // What follows belongs to the link's own thread.

  private String alarmed = "";
  private String spoolAlarmed = "";
  private boolean away;
  private int most = AgentLink.MAX_EVENTS;
  private boolean gap;
  private long keptSequence;
  private Instant nextReport;

  public ManagerLink(
      LinkSettings settings, EventSpool spool, CachedCatalogue catalogue, InstantSource clock) {
    this(settings, spool, catalogue, clock, LinkPace.USUAL);
  }

  ManagerLink(
      LinkSettings settings,
      EventSpool spool,
      CachedCatalogue catalogue,
      InstantSource clock,
      LinkPace pace) {
    this.settings = settings;
    this.spool = spool;
    this.catalogue = catalogue;
    this.clock = clock;
    this.pace = pace;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    trying = settings.managers().getFirst().toString();
    lastHeard = clock.instant();
    nextReport = lastHeard;
    asking = new Asking(catalogue, clock, () -> new Asking.Manager(connected, trouble));
  }

  /** Begins; the loop may start later. */
  public void start(DrivenAgent agentLoop, DataPlane plane, Captures captures) {
    loop = agentLoop;
    reports = new ReportMaker(plane);
    ordered = new OrderedCaptures(captures, settings.edge().identity().id(), () -> connected);
    catalogue.damage().ifPresent(sentence -> alarm(sentence));
    thread.start();
  }

  /** Asks the manager what a type is, and posts the answer. Never waits. */
  public void ask(TypeQuestion question) {
    asking.ask(question, this::post);
  }

  public LinkState state() {
    ManagerDoor door = connected;
    return new LinkState(
        door == null ? trying : door.url(),
        door != null,
        Optional.ofNullable(trouble).or(spool::trouble).or(catalogue::trouble),
        spool.waiting(),
        catalogue.revision(),
        catalogue.size());
  }

  @Override
  public void close() {
    closed.countDown();
    asking.close();
    OrderedCaptures captures = ordered;
    if (captures != null) {
      captures.close();
    }
    http.shutdownNow();
    try {
      thread.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    Duration pause = pace.firstPause();
    int turn = 0;
    while (!isClosed()) {
      URI url = settings.managers().get(turn++ % settings.managers().size());
      trying = url.toString();
      ManagerDoor door = new ManagerDoor(http, url, settings.token());
      boolean wasConnected = false;
      try {
        Hello.Welcome welcome = door.hello(settings.hello(catalogue.revision()));
        wasConnected = true;
        connected(door, welcome);
        session(door);
      } catch (LinkTrouble broken) {
        lost(broken.sentence());
      } catch (InterruptedException e) {
        return;
      }
      connected = null;
      pause = wasConnected ? pace.firstPause() : pause;
      if (wasConnected || turn % settings.managers().size() == 0) {
        if (!waited(pause)) {
          return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(pace.longestPause()) < 0 ? doubled : pace.longestPause();
      }
    }
  }

  /** False where the link is closed. */
  private boolean waited(Duration pause) {
    Instant until = clock.instant().plus(pause);
    try {
      while (clock.instant().isBefore(until)) {
        watch();
        long left = Duration.between(clock.instant(), until).toMillis();
        if (closed.await(Math.clamp(left, 1, 1_000), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return !isClosed();
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void connected(ManagerDoor door, Hello.Welcome welcome) {
    heard();
    trouble = null;
    alarmed = "";
    gap = false;
    most = AgentLink.MAX_EVENTS;
    if (welcome.lastSequence() < keptSequence) {
      spool.forget();
    }
    keptSequence = welcome.lastSequence();
    spool.acknowledged(settings.edge().identity().epoch(), welcome.lastSequence());
    if (reports != null) {
      reports.beginAnew();
    }
    connected = door;
  }

  private void lost(String sentence) {
    trouble = sentence;
    if (!sentence.equals(alarmed) && !isClosed()) {
      alarmed = sentence;
      alarm(sentence);
    }
  }

  private void session(ManagerDoor door) throws LinkTrouble, InterruptedException {
    InputStream opened = door.stream(settings.edge().identity().id(), catalogue.revision());
    Listening listening = new Listening(opened, this::heard, this::carryOut, clock);
    listening.start();
    try {
      while (!isClosed()) {
        listening.check(pace.silence(), door.url());
        watch();
        reportIfDue(door);
        List<SpooledEvent> batch = spool.batch(most);
        if (!batch.isEmpty()) {
          send(door, batch);
        } else if (spool.takeForgot()) {
          post(agent -> agent.tellAgain());
        } else {
          long left = Duration.between(clock.instant(), nextReport).toMillis();
          spool.await(Math.clamp(left, 1, 500));
        }
      }
    } finally {
      listening.close();
    }
  }

  private void send(ManagerDoor door, List<SpooledEvent> batch)
      throws LinkTrouble, InterruptedException {
    SpooledEvent first = batch.getFirst();
    EventBatch.Kept kept;
    try {
      kept =
          door.events(LinkJson.batch(settings.edge().identity().id(), batch, gap, clock.instant()));
    } catch (LinkTrouble refused) {
      refused(refused, batch);
      return;
    }
    heard();
    trouble = null;
    if (kept.lastSequence() >= first.sequence()) {
      spool.acknowledged(first.epoch(), kept.lastSequence());
      gap = false;
      most = Math.min(AgentLink.MAX_EVENTS, 2 * most);
      if (first.epoch() == settings.edge().identity().epoch()) {
        keptSequence = kept.lastSequence();
      }
    } else if (!gap && kept.lastSequence() < first.sequence() - 1) {
      // It misses what it said it kept: it goes on from here and is told how things are.
      gap = true;
      spool.forget();
    } else if (batch.size() > 1) {
      most = batch.size() / 2;
    } else {
      giveUp(first, "the manager does not keep it");
    }
  }

  private void refused(LinkTrouble refused, List<SpooledEvent> batch)
      throws LinkTrouble, InterruptedException {
    switch (refused.kind()) {
      case LATER -> {
        heard();
        trouble = refused.sentence();
        if (closed.await(refused.retryAfter().toMillis(), TimeUnit.MILLISECONDS)) {
          throw refused;
        }
      }
      case UNACCEPTABLE -> {
        if (batch.size() > 1) {
          most = batch.size() / 2;
        } else {
          giveUp(batch.getFirst(), refused.sentence());
        }
      }
      case BROKEN, NOT_FOUND -> throw refused;
    }
  }

  private void giveUp(SpooledEvent event, String why) {
    spool.acknowledged(event.epoch(), event.sequence());
    gap = true;
    alarm("the manager was not told about " + event.subject() + ": " + why);
  }

  /** What may go wrong while nothing else happens. */
  private void watch() {
    catalogue.save();
    boolean nowAway = clock.instant().isAfter(lastHeard.plus(pace.awayAfter()));
    if (nowAway && !away) {
      alarm(
          "no manager has been heard for "
              + pace.awayAfter().toSeconds()
              + " s; what is held stays, new VSIs get what their profiles say about a manager that"
              + " is away");
    }
    away = nowAway;
    catalogue.managerAway(nowAway);
    String disk = spool.trouble().or(catalogue::trouble).orElse("");
    if (!disk.isEmpty() && !disk.equals(spoolAlarmed)) {
      alarm(disk);
    }
    spoolAlarmed = disk;
  }

  private void reportIfDue(ManagerDoor door) throws LinkTrouble, InterruptedException {
    DrivenAgent asked = loop;
    ReportMaker maker = reports;
    if (asked == null || maker == null || clock.instant().isBefore(nextReport)) {
      return;
    }
    nextReport = clock.instant().plus(pace.reportEvery());
    try {
      AgentView view = asked.ask(AgentViews::agent);
      door.report(maker.report(view, spool.trouble(), spool.waiting()));
      heard();
    } catch (TimeoutException busy) {
      // The next report tells.
    } catch (LinkTrouble refused) {
      if (refused.kind() == LinkTrouble.Kind.BROKEN) {
        throw refused;
      }
    }
  }

  private void heard() {
    lastHeard = clock.instant();
  }

  private void carryOut(Order order) {
    switch (order) {
      case Order.Snapshot snapshot -> catalogue.take(snapshot);
      case Order.Change change -> catalogue.take(change);
      case Order.Withdraw(String uplink, String vsiId, String because) ->
          VsiId.parse(vsiId)
              .ifPresent(vsi ->
                  post(agent ->
                      agent.withdraw(new PortName(uplink), vsi, because, clock.instant())));
      case Order.Capture capture -> {
        if (ordered != null) {
          ordered.begin(capture);
        }
      }
      case Order.Stop stop -> {
        if (ordered != null) {
          ordered.stop(stop);
        }
      }
    }
  }

  private void alarm(String sentence) {
    post(agent -> agent.alarm(sentence, clock.instant()));
  }

  /** Hands a task to the loop, waiting while it is full. */
  private void post(AgentLoop.Task task) {
    DrivenAgent to = loop;
    try {
      while (to != null && !to.post(task)) {
        if (closed.await(FULL_LOOP_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
