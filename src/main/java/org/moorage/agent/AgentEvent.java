package org.moorage.agent;

import java.time.Instant;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.edge.VPort;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** Something happened in the life of an agent that others may want to hear of. */
public sealed interface AgentEvent {

  Instant at();

  /** What it is about: of several events about the same thing the newest tells the state. */
  Object subject();

  /** One line for a log, in words with key=value. */
  String text();

  /**
   * A pre-associate or associate was granted: a first one, a changed one, or one restored after a
   * restart. Keepalives are none of these.
   *
   * @param type what the VSI has now; only ASSOCIATE makes this port its home
   */
  record Associated(
      Instant at,
      PortName port,
      VsiId vsi,
      VdpType type,
      VsiTypeId typeId,
      VsiTypeVersion version,
      String profile,
      boolean restored)
      implements AgentEvent {

    static Associated of(
        PortName port, VsiRequest request, VPort vPort, Instant at, boolean restored) {
      return new Associated(
          at,
          port,
          request.vsiId(),
          request.type(),
          request.typeId(),
          request.version(),
          vPort.plan().profileName(),
          restored);
    }

    @Override
    public Object subject() {
      return new AssociationId(port, vsi);
    }

    @Override
    public String text() {
      return AssociationState.of(type).label()
          + (restored ? " again after a restart" : "")
          + " vsi="
          + vsi
          + " port="
          + port
          + " profile="
          + profile;
    }
  }

  /** A VSI is no longer held. */
  record Released(Instant at, PortName port, VsiId vsi, ReleaseCause cause, String because)
      implements AgentEvent {
    @Override
    public Object subject() {
      return new AssociationId(port, vsi);
    }

    @Override
    public String text() {
      return "released vsi=" + vsi + " port=" + port + " because=\"" + because + "\"";
    }
  }

  /** A request was refused; what the VSI held before, if anything, is told by other events. */
  record Refused(Instant at, PortName port, VsiId vsi, String reason, String fix)
      implements AgentEvent {
    @Override
    public Object subject() {
      return new AssociationId(port, vsi);
    }

    @Override
    public String text() {
      return "refused vsi=" + vsi + " port=" + port + " reason=\"" + reason + "\"";
    }
  }

  /** A station-facing port lost or found its link. */
  record LinkChanged(Instant at, PortName port, boolean up) implements AgentEvent {
    @Override
    public Object subject() {
      return port;
    }

    @Override
    public String text() {
      return "link " + (up ? "up" : "down") + " port=" + port;
    }
  }

  /**
   * Everything held has been told, after a start or because somebody forgot it.
   *
   * @param since number of the first event of the telling
   */
  record ToldAll(Instant at, long since, int held) implements AgentEvent {
    @Override
    public Object subject() {
      return ToldAll.class.getSimpleName();
    }

    @Override
    public String text() {
      return "told of everything held vsis=" + held;
    }
  }

  /** Somebody should look. */
  record Alarm(Instant at, Optional<PortName> port, String sentence) implements AgentEvent {
    @Override
    public Object subject() {
      return sentence;
    }

    @Override
    public String text() {
      return "alarm" + port.map(name -> " port=" + name).orElse("") + ": " + sentence;
    }
  }
}
