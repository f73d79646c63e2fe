package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.Station.Vsi;

/** lldpad asks for more than an uplink's capacity, by reservations and associations. */
class ReservationIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** Commits 20 Mbit/s. */
  private static final int LIMITED = 4714;

  private static Vsi vsi(int number) {
    return new Vsi(
        "7a3f1c00-0000-4000-8000-0000000e%04x".formatted(number),
        LIMITED,
        1,
        "100-52:54:00:00:0e:%02x".formatted(number));
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheFiguresUntilThereIsRoom(@TempDir Path folder) {
    try (Wiring wiring = Wiring.make()) {
      Agent agent =
          wiring.agent(
              folder, "--dataplane", "soft", "--capacity", "50 Mbit/s", "--reservation-hold", "5");
      Station station = wiring.station(folder);
      Vsi first = vsi(1);
      Vsi second = vsi(2);
      Vsi third = vsi(3);
      Vsi held = first.answered(station.associate(first));
      station.request("preassoc-rr", second);
      assertThat(agent.awaitState(second.uuid(), "pre-associated-rr", SOON).hasNonNull("vPort"))
          .isTrue();
      station.assertRefused(third);
      assertThat(agent.association(third.uuid()).orElseThrow().path("reason").asString())
          .contains("do not fit")
          .contains("50 Mbit/s")
          .contains("40 Mbit/s");

      // Nobody associates the second: what it reserved is free again by itself.
      agent.awaitGone(second.uuid(), SOON);
      station.associate(third);
      agent.awaitState(third.uuid(), "associated", SOON);
      agent.awaitState(first.uuid(), "associated", SOON);
      station.request("deassoc", held);
      agent.awaitGone(first.uuid(), SOON);
      station.associate(vsi(4));
      agent.awaitState(vsi(4).uuid(), "associated", SOON);
    }
  }
}
