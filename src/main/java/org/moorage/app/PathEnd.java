package org.moorage.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.path.PathListener;
import org.moorage.protocol.path.PathListener.Surveyed;
import org.moorage.protocol.path.PathProber;
import org.moorage.protocol.path.PathSurvey;
import org.moorage.protocol.path.ProbePlan;

/** One end of a probed path on a real interface: drives the two ends' protocol by the clock. */
final class PathEnd implements FrameReceiver, AutoCloseable {

  /** Three waves of probes and as many answers fit several times; what does not is lost. */
  private static final int QUEUE = 4_096;

  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final FramePort port;
  private final MacAddress mac;
  private final InstantSource clock;
  private final BlockingQueue<Octets> heard = new ArrayBlockingQueue<>(QUEUE);
  private volatile Optional<FramePortException> trouble = Optional.empty();

  private PathEnd(FramePort port, MacAddress mac, InstantSource clock) {
    this.port = port;
    this.mac = mac;
    this.clock = clock;
  }

  /**
   * Opens the interface.
   *
   * @throws FramePortException where it cannot be used; its message says what to do
   */
  static PathEnd open(String name, InstantSource clock) throws FramePortException {
    FramePort port = PacketSocket.ofAllControlFrames(name);
    PathEnd end = new PathEnd(port, port.mac(), clock);
    port.start(end);
    if (!port.carrier()) {
      port.close();
      throw new FramePortException(
          Reason.INTERFACE_DOWN,
          "interface " + name + " has no carrier: there is nothing at its end; plug it in");
    }
    return end;
  }

  MacAddress mac() {
    return mac;
  }

  /** Probes the path; takes no longer than {@code bound}. */
  PathSurvey probe(ProbePlan plan, long run, Duration bound)
      throws FramePortException, InterruptedException {
    PathProber prober = new PathProber(mac, plan, run, bound, clock.instant());
    while (!prober.isOver(clock.instant())) {
      send(prober.advance(clock.instant()));
      @Nullable Octets frame = await(prober.deadline());
      if (frame != null) {
        prober.receive(frame);
      }
    }
    return prober.survey();
  }

  /** Answers whoever probes; takes exactly {@code bound}. */
  void listen(Duration bound, Consumer<Surveyed> told)
      throws FramePortException, InterruptedException {
    PathListener listener = new PathListener(mac);
    Instant until = clock.instant().plus(bound);
    while (clock.instant().isBefore(until)) {
      send(listener.advance(clock.instant()));
      listener.takeSurveyed().forEach(told);
      @Nullable Octets frame =
          await(listener.deadline().filter(due -> due.isBefore(until)).orElse(until));
      if (frame != null) {
        listener.receive(frame, clock.instant());
      }
    }
  }

  private void send(List<Octets> frames) throws FramePortException {
    for (Octets frame : frames) {
      port.send(frame);
    }
  }

  private @Nullable Octets await(Instant until) throws FramePortException, InterruptedException {
    Duration idle = Duration.between(clock.instant(), until);
    Duration wait = idle.compareTo(LOOK_UP) < 0 ? idle : LOOK_UP;
    @Nullable Octets frame = heard.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return frame;
  }

  @Override
  public void received(byte[] frame, int length) {
    heard.offer(Octets.copyOf(frame, 0, length));
  }

  @Override
  public void stopped(FramePortException why) {
    trouble = Optional.of(why);
  }

  @Override
  public void close() {
    port.close();
  }
}
