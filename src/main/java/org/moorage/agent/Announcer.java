package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.moorage.edge.Edge;
import org.moorage.edge.PortName;
import org.moorage.edge.VPort;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.Octets;

/**
 * Says on the fabric that a VM is here now, so that no bridge and no host goes on sending to where
 * it was: once when its VSI is associated, and once more a little later, because a VM that moved
 * may run only then, and because nobody acknowledges a broadcast.
 *
 * <p>A storm of associations does not become a storm of broadcasts: at most {@link #MAX_AT_ONCE}
 * VSIs are announced in each {@link #PACE}, the others a little later.
 */
final class Announcer {

  static final Duration AGAIN = Duration.ofSeconds(1);

  static final Duration PACE = Duration.ofMillis(50);

  /** With {@link #PACE}, a thousand VSIs in a second. */
  static final int MAX_AT_ONCE = 50;

  /** Two full ports that come at once. */
  static final int MAX_WAITING = 131_072;

  /** A VSI to be announced, and when at the earliest. */
  private record Due(AssociationId id, Instant at) {}

  private final Edge edge;
  private final List<PortName> fabric;
  private final Chronicle chronicle;
  private final AgentOutput out;

  // Each in the order of its times.
  private final ArrayDeque<Due> first = new ArrayDeque<>();
  private final ArrayDeque<Due> again = new ArrayDeque<>();

  private Instant paceBegan = Instant.MIN;
  private int announced;

  /**
   * @param fabric ports to say it on; where there are none, nothing is announced
   */
  Announcer(Edge edge, List<PortName> fabric, Chronicle chronicle, AgentOutput out) {
    this.edge = edge;
    this.fabric = fabric;
    this.chronicle = chronicle;
    this.out = out;
  }

  /** A VSI was associated that was not before. */
  void associated(AssociationId id, Instant now) {
    if (fabric.isEmpty()) {
      return;
    }
    if (first.size() + again.size() + 2 > MAX_WAITING) {
      chronicle.count(AgentCounter.NOT_ANNOUNCED);
      return;
    }
    first.addLast(new Due(id, now));
    again.addLast(new Due(id, now.plus(AGAIN)));
    advance(now);
  }

  void advance(Instant now) {
    boolean more = true;
    while (more) {
      more = announceNext(first, true, now) || announceNext(again, false, now);
    }
  }

  Optional<Instant> deadline() {
    Due next = first.isEmpty() ? again.peekFirst() : first.peekFirst();
    if (next == null) {
      return Optional.empty();
    }
    Instant free = announced < MAX_AT_ONCE ? Instant.MIN : paceBegan.plus(PACE);
    return Optional.of(next.at().isBefore(free) ? free : next.at());
  }

  /** False where none is due, or too many were announced just now. */
  private boolean announceNext(ArrayDeque<Due> queue, boolean tells, Instant now) {
    Due next = queue.peekFirst();
    if (next == null || next.at().isAfter(now) || !mayAnnounce(now)) {
      return false;
    }
    queue.removeFirst();
    edge.vPort(next.id().port(), next.id().vsi())
        .map(VPort::plan)
        .filter(VPortPlan::forwarding)
        .ifPresent(plan -> {
          List<Octets> frames = announce(plan);
          if (tells && !frames.isEmpty()) {
            chronicle.tell(next.id(), new StoryStep.Announced(now, fabric, frames));
          }
        });
    return true;
  }

  private boolean mayAnnounce(Instant now) {
    if (paceBegan.equals(Instant.MIN) || !now.isBefore(paceBegan.plus(PACE))) {
      paceBegan = now;
      announced = 0;
    }
    return announced < MAX_AT_ONCE;
  }

  private List<Octets> announce(VPortPlan plan) {
    List<Octets> frames = Announcement.of(plan);
    if (!frames.isEmpty()) {
      announced++;
      fabric.forEach(port -> frames.forEach(frame -> out.send(port, frame)));
      chronicle.count(AgentCounter.ANNOUNCED);
    }
    return frames;
  }
}
