package org.moorage.protocol.path;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.path.ProbeMessage.What;

/**
 * The end of a path that listens: whoever probes it is probed in turn, and told which probes
 * arrived. Answers go to the prober's own address and to broadcast, as LLDP and as ECP: one of the
 * four survives wherever anything does.
 *
 * <p>No I/O, no clock, one thread. Frames of any content are passed over, never thrown on.
 */
public final class PathListener {

  /** Surveys at a time; more probers at one end are a mistake, or somebody's mischief. */
  static final int MAX_RUNS = 8;

  /** After the last probe there, so often it is said that no more came. */
  private static final int LAST_ANSWERS = 2;

  /** No survey lasts longer, whatever its probes say: 3 waves, and as long again. */
  private static final int MAX_ANSWERS = 2 * ProbeWaves.WAVES;

  /**
   * A survey somebody made of this end.
   *
   * @param prober its address
   * @param arrived how many of its probes arrived
   */
  public record Surveyed(MacAddress prober, int arrived, int probes) {}

  private final MacAddress mac;
  private final Map<Long, Run> runs = new LinkedHashMap<>();
  private final List<Surveyed> surveyed = new ArrayList<>();

  private final class Run {
    private final ProbePlan plan;
    private final MacAddress prober;
    private final ProbeMessage first;
    private final ProbeWaves waves;
    private final Duration period;
    private Instant answerAt;
    private Instant lastHeard;
    private long arrived;
    private int answers;
    private int lastAnswers;

    Run(ProbePlan plan, MacAddress prober, ProbeMessage first, Instant now) {
      this.plan = plan;
      this.prober = prober;
      this.first = first;
      period = Duration.ofMillis(first.periodMillis());
      waves = new ProbeWaves(plan, mac, with(What.BACK, 0), now);
      answerAt = now.plus(period);
      lastHeard = now;
    }

    private ProbeMessage with(What what, long value) {
      return new ProbeMessage(what, first.run(), first.own(), first.periodMillis(), value);
    }

    void heard(ProbeMessage said, EthernetFrame frame, Instant now) {
      lastHeard = now;
      if (said.value() >= 0 && said.value() < ProbePlan.MAX_SLOTS) {
        arrived |= plan.bit((int) said.value(), frame);
      }
    }

    Instant deadline() {
      return waves.deadline().filter(next -> next.isBefore(answerAt)).orElse(answerAt);
    }

    boolean isOver() {
      return lastAnswers == LAST_ANSWERS;
    }

    List<Octets> advance(Instant now) {
      List<Octets> frames = new ArrayList<>(waves.advance(now));
      if (!now.isBefore(answerAt)) {
        answerAt = now.plus(period);
        boolean silent = !lastHeard.plus(period).isAfter(now);
        boolean last = ++answers > MAX_ANSWERS || silent && waves.isOver();
        lastAnswers += last ? 1 : 0;
        ProbeMessage answer = with(last ? What.LAST_ANSWER : What.ANSWER, arrived);
        for (MacAddress to : List.of(prober, MacAddress.BROADCAST)) {
          frames.add(answer.frame(to, mac, ProbeKind.LLDP));
          frames.add(answer.frame(to, mac, ProbeKind.ECP));
        }
      }
      return frames;
    }
  }

  /**
   * @param mac our own address
   */
  public PathListener(MacAddress mac) {
    this.mac = mac;
  }

  /** Takes a whole Ethernet frame without FCS. */
  public void receive(Octets octets, Instant now) {
    Optional<EthernetFrame> decoded = EthernetFrame.decode(octets).toOptional();
    Optional<ProbeMessage> message = decoded.flatMap(ProbeMessage::of);
    if (message.isEmpty() || message.get().what() != What.THERE) {
      return;
    }
    EthernetFrame frame = decoded.get();
    ProbeMessage said = message.get();
    Run run = runs.get(said.run());
    if (run == null) {
      boolean sane =
          runs.size() < MAX_RUNS
              && frame.source().isUnicast()
              && !frame.source().equals(mac)
              && ProbePlan.isOwn(said.own());
      if (!sane) {
        return;
      }
      run = new Run(new ProbePlan(said.own()), frame.source(), said, now);
      runs.put(said.run(), run);
    }
    if (run.prober.equals(frame.source())) {
      run.heard(said, frame, now);
    }
  }

  /** The frames to be sent now. */
  public List<Octets> advance(Instant now) {
    List<Octets> frames = new ArrayList<>();
    Iterator<Run> all = runs.values().iterator();
    while (all.hasNext()) {
      Run run = all.next();
      if (!run.deadline().isAfter(now)) {
        frames.addAll(run.advance(now));
      }
      if (run.isOver()) {
        all.remove();
        int probes = run.plan.slots().size();
        surveyed.add(new Surveyed(run.prober, Long.bitCount(run.arrived), probes));
      }
    }
    return frames;
  }

  /** When {@link #advance} is to be called next; empty while nobody probes. */
  public Optional<Instant> deadline() {
    return runs.values().stream().map(Run::deadline).min(Instant::compareTo);
  }

  /** The surveys that ended since this was asked last. */
  public List<Surveyed> takeSurveyed() {
    List<Surveyed> taken = List.copyOf(surveyed);
    surveyed.clear();
    return taken;
  }
}
