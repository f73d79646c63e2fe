package org.moorage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.moorage.edge.PortName;
import org.moorage.extender.ExtenderDropReason;
import org.moorage.extender.ExtenderEvent;
import org.moorage.extender.ExtenderOutput;
import org.moorage.extender.ExtenderSwitch;
import org.moorage.extender.PortExtender;
import org.moorage.extender.PortExtenderSettings;
import org.moorage.extender.PortExtenderView;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.RawFrames;
import org.moorage.frameport.SystemInterface;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;

/**
 * A port extender as a process, over real interfaces, from start to stop. The thread that runs it
 * drives the {@link PortExtender}; frames of stations never wait for it.
 */
final class PortExtenderRole implements ExtenderOutput {

  private static final Duration WATCH = Duration.ofMillis(200);

  /** Between two lines that say how things are. */
  private static final Duration STATE = Duration.ofMinutes(1);

  /** Control frames from upstream that wait; more is a flood. */
  private static final int MAX_FRAMES = 1_024;

  /** Before ports are looked after again. */
  private static final int FRAMES_AT_A_TURN = 16;

  /** A process that is told to end has this long to switch its interfaces on again. */
  private static final long GRACE_MILLIS = 950;

  private static final Octets NOTHING = Octets.EMPTY;

  private final PortExtenderOptions options;
  private final EventLog log;
  private final MonotonicClock clock = new MonotonicClock();
  private final ArrayBlockingQueue<Octets> inbox = new ArrayBlockingQueue<>(MAX_FRAMES);
  private final ExtenderSwitch plane;
  private final ExtenderPorts ports;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  private PortExtenderRole(PortExtenderOptions options, EventLog log) {
    this.options = options;
    this.log = log;
    plane = new ExtenderSwitch(options.upstream(), options.extended());
    ports = new ExtenderPorts(plane, new Inbox());
  }

  /** Runs until the process is told to end. Returns the exit status. */
  static int run(PortExtenderOptions options, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    try (EventLog log = new EventLog(options.name())) {
      PortExtenderRole role = new PortExtenderRole(options, log);
      MacAddress mac = role.check();
      log.start();
      try {
        role.serve(mac, out);
      } finally {
        role.ports.close();
        role.stopped.countDown();
      }
      return 0;
    } catch (IOException e) {
      err.println("moorage agent: " + e.getMessage());
      err.flush();
      return 1;
    }
  }

  /** Whether everything is there; returns the upstream's address. */
  private MacAddress check() throws IOException {
    Optional<FramePortException> obstacle = RawFrames.obstacle();
    if (obstacle.isPresent()) {
      throw obstacle.get();
    }
    SystemInterface upstream = SystemInterface.require(options.upstream().value());
    int largest = 0;
    for (PortName each : options.extended()) {
      largest = Math.max(largest, SystemInterface.require(each.value()).mtu());
      if (KernelAddresses.objection(each.value()).isPresent()) {
        throw new IOException(
            each
                + " has an address, so the kernel would answer for the station behind it; take it"
                + " away: ip address flush dev "
                + each);
      }
    }
    int needed = largest + ETag.SIZE;
    if (upstream.mtu() < needed) {
      remark(
          Optional.of(
              upstream.name()
                  + " has an MTU of "
                  + upstream.mtu()
                  + ", so the largest frames do not fit behind their E-TAG: ip link set "
                  + upstream.name()
                  + " mtu "
                  + needed));
    }
    return upstream.mac();
  }

  private void remark(Optional<String> sentence) {
    sentence.ifPresent(text -> log.add(clock.instant(), true, () -> text));
  }

