package org.moorage.manager.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.EdgeReport;

class UplinkViewTest {

  @Test
  void eachUplinkIsFollowedByItsSChannelsByScid() {
    EdgeReport report =
        new EdgeReport(
            new UUID(1, 2),
            "2026-01-01T00:00:00Z",
            Map.of(),
            Map.of(),
            0,
            null,
            0,
            List.of(
                uplink("eth1", null),
                uplink("eth10", null),
                uplink("eth1/10", "10/4"),
                uplink("eth10/3", "3/3"),
                uplink("eth1/2", "2/2"),
                uplink("gone/2", "2/2")),
            List.of());
    assertThat(UplinkView.names(List.of("eth1", "eth10"), report))
        .containsExactly("eth1", "eth1/2", "eth1/10", "eth10", "eth10/3");
    assertThat(UplinkView.names(List.of("eth1"), null)).containsExactly("eth1");
  }

  /** A port that is up; with an S-channel it is one. */
  static EdgeReport.Uplink uplink(String name, @Nullable String sChannel) {
    return new EdgeReport.Uplink(
        name,
        sChannel,
        "up",
        null,
        "ratified",
        false,
        false,
        false,
        0,
        0,
        "",
        3,
        10,
        20,
        20,
        Map.of(),
        Map.of(),
        null,
        null);
  }
}
