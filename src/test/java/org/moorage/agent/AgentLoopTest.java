package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.moorage.agent.EdgeBench.LIBRARY;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.P2;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.NoDataPlane;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;

class AgentLoopTest {

  private final ConcurrentLinkedQueue<Octets> sent = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> defect = new AtomicReference<>();

  private final EdgeAgent agent =
      new EdgeAgent(
          new EdgeAgentSettings(
              EdgeBench.NAME,
              new EdgeIdentity(new UUID(0x7000, 2), 1),
              Map.of(
                  P1, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:01")),
                  P2, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:02"))),
              List.of(),
              EdgeSettings.DEFAULTS),
          LIBRARY::lookup,
          new NoDataPlane(),
          new MemoryJournal(),
          new AgentOutput() {
            @Override
            public void send(PortName port, Octets frame) {
              sent.add(frame);
            }

            @Override
            public void event(Numbered<AgentEvent> event) {}
          },
          new SplittableRandom(3),
          System::nanoTime);

  private final AgentLoop loop =
      new AgentLoop(agent, InstantSource.system(), (thread, cause) -> defect.set(cause));

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void framesOfAPortReachTheAgentAndQuestionsAreAnsweredBetweenThem() throws Exception {
    FrameReceiver p1 = loop.inbox(P1, (asked, why) -> {});
    loop.start();
    loop.post(asked -> asked.linkChanged(P1, true, Instant.now()));
    StationPortStack station =
        new StationPortStack(
            StationPortSettings.of(MacAddress.parse("02:00:00:00:01:01"), Flavour.RATIFIED),
            new SplittableRandom(4),
            Instant.now());
    hand(p1, station.linkUp(Instant.now()));
    loop.ask(AgentViews::agent);
    hand(p1, station.request(associate(1, 4711, 2, 100), Instant.now()));
    List<AssociationView> held = loop.ask(views -> views.associations(AssociationQuery.ALL));
    assertThat(held).extracting(view -> view.request().vsiId()).containsExactly(vsi(1));
    assertThat(sent).isNotEmpty();
    assertThat(defect).hasNullValue();
  }

  @Test
  void aFloodOnOnePortIsDroppedAndCountedThereOnly() {
    FrameReceiver p1 = loop.inbox(P1, (asked, why) -> {});
    FrameReceiver p2 = loop.inbox(P2, (asked, why) -> {});
    byte[] frame = new byte[60];
    for (int i = 0; i < AgentLoop.MAX_FRAMES + 10; i++) {
      p1.received(frame, frame.length);
    }
    p2.received(frame, frame.length);
    assertThat(loop.overflow(P1)).isEqualTo(10);
    assertThat(loop.overflow(P2)).isZero();
  }

  @Test
  void aPortThatStopsReadingIsToldOnTheLoop() throws Exception {
    FrameReceiver p1 =
        loop.inbox(P1, (asked, why) -> asked.alarm("gone: " + why.reason(), Instant.now()));
    loop.start();
    p1.stopped(new FramePortException(FramePortException.Reason.INTERFACE_VANISHED, "gone"));
    List<AgentEvent.Alarm> alarms = loop.ask(views -> views.agent().alarms());
    assertThat(alarms)
        .extracting(AgentEvent.Alarm::sentence)
        .containsExactly("gone: INTERFACE_VANISHED");
  }

  @Test
  void aDefectInAQuestionIsTheAskersAndTheLoopTurnsOn() throws Exception {
    loop.start();
    Throwable thrown =
        catchThrowable(() ->
            loop.ask(views -> {
              throw new IllegalStateException("made to break");
            }));
    assertThat(thrown).hasRootCauseMessage("made to break");
    assertThat(loop.ask(AgentViews::edgeName)).isEqualTo(EdgeBench.NAME);
  }

  @Test
  void afterItsEndNobodyWaitsForAnswers() throws Exception {
    loop.start();
    loop.close();
    assertThat(catchThrowable(() -> loop.ask(AgentViews::edgeName)))
        .isInstanceOf(TimeoutException.class);
  }

  private static void hand(FrameReceiver inbox, List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        inbox.received(frame.toArray(), frame.size());
      }
    }
  }
}
