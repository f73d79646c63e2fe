package org.moorage.manager.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.agentlink.AgentLink;
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
}
