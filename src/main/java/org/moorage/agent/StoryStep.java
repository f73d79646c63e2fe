package org.moorage.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.dataplane.Applied;
import org.moorage.edge.Decision;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortPlan;
import org.moorage.profile.Lookup;
import org.moorage.protocol.Octets;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VdpType;

/**
 * One step of a {@link Story}: what was there at hand when it happened. Words are made of it only
 * when somebody asks, see {@link #text()}.
 *
 * <p>Steps that take time say how long in microseconds, counted from the step before.
 */
public sealed interface StoryStep {

  Instant at();

  /** A request arrived; the steps behind it are about it until the next one. */
  record Heard(Instant at, VsiRequest request) implements StoryStep {}

  /** The type and version were looked up. */
  record LookedUp(Instant at, int micros, Lookup answer) implements StoryStep {}

  /** The edge decided, with its reasons. */
  record Decided(Instant at, int micros, Decision decision) implements StoryStep {}

  /** The data plane was told. */
  record Programmed(Instant at, int micros, VPortPlan plan, Applied applied) implements StoryStep {}

  /** What the data plane had was taken away: the VSI is announced without a reservation. */
  record Unprogrammed(Instant at, int micros) implements StoryStep {}

  /**
   * The station was answered.
   *
   * @param status the status octet; in draft 0 the response octet
   * @param sent the TLV, header included
   */
  record Answered(Instant at, int micros, VdpType type, int status, Flavour flavour, Octets sent)
      implements StoryStep {}

  /**
   * The network was told where the VM is.
   *
   * @param frames what was sent on each of the ports
   */
  record Announced(Instant at, List<PortName> ports, List<Octets> frames) implements StoryStep {
    public Announced {
      ports = List.copyOf(ports);
      frames = List.copyOf(frames);
    }
  }

  /** It was decided elsewhere that the VSI has to go. */
  record Withdrawn(Instant at, String because) implements StoryStep {}

  /** The VSI is no longer held; what was programmed for it is gone. */
  record Released(Instant at, ReleaseCause cause) implements StoryStep {}

  /** The agent was restarted and took the VSI up again from its journal. */
  record Restored(Instant at, Instant since) implements StoryStep {}

  /** Keepalives are not listed, they are counted. */
  record KeptAlive(Instant at, long times) implements StoryStep {}

  /** One word for it. */
  default String word() {
    return switch (this) {
      case Heard heard -> "heard";
      case LookedUp lookedUp -> "looked up";
      case Decided decided -> "decided";
      case Programmed programmed -> "programmed";
      case Unprogrammed unprogrammed -> "cleared";
      case Answered answered -> "answered";
      case Announced announced -> "announced";
      case Withdrawn withdrawn -> "withdrawn";
      case Released released -> "released";
      case Restored restored -> "restored";
      case KeptAlive keptAlive -> "kept alive";
    };
  }

  /** How long it took; empty for what begins something. */
  default Optional<Integer> took() {
    return switch (this) {
      case LookedUp step -> Optional.of(step.micros());
      case Decided step -> Optional.of(step.micros());
      case Programmed step -> Optional.of(step.micros());
      case Unprogrammed step -> Optional.of(step.micros());
      case Answered step -> Optional.of(step.micros());
      case Heard heard -> Optional.empty();
      case Announced announced -> Optional.empty();
      case Withdrawn withdrawn -> Optional.empty();
      case Released released -> Optional.empty();
      case Restored restored -> Optional.empty();
      case KeptAlive keptAlive -> Optional.empty();
    };
  }

  /** The octets it is about as they were on the wire; empty where there are none. */
  default Octets octets() {
    return switch (this) {
      case Heard heard -> heard.request().received();
      case Answered answered -> answered.sent();
      case LookedUp lookedUp -> Octets.EMPTY;
      case Decided decided -> Octets.EMPTY;
      case Programmed programmed -> Octets.EMPTY;
      case Unprogrammed unprogrammed -> Octets.EMPTY;
      case Announced announced -> Octets.EMPTY;
      case Withdrawn withdrawn -> Octets.EMPTY;
      case Released released -> Octets.EMPTY;
      case Restored restored -> Octets.EMPTY;
      case KeptAlive keptAlive -> Octets.EMPTY;
    };
  }

  /** A sentence without full stop. */
  default String text() {
    return StoryWords.text(this);
  }
}
