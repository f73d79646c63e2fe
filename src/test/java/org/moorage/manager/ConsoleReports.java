package org.moorage.manager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EdgeReport.VPortCount;

/** What the edges of {@link ConsoleFixture} report of themselves. */
final class ConsoleReports {

  private ConsoleReports() {}

  /** What an edge that is there reports; the counts grow with the tick. */
  static EdgeReport of(int edge, int vsis, long tick) {
    List<VPortCount> counts = new ArrayList<>();
    for (int i = edge; i < vsis && counts.size() < 1_000; i += 4) {
      if (ConsoleFixture.state(i).equals("associated")) {
        long frames = (tick * 5 + (tick + i) % 5) * (1 + i % 900);
        counts.add(
            new VPortCount(
                ConsoleFixture.vPort(i),
                frames,
                frames * 480,
                frames * 2,
                frames * 2_100,
                Map.of("denied", tick * 3, "spoofed-mac", (long) (i % 3)),
                Map.of("over-rate", tick),
                List.of(frames / 2, frames / 4, 0L, 1L, 2L, 3L, 4L, frames, 1L)));
      }
    }
    List<EdgeReport.Uplink> uplinks = new ArrayList<>();
    for (int i = 1; i <= ConsoleFixture.UPLINKS; i++) {
      boolean down = edge == 1 && i == 2;
      uplinks.add(
          new EdgeReport.Uplink(
              "eth" + i,
              null,
              down ? "down" : "up",
              down ? null : "host-" + (char) ('a' + i),
              down ? "not heard yet" : i == 4 ? "draft 0" : "ratified",
              i % 2 == 0,
              false,
              i == 4,
              down ? 0 : vsis / 20,
              i == 1 ? 2 : 0,
              "retries 3, resend after 10 ms, keep-alive every 10.5 s, VSI forgotten after 15.8 s",
              3,
              10,
              20,
              20,
              Map.of("ECP version is not 1", (long) i),
              Map.of("no-vport", 40L * i),
              i == 1 ? new EdgeReport.Capacity(10_000_000_000L, 8_400_000_000L, 0) : null,
              path(i, tick)));
    }
    return new EdgeReport(
        ConsoleFixture.edge(edge),
        "2026-11-25T08:00:00Z",
        Map.of("granted", 100L),
        Map.of("not-in-vlan", 12L),
        vsis * 4L,
        edge == 3 ? "the disk of the data directory is full" : null,
        edge == 3 ? 42 : 0,
        uplinks,
        counts);
  }

  /** On one uplink something eats what EVB needs. */
  private static ControlPath path(int uplink, long tick) {
    String customer = "01:80:c2:00:00:00";
    String nearest = "01:80:c2:00:00:0e";
    String last = Instant.parse("2026-11-25T08:00:00Z").plusSeconds(tick).toString();
    List<ControlPath.Heard> heard = new ArrayList<>();
    heard.add(new ControlPath.Heard(nearest, "LLDP", tick, last));
    if (uplink != 3) {
      heard.add(new ControlPath.Heard(customer, "LLDP", tick, last));
      heard.add(new ControlPath.Heard(customer, "ECP", 10 * tick, last));
    }
    return new ControlPath(customer, customer, nearest, heard);
  }
}
