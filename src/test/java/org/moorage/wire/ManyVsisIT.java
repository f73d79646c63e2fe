package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.wire.Station.Vsi;

/** A full hypervisor: one hundred VMs behind one port. */
class ManyVsisIT {

  private static final int VSIS = 100;

  @Test
  void aHundredVsisAreHeldByTheirKeepalives(@TempDir Path folder) {
    // lldpad sends one keepalive per ack timer: on a busy machine 100 of 10 ms want RKA 19, 5.2 s.
    try (Wiring wiring = Wiring.make();
        Agent agent =
            Agent.start(
                wiring.edge(), "leaf-1", folder, "--uplink", Wiring.EDGE_PORT, "--vdp-rka", "19");
        Station station = Station.ratified(wiring.host(), Wiring.HOST_PORT, folder, 10, 19)) {
      List<Vsi> vsis = IntStream.range(0, VSIS).mapToObj(ManyVsisIT::vsi).toList();
      vsis.forEach(station::associate);
      assertThat(associated(agent, 0)).hasSize(VSIS);
      Eventually.within(
          Duration.ofSeconds(60),
          agent::log,
          () -> assertThat(associated(agent, 3)).as("kept alive three times").hasSize(VSIS));
      vsis.forEach(station::assertHolds);
    }
  }

  private static List<String> associated(Agent agent, int keepAlives) {
    return agent.associations().stream()
        .filter(home -> Agent.text(home, "state").equals("associated"))
        .filter(home -> home.path("keepAlives").asInt(0) >= keepAlives)
        .map(home -> Agent.text(home, "vsiId"))
        .toList();
  }

  private static Vsi vsi(int number) {
    return new Vsi(
        "10000000-0000-4000-8000-%012x".formatted(number),
        4711,
        2,
        "100-52:54:00:01:00:%02x".formatted(number));
  }
}
