package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.P2;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.control.EventNumbering;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.control.Home;
import org.moorage.control.Ruling;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

class LocalControlTest {

  private static final EdgeName EDGE = EdgeBench.NAME;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LocalControl control = new LocalControl();
  private final EventNumbering<AgentEvent> numbering =
      new EventNumbering<>(new UUID(1, 1), 1, AgentEvent::subject);

  @Test
  void anAssociateOnAnotherPortWithdrawsTheFirst() {
    hear(associated(P1, VdpType.ASSOCIATE, 0));
    Ruling ruling = hear(associated(P2, VdpType.ASSOCIATE, 1)).orElseThrow();
    assertThat(ruling.withdrawn()).contains(new Home(EDGE, P1));
    assertThat(ruling.because()).contains("leaf-1:p2");
  }

  @Test
  void aPreAssociateMovesNothing() {
    hear(associated(P1, VdpType.ASSOCIATE, 0));
    assertThat(hear(associated(P2, VdpType.PRE_ASSOCIATE_RR, 1))).isEmpty();
    assertThat(control.arbiter().homeOf(vsi(1))).contains(new Home(EDGE, P1));
  }

  @Test
  void anAssociationThatFallsBackToPreAssociatedIsNoHome() {
    hear(associated(P1, VdpType.ASSOCIATE, 0));
    hear(associated(P1, VdpType.PRE_ASSOCIATE, 1));
    assertThat(control.arbiter().homeOf(vsi(1))).isEmpty();
  }

  @Test
  void aReleaseFreesTheHome() {
    hear(associated(P1, VdpType.ASSOCIATE, 0));
    hear(
        new AgentEvent.Released(
            START.plusSeconds(1), P1, vsi(1), ReleaseCause.DE_ASSOCIATED, "gone"));
    assertThat(control.arbiter().homeOf(vsi(1))).isEmpty();
  }

  @Test
  void aRepeatedEventIsHeardOnce() {
    hear(associated(P1, VdpType.ASSOCIATE, 0));
    Numbered<AgentEvent> move = numbering.add(associated(P2, VdpType.ASSOCIATE, 1));
    assertThat(control.heard(EDGE, move, START.plusSeconds(1))).isPresent();
    assertThat(control.heard(EDGE, move, START.plusSeconds(2))).isEmpty();
  }

  @Test
  void anAssociationRestoredAfterARestartIsAsOldAsItIs() {
    EventNumbering<AgentEvent> other = new EventNumbering<>(new UUID(2, 2), 1, AgentEvent::subject);
    hear(associated(P1, VdpType.ASSOCIATE, 10));
    Numbered<AgentEvent> restored = other.add(associated(P1, VdpType.ASSOCIATE, 0));
    Ruling ruling =
        control.heard(new EdgeName("leaf-2"), restored, START.plusSeconds(20)).orElseThrow();
    assertThat(ruling.withdrawn()).contains(new Home(new EdgeName("leaf-2"), P1));
  }

  private Optional<Ruling> hear(AgentEvent event) {
    return control.heard(EDGE, numbering.add(event), event.at());
  }

  private static AgentEvent associated(PortName port, VdpType type, long second) {
    return new AgentEvent.Associated(
        START.plusSeconds(second),
        port,
        vsi(1),
        type,
        new VsiTypeId(4711),
        new VsiTypeVersion(2),
        "web-server/2",
        false);
  }
}
