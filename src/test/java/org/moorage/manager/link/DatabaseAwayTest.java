package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.associated;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.springframework.jdbc.core.JdbcTemplate;

@Timeout(180)
class DatabaseAwayTest {

  @TempDir private Path directory;

  /** A pool of connections finds out one by one that its server is another. */
  private static final int MORE_TRIES = 50;

  @Test
  void eventsStayAtTheAgentUntilTheDatabaseIsBackAndAreKeptOnce() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    EmbeddedPostgres first = postgres(port);
    try (ManagerUnderTest manager =
        ManagerUnderTest.start(
            Database.POSTGRESQL,
            first.getJdbcUrl("postgres", "postgres"),
            InstantSource.system(),
            Map.of())) {
      FakeAgent agent = new FakeAgent(manager, "patient");
      agent.hello();
      EventBatch one = batch(agent, 1);
      assertThat(agent.post(AgentLink.EVENTS, one).statusCode()).isEqualTo(200);
      first.close();

      EventBatch two = batch(agent, 2);
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> away = agent.post(AgentLink.EVENTS, two);
        assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
      }
      assertThat(agent.tryHello().statusCode()).isEqualTo(503);

      try (EmbeddedPostgres second = postgres(port)) {
        assertThat(second.getPort()).isEqualTo(port);
        for (int i = 0; i < MORE_TRIES && agent.tryHello().statusCode() == 503; i++) {
          // What an agent does: it asks again until the manager has noticed.
        }
        assertThat(agent.hello()).isEqualTo(1);
        assertThat(agent.post(AgentLink.EVENTS, two).body()).contains("\"lastSequence\":2");
        assertThat(agent.post(AgentLink.EVENTS, one).body()).contains("\"lastSequence\":2");
        assertThat(
                manager
                    .bean(JdbcTemplate.class)
                    .queryForList(
                        "select sequence from association_event order by sequence", Long.class))
            .containsExactly(1L, 2L);
      }
    }
  }

  private static EventBatch batch(FakeAgent agent, long sequence) {
    return new EventBatch(
        agent.identity(),
        1,
        List.of(new NumberedEvent(sequence, false, 0, associated(UUID.randomUUID().toString()))));
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }
}
