package org.moorage.manager.catalogue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One manager on each database for all tests of a class; each test uses types of its own. */
final class Managers implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();
  static final String TYPES = "/api/v1/vsi-types";

  private final Map<Database, ManagerUnderTest> started = new EnumMap<>(Database.class);

  ManagerUnderTest on(Database database) {
    return started.computeIfAbsent(
        database, which -> ManagerUnderTest.start(which, InstantSource.system(), Map.of()));
  }

  /** An answer read as JSON. */
  record Answer(int status, JsonNode body, HttpResponse<String> whole) {

    String text(String field) {
      return body.path(field).asString("");
    }
  }

  static Answer get(ManagerUnderTest manager, String path) {
    return answer(manager.get(path));
  }

  static Answer post(ManagerUnderTest manager, String path, Object body) {
    return send(manager, "POST", path, body);
  }

  static Answer put(ManagerUnderTest manager, String path, Object body) {
    return send(manager, "PUT", path, body);
  }

  static Answer delete(ManagerUnderTest manager, String path) {
    return answer(manager.send(manager.request(path).DELETE()));
  }

  private static Answer send(ManagerUnderTest manager, String method, String path, Object body) {
    HttpRequest.Builder request =
        manager
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return answer(manager.send(request));
  }

  static Answer answer(HttpResponse<String> response) {
    boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
    return new Answer(
        response.statusCode(),
        json ? JSON.readTree(response.body()) : JSON.createObjectNode(),
        response);
  }

  /** A small profile. */
  static String profile(int type, String name, int version) {
    return """
    type: %d
    name: %s
    version: %d
    about: For a test. # a comment that stays
    vlan: { access: 100 }
    from-vm:
      - permit icmp
    to-vm:
      - permit tcp to port 22
    """
        .formatted(type, name, version);
  }

  @Override
  public void close() {
    started.values().forEach(ManagerUnderTest::close);
  }
}
