package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.read;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.AgentLink;
import org.moorage.manager.FakeAgent;
import org.moorage.manager.FormBrowser;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import tools.jackson.databind.JsonNode;

/** What people see of the agent link: its description, and the page that takes a name away. */
class LinkPagesTest {

  private static final ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);

  @AfterAll
  static void end() {
    manager.close();
  }

  @Test
  void theDescriptionOfRestHasTheBodiesOfTheLink() {
    JsonNode description = read(manager, "/api/v1/openapi");
    JsonNode events = description.path("paths").path(AgentLink.EVENTS).path("post");
    assertThat(events.path("requestBody").toString()).contains("#/components/schemas/EventBatch");
    JsonNode schemas = description.path("components").path("schemas");
    for (String name : List.of("Hello", "EventBatch", "LinkEvent", "Granted", "EdgeReport")) {
      assertThat(schemas.has(name)).as(name).isTrue();
    }
  }

  @Test
  void thePageTakesANameAwayOnlyFromWhoWritesIt() {
    FakeAgent old = new FakeAgent(manager, "leaf-to-replace");
    old.hello();
    String path = "/edges/" + old.name();
    FormBrowser browser = new FormBrowser(manager);
    assertThat(browser.get(path).body()).contains("Let another switch take this name");
    browser.set("repeated", "leaf-of-somebody-else");
    assertThat(browser.post(path + "/replace", "").body())
        .contains("leaf-of-somebody-else", "aria-invalid=\"true\"");
    old.hello();
    browser.set("repeated", old.name());
    HttpResponse<String> replaced = browser.post(path + "/replace", "");
    assertThat(replaced.headers().firstValue("Location").orElse("")).endsWith("/edges");
    assertThat(browser.get("/edges").body()).contains(old.name());
    assertThat(old.tryHello().statusCode()).isEqualTo(409);
    assertThat(manager.get(path).statusCode()).isEqualTo(404);
    assertThat(new FakeAgent(manager, old.name()).hello()).isZero();
  }
}
