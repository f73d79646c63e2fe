package org.moorage.protocol.path;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.path.ProbeMessage.What;

/**
 * The end of a path that asks: it sends probes to every address and hears from a {@link
 * PathListener} which ones arrived, and that one's own probes.
 *
 * <p>No I/O, no clock, one thread. Frames of any content are passed over, never thrown on.
 */
public final class PathProber {

  /** A path has two ends; a hub may have more that listen. The rest is not told apart. */
  static final int MAX_PEERS = 8;

  /** The share of the time a wave takes: three there, one more until the last answer, and slack. */
  private static final int PERIODS = 8;

  private final MacAddress mac;
  private final ProbePlan plan;
  private final long run;
  private final Instant until;
  private final ProbeWaves waves;
  private final Map<MacAddress, Heard> peers = new LinkedHashMap<>();

  /** What came from one listener. */
  private static final class Heard {
    private long there;
    private long back;
    private boolean complete;
  }

  /**
   * Begins at once.
   *
   * @param mac our own address
   * @param run a number nobody else uses just now
   * @param bound when it is over at the latest, 1 s .. 60 s
   */
  public PathProber(MacAddress mac, ProbePlan plan, long run, Duration bound, Instant now) {
    this.mac = mac;
    this.plan = plan;
    this.run = run;
    until = now.plus(bound);
    int period = (int) (bound.toMillis() / PERIODS);
    ProbeMessage pattern = new ProbeMessage(What.THERE, run, plan.own(), period, 0);
    waves = new ProbeWaves(plan, mac, pattern, now);
  }

  /** Takes a whole Ethernet frame without FCS. */
  public void receive(Octets octets) {
    Optional<EthernetFrame> decoded = EthernetFrame.decode(octets).toOptional();
    Optional<ProbeMessage> message = decoded.flatMap(ProbeMessage::of);
    if (message.isEmpty() || message.get().run() != run) {
      return;
    }
    EthernetFrame frame = decoded.get();
    ProbeMessage said = message.get();
    switch (said.what()) {
      case THERE -> {
        // One of our own that came round in a loop.
      }
      case BACK -> heard(frame.source()).ifPresent(peer -> peer.back |= bit(said, frame));
      case ANSWER -> heard(frame.source()).ifPresent(peer -> peer.there |= said.value());
      case LAST_ANSWER ->
          heard(frame.source())
              .ifPresent(peer -> {
                peer.there |= said.value();
                peer.complete = true;
              });
    }
  }

  private long bit(ProbeMessage said, EthernetFrame frame) {
    return said.value() >= 0 && said.value() < ProbePlan.MAX_SLOTS
        ? plan.bit((int) said.value(), frame)
        : 0;
  }

  private Optional<Heard> heard(MacAddress peer) {
    if (!peers.containsKey(peer) && (peers.size() == MAX_PEERS || peer.equals(mac))) {
      return Optional.empty();
    }
    return Optional.of(peers.computeIfAbsent(peer, any -> new Heard()));
  }

  /** The frames to be sent now. */
  public List<Octets> advance(Instant now) {
    return waves.advance(now);
  }

  /** When {@link #advance} or {@link #isOver} is to be asked next. */
  public Instant deadline() {
    return waves.deadline().filter(next -> next.isBefore(until)).orElse(until);
  }

  /** Whether nothing more is to be learnt, or the time is over. */
  public boolean isOver(Instant now) {
    boolean told = !peers.isEmpty() && peers.values().stream().allMatch(peer -> peer.complete);
    return !now.isBefore(until) || waves.isOver() && told;
  }

  /** What has been learnt; of several listeners about the one heard first. */
  public PathSurvey survey() {
    Optional<Map.Entry<MacAddress, Heard>> first = peers.entrySet().stream().findFirst();
    return new PathSurvey(
        plan,
        first.map(Map.Entry::getKey),
        peers.size(),
        first.map(peer -> peer.getValue().there).orElse(0L),
        first.map(peer -> peer.getValue().back).orElse(0L));
  }
}
