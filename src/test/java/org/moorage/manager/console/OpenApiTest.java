package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.manager.FakeAgent.read;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import tools.jackson.databind.JsonNode;

/** What the description of REST says of questions, beside what is answered. */
class OpenApiTest {

  private static final List<String> FILTERED_AUDIT = List.of("actor", "action", "subject", "text");

  private static final ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);

  @AfterAll
  static void end() {
    manager.close();
  }

  @Test
  void everyListThatCanBeAskedForInPartsSaysSo() {
    for (String list :
        List.of(
            "associations",
            "migrations",
            "alarms",
            "edges",
            "vports",
            "vsi-types",
            "users",
            "tokens",
            "audit")) {
      assertThat(query("/api/v1/" + list)).as(list).contains("limit", "offset");
    }
    assertThat(query("/api/v1/audit")).containsAll(FILTERED_AUDIT);
  }

  @Test
  void aListNeedsNoParameterToBeAskedFor() {
    Set<String> asked = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : paths().properties()) {
      JsonNode question = path.getValue().path("get");
      if (question.isMissingNode() || path.getKey().contains("{")) {
        continue;
      }
      asked.add(path.getKey());
      question
          .path("parameters")
          .forEach(parameter ->
              assertThat(parameter.path("required").asBoolean(false))
                  .as(path.getKey() + " " + parameter.path("name"))
                  .isFalse());
      assertThat(manager.get(path.getKey()).statusCode()).as(path.getKey()).isEqualTo(200);
    }
    assertThat(asked).hasSizeGreaterThan(10);
  }

  @Test
  void theAuditIsChosenByEachOfItsParameters() {
    for (String filter : FILTERED_AUDIT) {
      JsonNode none = read(manager, "/api/v1/audit?" + filter + "=nobody-ever-did-this");
      assertThat(none).as(filter).isEmpty();
    }
    assertThat(read(manager, "/api/v1/audit?limit=1")).hasSize(1);
  }

  private static JsonNode paths() {
    return read(manager, "/api/v1/openapi").path("paths");
  }

  private static Set<String> query(String path) {
    Set<String> names = new HashSet<>();
    paths()
        .path(path)
        .path("get")
        .path("parameters")
        .forEach(parameter -> names.add(parameter.path("name").asString("")));
    return names;
  }
}
