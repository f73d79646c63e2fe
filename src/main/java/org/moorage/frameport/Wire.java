package org.moorage.frameport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Octets;

/**
 * A cable between two ends that exists only in memory and in the time it is told.
 *
 * <p>{@link #send} puts a frame on it, {@link #deadline} says when the next one arrives, {@link
 * #due} takes what has arrived. Frames keep their order unless {@link WireConditions#reordering}
 * holds one back. All chance comes from the generator handed in, and each frame draws the same
 * number of values whatever the conditions: one seed, one course of events.
 *
 * <p>Not safe for use by several threads.
 */
public final class Wire {

  /** Frames on their way at once; far above what a window-one protocol needs, small in memory. */
  public static final int MAX_IN_FLIGHT = 4_096;

  /** The ends of a wire. */
  public enum End {
    A,
    B;

    public End other() {
      return this == A ? B : A;
    }
  }

  /** A frame that arrives at {@code to} at {@code due}. */
  public record Delivery(End to, Octets frame, Instant due) {}

  /**
   * What the wire did, both directions together.
   *
   * @param sent frames handed to {@link #send}
   * @param delivered frames taken by {@link #due}
   * @param lost by chance
   * @param cut sent while the wire was cut, or on their way when it was
   * @param overflowed refused because {@link #MAX_IN_FLIGHT} were on their way
   */
  public record Counters(
      long sent,
      long delivered,
      long lost,
      long cut,
      long overflowed,
      long duplicated,
      long heldBack) {}

  private record InFlight(Delivery delivery, long number) implements Comparable<InFlight> {
    @Override
    public int compareTo(InFlight other) {
      int byTime = delivery.due().compareTo(other.delivery.due());
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final RandomGenerator random;
  private final PriorityQueue<InFlight> inFlight = new PriorityQueue<>();
  private final Map<End, Instant> lastArrival = new EnumMap<>(End.class);
  private WireConditions conditions;
  private boolean cut;
  private long numbered;

  private long sent;
  private long delivered;
  private long lost;
  private long lostByCut;
  private long overflowed;
  private long duplicated;
  private long heldBack;

  public Wire(WireConditions conditions, RandomGenerator random) {
    this.conditions = conditions;
    this.random = random;
  }

  /**
   * Puts a frame on the wire at {@code from}.
   *
   * @return what will come of it: nothing when it is lost, two deliveries when it is doubled. They
   *     are also queued for {@link #due}.
   */
  public List<Delivery> send(End from, Octets frame, Instant now) {
    sent++;
    boolean isLost = random.nextDouble() < conditions.loss();
    boolean isDoubled = random.nextDouble() < conditions.duplication();
    boolean isHeldBack = random.nextDouble() < conditions.reordering();
    Duration jitter = part(conditions.jitter(), random.nextDouble());
    Duration jitterOfCopy = part(conditions.jitter(), random.nextDouble());
    if (cut) {
      lostByCut++;
      return List.of();
    }
    if (isLost) {
      lost++;
      return List.of();
    }
    List<Delivery> planned = new ArrayList<>(2);
    End to = from.other();
    Instant arrival = now.plus(conditions.delay()).plus(jitter);
    if (isHeldBack) {
      heldBack++;
      plan(to, frame, arrival.plus(WireConditions.HOLD_BACK), planned);
    } else {
      plan(to, frame, inOrder(to, arrival), planned);
    }
    if (isDoubled) {
      duplicated++;
      plan(to, frame, inOrder(to, arrival.plus(jitterOfCopy)), planned);
    }
    return planned;
  }

  /** When the next frame arrives. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(inFlight.peek()).map(next -> next.delivery().due());
  }

  /** Takes every frame that has arrived by {@code now}, in order of arrival. */
  public List<Delivery> due(Instant now) {
    List<Delivery> arrived = new ArrayList<>();
    while (!inFlight.isEmpty() && !inFlight.peek().delivery().due().isAfter(now)) {
      arrived.add(inFlight.remove().delivery());
    }
    delivered += arrived.size();
    return arrived;
  }

  /** Cuts the wire: what is on its way is lost, and so is what is sent until {@link #mend}. */
  public void cut() {
    cut = true;
    lostByCut += inFlight.size();
    inFlight.clear();
  }

  public void mend() {
    cut = false;
  }

  public boolean isCut() {
    return cut;
  }

  public WireConditions conditions() {
    return conditions;
  }

  /** Conditions for what is sent from now on; frames on their way arrive as planned. */
  public void setConditions(WireConditions changed) {
    conditions = changed;
  }

  public Counters counters() {
    return new Counters(sent, delivered, lost, lostByCut, overflowed, duplicated, heldBack);
  }

  private void plan(End to, Octets frame, Instant due, List<Delivery> planned) {
    if (inFlight.size() == MAX_IN_FLIGHT) {
      overflowed++;
      return;
    }
    Delivery delivery = new Delivery(to, frame, due);
    inFlight.add(new InFlight(delivery, numbered++));
    planned.add(delivery);
  }

  /** Not before the frame ahead of it. */
  private Instant inOrder(End to, Instant arrival) {
    Instant ahead = lastArrival.get(to);
    Instant due = ahead != null && ahead.isAfter(arrival) ? ahead : arrival;
    lastArrival.put(to, due);
    return due;
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }
}