  private void serve(MacAddress mac, PrintWriter out)
      throws FramePortException, InterruptedException {
    long session = new SecureRandom().nextInt() & 0xFFFF_FFFFL;
    PortExtenderSettings settings =
        new PortExtenderSettings(options.name(), mac, inventory(), session, CspSpeaker.MAX_GROUPS);
    PortExtender extender =
        new PortExtender(settings, plane, this, new SplittableRandom(System.nanoTime()));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
    ports.open();
    extender.start();
    out.println(
        "moorage agent "
            + options.name()
            + ": port extender, upstream "
            + options.upstream()
            + ", extended "
            + options.extended().stream().map(PortName::value).collect(Collectors.joining(", ")));
    out.flush();
    Instant watch = clock.instant();
    Instant state = watch.plus(STATE);
    while (!stopping) {
      Instant now = clock.instant();
      if (ports.isAmidRound() || !now.isBefore(watch)) {
        watch = now.plus(WATCH);
        for (String sentence : ports.watch(extender, now)) {
          log.add(now, true, () -> sentence);
        }
      }
      extender.advance(clock.instant());
      if (!now.isBefore(state)) {
        state = now.plus(STATE);
        PortExtenderView view = extender.view();
        log.add(now, false, () -> said(view));
      }
      takeFrames(extender, watch);
    }
  }

  /** Waits until something is due, and takes what has come by then. */
  private void takeFrames(PortExtender extender, Instant watch) throws InterruptedException {
    Instant until = extender.deadline().filter(at -> at.isBefore(watch)).orElse(watch);
    long wait =
        ports.isAmidRound() ? 0 : Math.max(0, Duration.between(clock.instant(), until).toNanos());
    Octets frame = inbox.poll(wait, TimeUnit.NANOSECONDS);
    for (int i = 0; frame != null && i < FRAMES_AT_A_TURN; i++) {
      if (!frame.isEmpty()) {
        extender.receive(frame, clock.instant());
      }
      frame = i + 1 < FRAMES_AT_A_TURN ? inbox.poll() : null;
    }
  }

  private ExtenderInventory inventory() {
    String version =
        Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "");
    String cut = version.substring(0, Math.min(version.length(), ExtenderInventory.MAX));
    return new ExtenderInventory("", cut, options.serial(), "Moorage", "port extender");
  }

  /** How things are, in a line. */
  private static String said(PortExtenderView view) {
    long granted = view.ports().stream().filter(each -> each.channel().isPresent()).count();
    long up = view.ports().stream().filter(PortExtenderView.Port::up).count();
    long in = view.ports().stream().mapToLong(each -> each.counters().framesIn()).sum();
    long out = view.ports().stream().mapToLong(each -> each.counters().framesOut()).sum();
    long kept = view.ports().stream().mapToLong(each -> each.counters().dropped()).sum();
    String fromUpstream =
        view.dropped().entrySet().stream()
            .map(each -> reason(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    return "state: "
        + (view.link().other().isPresent() ? "open" : "not open")
        + " ports="
        + view.ports().size()
        + " granted="
        + granted
        + " up="
        + up
        + " groups="
        + view.groups()
        + " frames-from-stations="
        + in
        + " frames-to-stations="
        + out
        + " dropped-from-stations="
        + kept
        + (fromUpstream.isEmpty() ? "" : " dropped-from-upstream: " + fromUpstream);
  }

  private static String reason(ExtenderDropReason reason, long count) {
    return reason.label() + "=" + count;
  }

  @Override
  public void send(Octets frame) {
    ports.send(frame);
  }

  @Override
  public void link(PortName port, boolean on) {
    ports.link(port, on);
  }

  @Override
  public void happened(ExtenderEvent event) {
    log.add(event.at(), event.isAlarm(), event::text);
  }

  private void end() {
    stopping = true;
    boolean ignored = inbox.offer(NOTHING); // the loop looks up
    try {
      stopped.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Control frames from upstream on their way to the thread that drives the extender. */
  private final class Inbox implements FrameReceiver {

    @Override
    public void received(byte[] frame, int length) {
      // What finds no room is lost, which the protocols bear.
      boolean ignored = inbox.offer(Octets.copyOf(frame, 0, length));
    }

    @Override
    public void stopped(FramePortException why) {
      log.add(clock.instant(), true, () -> String.valueOf(why.getMessage()));
    }
  }
}
