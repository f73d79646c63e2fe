package org.moorage.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;

class HomeArbiterTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final VsiId VSI = VsiId.of(new UUID(1, 2));
  private static final Home A = new Home(new EdgeName("leaf-1"), new PortName("p1"));
  private static final Home B = new Home(new EdgeName("leaf-2"), new PortName("p1"));

  private final HomeArbiter arbiter = new HomeArbiter();

  @Test
  void theFirstAssociateIsTheHome() {
    assertThat(associated(A, 0, 0)).isEqualTo(new Ruling.Settled(VSI, A));
    assertThat(arbiter.homeOf(VSI)).contains(A);
  }

  @Test
  void aYoungerAssociateElsewhereMovesTheHomeAndTheOlderLetsGo() {
    associated(A, 0, 0);
    Ruling ruling = associated(B, 5_000, 0);
    assertThat(ruling).isEqualTo(new Ruling.Moved(VSI, A, B));
    assertThat(ruling.withdrawn()).contains(A);
    assertThat(arbiter.homeOf(VSI)).contains(B);
  }

  @Test
  void anAssociateHeardLaterButOlderLetsGoItself() {
    associated(B, 5_000, 0);
    Ruling late = associated(A, 6_000, 4_000);
    assertThat(late).isEqualTo(new Ruling.Outdated(VSI, B, A));
    assertThat(late.withdrawn()).contains(A);
    assertThat(arbiter.homeOf(VSI)).contains(B);
  }

  @Test
  void twoPortsOfOneEdgeAreTwoHomes() {
    Home otherPort = new Home(A.edge(), new PortName("p2"));
    associated(A, 0, 0);
    assertThat(associated(otherPort, 1_000, 0)).isEqualTo(new Ruling.Moved(VSI, A, otherPort));
  }

  @Test
  void associatingAgainAtHomeRenewsTheClaim() {
    associated(A, 0, 0);
    associated(A, 10_000, 0);
    assertThat(associated(B, 11_000, 5_000)).isInstanceOf(Ruling.Outdated.class);
  }

  @Test
  void theFourthChangeWithinAMinuteFreezesTheVsiWhereItIsAndRaisesOneAlarm() {
    associated(A, 0, 0);
    assertThat(associated(B, 1_000, 0)).isInstanceOf(Ruling.Moved.class);
    assertThat(associated(A, 2_000, 0)).isInstanceOf(Ruling.Moved.class);
    assertThat(associated(B, 3_000, 0)).isInstanceOf(Ruling.Moved.class);
    Ruling fourth = associated(A, 4_000, 0);
    assertThat(fourth).isEqualTo(new Ruling.Frozen(VSI, B, A, true));
    assertThat(fourth.withdrawn()).contains(A);
    assertThat(fourth.alarm()).isPresent();
    Ruling fifth = associated(A, 5_000, 0);
    assertThat(fifth).isEqualTo(new Ruling.Frozen(VSI, B, A, false));
    assertThat(fifth.alarm()).isEmpty();
    assertThat(arbiter.isFrozen(VSI, at(5_001))).isTrue();
  }

  @Test
  void aFrozenVsiThawsAMinuteAfterTheLastClaim() {
    freeze();
    associated(A, 30_000, 0);
    assertThat(associated(A, 89_999, 0)).isInstanceOf(Ruling.Frozen.class);
    assertThat(associated(A, 150_000, 0)).isEqualTo(new Ruling.Moved(VSI, B, A));
  }

  @Test
  void aFrozenVsiIsFreeOnceItsHomeLetItGo() {
    freeze();
    arbiter.released(VSI, B);
    assertThat(associated(A, 5_000, 0)).isEqualTo(new Ruling.Settled(VSI, A));
  }

  @Test
  void changesMoreThanAMinuteApartAreMigrations() {
    for (int i = 0; i < 10; i++) {
      Ruling ruling = associated(i % 2 == 0 ? A : B, i * 21_000L, 0);
      assertThat(ruling).isNotInstanceOf(Ruling.Frozen.class);
    }
  }

  @Test
  void whatTheOldHomeReleasesAfterAMoveDoesNotMatter() {
    associated(A, 0, 0);
    associated(B, 5_000, 0);
    arbiter.released(VSI, A);
    assertThat(arbiter.homeOf(VSI)).contains(B);
    arbiter.released(VSI, B);
    assertThat(arbiter.homeOf(VSI)).isEmpty();
  }

  @Test
  void overItsBoundAVsiStaysWhereItIsAndAnAlarmSaysSo() {
    HomeArbiter small = new HomeArbiter(1);
    small.associated(VSI, A, Duration.ZERO, START);
    Ruling ruling = small.associated(VsiId.of(new UUID(3, 4)), A, Duration.ZERO, START);
    assertThat(ruling).isInstanceOf(Ruling.Unjudged.class);
    assertThat(ruling.withdrawn()).isEmpty();
    assertThat(ruling.alarm()).isPresent();
  }

  private void freeze() {
    associated(A, 0, 0);
    associated(B, 1_000, 0);
    associated(A, 2_000, 0);
    associated(B, 3_000, 0);
    associated(A, 4_000, 0);
  }

  private Ruling associated(Home home, long receivedMillis, long ageMillis) {
    return arbiter.associated(VSI, home, Duration.ofMillis(ageMillis), at(receivedMillis));
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}
