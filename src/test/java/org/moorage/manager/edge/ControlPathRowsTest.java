package org.moorage.manager.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.ControlPath.Heard;
import org.moorage.agentlink.ControlPath.Verdict;
import org.moorage.agentlink.EdgeReport;

class ControlPathRowsTest {

  private static final String CUSTOMER = "01:80:c2:00:00:00";
  private static final String NEAREST = "01:80:c2:00:00:0e";
  private static final String AT = "2026-01-01T00:00:00Z";

  @Test
  void theUplinkWithSomethingAmissComesFirst() {
    ControlPathRows shown =
        ControlPathRows.of(
            report(
                List.of(
                    uplink("eth1", "up", new Heard(CUSTOMER, "LLDP", 1, AT)),
                    uplink("eth2", "up", new Heard(NEAREST, "LLDP", 1, AT)),
                    uplink("eth3", "down"))));
    assertThat(shown.more()).isZero();
    assertThat(shown.rows())
        .extracting(ControlPathRows.Row::port)
        .containsExactly("eth2", "eth2", "eth2", "eth1", "eth1", "eth1");
    assertThat(shown.rows().getFirst())
        .isEqualTo(
            new ControlPathRows.Row("eth2", CUSTOMER, "nearest-customer", null, null, "missing"));
    assertThat(shown.rows().get(1).lldp()).isEqualTo(Instant.parse(AT));
  }

  @Test
  void aHundredUplinksDoNotFillThePage() {
    List<EdgeReport.Uplink> uplinks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      uplinks.add(uplink("eth" + i, "up"));
    }
    ControlPathRows shown = ControlPathRows.of(report(uplinks));
    assertThat(shown.rows()).hasSize(3 * ControlPathRows.MAX_UPLINKS);
    assertThat(shown.more()).isEqualTo(100 - ControlPathRows.MAX_UPLINKS);
    assertThat(ControlPathRows.of(null).rows()).isEmpty();
  }

  @Test
  void everyVerdictAndEveryNameHasItsWords() {
    List<String> expected =
        Stream.concat(
                Stream.of(Verdict.values()).map(each -> "edge.path.verdict." + each.label()),
                Stream.of("nearest-customer", "nearest-non-tpmr", "nearest-bridge", "own")
                    .map(each -> "edge.path.name." + each))
            .sorted(Comparator.naturalOrder())
            .toList();
    assertThat(keys("")).containsAll(expected);
    assertThat(keys("_zh")).containsAll(expected);
  }

  private static List<String> keys(String suffix) {
    return new ArrayList<>(ResourceBundle.getBundle("messages.edge" + suffix).keySet());
  }

  /** A port at whose addresses that was heard. */
  static EdgeReport.Uplink uplink(String name, String state, Heard... heard) {
    EdgeReport.Uplink usual = UplinkViewTest.uplink(name, null);
    return new EdgeReport.Uplink(
        usual.name(),
        usual.sChannel(),
        state,
        usual.neighbour(),
        usual.standard(),
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
        new ControlPath(CUSTOMER, CUSTOMER, NEAREST, List.of(heard)));
  }

  private static EdgeReport report(List<EdgeReport.Uplink> uplinks) {
    return new EdgeReport(new UUID(1, 2), AT, Map.of(), Map.of(), 0, null, 0, uplinks, List.of());
  }
}
