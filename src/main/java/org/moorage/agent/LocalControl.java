package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.moorage.control.EventIntake;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.control.Home;
import org.moorage.control.HomeArbiter;
import org.moorage.control.Ruling;
import org.moorage.edge.EdgeName;
import org.moorage.protocol.vdp.VdpType;

/**
 * The decisions a manager would make, over a link in memory: hears the events of one or more agents
 * and says which home is to let go. An agent without a manager has one of its own; a lab has one
 * for all its agents.
 */
public final class LocalControl {

  private final EventIntake intake = new EventIntake();
  private final HomeArbiter arbiter = new HomeArbiter();

  /** One object for each port, however many VSIs live there; as many as the agents have uplinks. */
  private final Map<Home, Home> homes = new HashMap<>();

  /**
   * An event of an edge.
   *
   * @return what the arbiter says where the event is an associate; its {@link Ruling#withdrawn()}
   *     is to be withdrawn with {@link Ruling#because()}
   */
  public Optional<Ruling> heard(EdgeName edge, Numbered<AgentEvent> event, Instant now) {
    if (intake.take(event) != EventIntake.Verdict.FRESH) {
      return Optional.empty();
    }
    return switch (event.event()) {
      case AgentEvent.Associated associated -> associated(edge, associated, now);
      case AgentEvent.Released released -> {
        arbiter.released(released.vsi(), new Home(edge, released.port()));
        yield Optional.empty();
      }
      case AgentEvent.Refused refused -> Optional.empty();
      case AgentEvent.LinkChanged link -> Optional.empty();
      case AgentEvent.Alarm alarm -> Optional.empty();
      case AgentEvent.ToldAll all -> Optional.empty();
    };
  }

  private Optional<Ruling> associated(
      EdgeName edge, AgentEvent.Associated associated, Instant now) {
    Home home = homes.computeIfAbsent(new Home(edge, associated.port()), same -> same);
    if (associated.type() != VdpType.ASSOCIATE) {
      arbiter.released(associated.vsi(), home);
      return Optional.empty();
    }
    Duration age = Duration.between(associated.at(), now);
    return Optional.of(arbiter.associated(associated.vsi(), home, age, now));
  }

  public HomeArbiter arbiter() {
    return arbiter;
  }
}
