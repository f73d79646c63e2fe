package org.moorage.manager.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.ControlPath.Heard;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.SharedManagers;

class EdgeDrawingTest {

  private static final String ALONE = "00112233-4455-6677-8899-aabbccddee01";
  private static final String IN_CHANNEL = "00112233-4455-6677-8899-aabbccddee02";

  private static final SharedManagers MANAGERS = new SharedManagers();

  @AfterAll
  static void close() {
    MANAGERS.close();
  }

  @ParameterizedTest
  @EnumSource
  void sChannelsAreDrawnInTheirUplink(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = new FakeAgent(manager, "leaf-1");
    agent.hello();
    agent.tell(
        FakeAgent.granted(ALONE, "p1", "associated", false),
        FakeAgent.granted(IN_CHANNEL, "p1/2", "associated", false));
    EdgeReport report =
        new EdgeReport(
            agent.identity(),
            "2026-01-01T00:00:00Z",
            Map.of(),
            Map.of(),
            0,
            null,
            0,
            List.of(
                UplinkViewTest.uplink("p1", null),
                UplinkViewTest.uplink("p1/2", "2/300"),
                UplinkViewTest.uplink("p1/3", "3/301")),
            List.of());
    assertThat(agent.post(AgentLink.REPORT, report).statusCode()).isEqualTo(200);

    assertThat(manager.get("/edges/leaf-1").body())
        .contains("id=\"port-p1\"", "id=\"port-p2\"")
        .doesNotContain("id=\"port-p1/")
        .contains("2 VSIs", "S-channels: 2, 1 of them without a VSI")
        .containsPattern("class=\"channel\"[^>]*>2/300<");
    assertThat(manager.get("/vsis?edge=leaf-1&uplink=p1").body()).contains(ALONE, IN_CHANNEL);
    assertThat(manager.get("/vsis?edge=leaf-1&uplink=p1/2").body())
        .contains(IN_CHANNEL)
        .doesNotContain(ALONE);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsEatenOnTheWayIsSaidInTheReadersLanguage(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    FakeAgent agent = new FakeAgent(manager, "leaf-eaten");
    agent.hello();
    Heard elsewhere = new Heard("01:80:c2:00:00:0e", "LLDP", 3, "2026-01-01T00:00:00Z");
    EdgeReport report = report(agent, ControlPathRowsTest.uplink("p1", "up", elsewhere));
    assertThat(agent.post(AgentLink.REPORT, report).statusCode()).isEqualTo(200);
    assertThat(manager.get("/edges/leaf-eaten").body())
        .contains("nearest customer bridge", "Control frames are missing.")
        .contains("EVB is at this address, and no LLDP arrives at it")
        .contains("Nothing arrives, and nothing has to.");
    assertThat(
            manager
                .send(manager.request("/edges/leaf-eaten").header("Accept-Language", "zh").GET())
                .body())
        .contains("最近客户网桥", "EVB 使用此地址，但这里收不到 LLDP");

    Heard wrong = new Heard("nowhere", "LLDP", 3, "2026-01-01T00:00:00Z");
    EdgeReport refused = report(agent, ControlPathRowsTest.uplink("p1", "up", wrong));
    assertThat(agent.post(AgentLink.REPORT, refused).statusCode()).isEqualTo(400);
  }

  private static EdgeReport report(FakeAgent agent, EdgeReport.Uplink uplink) {
    return new EdgeReport(
        agent.identity(),
        "2026-01-01T00:00:00Z",
        Map.of(),
        Map.of(),
        0,
        null,
        0,
        List.of(uplink),
        List.of());
  }
}
