package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.P2;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import org.moorage.profile.Lookup;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** An agent that has to ask what a type is, and what it tells about it. */
class AskedTypesTest {

  private static final VsiTypeId WEB = new VsiTypeId(4711);
  private static final VsiTypeVersion TWO = new VsiTypeVersion(2);

  private final EdgeBench bench = new EdgeBench();

  AskedTypesTest() {
    bench.restart((type, version) -> new Lookup.NotHere(type, version));
    bench.run(Duration.ofSeconds(2));
    bench.events.clear();
  }

  @Test
  void aRequestWaitsForItsTypeWhileThePortGoesOn() {
    assertThat(bench.request(P1, associate(1, 4711, 2, 0))).isEmpty();
    bench.request(P2, associate(2, 4712, 1, 0));
    assertThat(bench.asked)
        .extracting(question -> question.type().value())
        .containsExactly(4711, 4712);
    bench.agent.resolved(WEB, TWO, EdgeBench.LIBRARY.lookup(WEB, TWO), bench.now);
    bench.run(Duration.ofMillis(500));
    assertThat(bench.heardByStation.get(P1))
        .hasAtLeastOneElementOfType(StationEffect.Confirmed.class);
    assertThat(bench.association(P1, vsi(1)).profile()).contains("web-server/2");
    assertThat(bench.told.getLast())
        .isInstanceOfSatisfying(
            LinkEvent.Granted.class,
            granted -> {
              assertThat(granted.association().state()).isEqualTo("associated");
              assertThat(granted.association().filters().getFirst().answered()).isEqualTo(100);
              assertThat(granted.story())
                  .extracting(StoryLine::step)
                  .containsExactly(
                      "heard", "looked up", "looked up", "decided", "programmed", "answered");
            });
  }

  @Test
  void whatTheManagerDeniesIsRefusedInItsWords() {
    bench.request(P1, associate(1, 4711, 2, 0));
    Lookup denied = new Lookup.Denied(WEB, TWO, "type 4711 has version 7 only", "ask for 7");
    bench.agent.resolved(WEB, TWO, denied, bench.now);
    bench.run(Duration.ofMillis(500));
    assertThat(bench.association(P1, vsi(1)).reason()).isEqualTo("type 4711 has version 7 only");
    assertThat(bench.story(P1, vsi(1)).lines().getLast()).contains("0x54");
    assertThat(bench.told.getLast())
        .isInstanceOfSatisfying(
            LinkEvent.Refused.class,
            refused -> {
              assertThat(refused.association().state()).isEqualTo("refused");
              assertThat(refused.association().fix()).isEqualTo("ask for 7");
            });
  }

  @Test
  void nobodySaysItInTimeThenTheStationIsToldThatTheManagerCannotBeReached() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.run(Duration.ofSeconds(11));
    assertThat(bench.story(P1, vsi(1)).lines().getLast()).contains("0x43");
    assertThat(bench.association(P1, vsi(1)).reason()).contains("resource wait delay");
    assertThat(bench.told.getLast()).isInstanceOf(LinkEvent.Refused.class);
    int before = bench.told.size();
    bench.agent.resolved(WEB, TWO, EdgeBench.LIBRARY.lookup(WEB, TWO), bench.now);
    assertThat(bench.told).hasSize(before);
  }

  @Test
  void aLiveVsiKeepsWhatItHasWhenItsNewTypeCannotBeAskedFor() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.agent.resolved(WEB, TWO, EdgeBench.LIBRARY.lookup(WEB, TWO), bench.now);
    bench.run(Duration.ofMillis(500));
    bench.request(P1, associate(1, 4711, 3, 100));
    bench.agent.resolved(
        WEB,
        new VsiTypeVersion(3),
        new Lookup.Unreachable(WEB, new VsiTypeVersion(3), "no manager answers"),
        bench.now);
    bench.run(Duration.ofMillis(500));
    assertThat(bench.story(P1, vsi(1)).lines().getLast()).contains("0x63");
    assertThat(bench.association(P1, vsi(1)).profile()).contains("web-server/2");
    assertThat(bench.told.getLast())
        .isInstanceOfSatisfying(
            LinkEvent.Refused.class,
            refused -> assertThat(refused.association().version()).isEqualTo(3));
  }

  @Test
  void aVsiWhoseLinkIsGoneWhileItWaitsIsNotDecidedAnyMore() {
    bench.take(P1, bench.station(P1).request(associate(1, 4711, 2, 0), bench.now));
    bench.run(Duration.ofMillis(20));
    assertThat(bench.asked).hasSize(1);
    bench.agent.linkChanged(P1, false, bench.now);
    bench.run(Duration.ofMillis(10_100));
    bench.agent.resolved(WEB, TWO, EdgeBench.LIBRARY.lookup(WEB, TWO), bench.now);
    assertThat(bench.agent.views().vPorts(0, 10)).isEmpty();
  }

  @Test
  void aReleaseTellsOnlyWhatCameAfterTheLastAnswer() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.agent.resolved(WEB, TWO, EdgeBench.LIBRARY.lookup(WEB, TWO), bench.now);
    bench.run(Duration.ofMillis(500));
    bench.agent.withdraw(P1, vsi(1), "it lives elsewhere", bench.now);
    assertThat(bench.told.getLast())
        .isInstanceOfSatisfying(
            LinkEvent.Released.class,
            released -> {
              assertThat(released.cause()).isEqualTo("withdrawn");
              assertThat(released.because()).isEqualTo("it lives elsewhere");
              assertThat(released.story())
                  .extracting(StoryLine::step)
                  .containsExactly("withdrawn", "released");
            });
  }

  @Test
  void everythingHeldIsToldAgainWhenSomebodyHasForgottenIt() {
    bench.restart(EdgeBench.LIBRARY::lookup);
    bench.run(Duration.ofSeconds(2));
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.request(P2, associate(2, 4712, 1, 0));
    bench.told.clear();
    bench.agent.tellAgain();
    bench.agent.advance(bench.now);
    assertThat(bench.told)
        .hasSize(2)
        .allSatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    LinkEvent.Granted.class, granted -> assertThat(granted.restored()).isTrue()));
    List<LinkEvent> live = List.copyOf(bench.told);
    bench.told.clear();
    bench.restart(EdgeBench.LIBRARY::lookup);
    assertThat(bench.told.subList(0, 2))
        .extracting(event -> ((LinkEvent.Granted) event).association().filters())
        .containsExactlyElementsOf(
            live.stream()
                .map(event -> ((LinkEvent.Granted) event).association().filters())
                .toList());
  }
}
