package org.moorage.manager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.manager.catalogue.Managers.TYPES;
import static org.moorage.manager.catalogue.Managers.delete;
import static org.moorage.manager.catalogue.Managers.get;
import static org.moorage.manager.catalogue.Managers.post;
import static org.moorage.manager.catalogue.Managers.profile;
import static org.moorage.manager.catalogue.Managers.put;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.catalogue.Managers.Answer;
import org.moorage.manager.console.LiveHub;
import org.moorage.profile.Lookup;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A type from its first draft to the retirement of its last version, over REST. */
class TypeLifeTest {

  private static final Managers MANAGERS = new Managers();

  @AfterAll
  static void close() {
    MANAGERS.close();
  }

  @ParameterizedTest
  @EnumSource
  void aDraftIsReleasedServedAndRetired(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    Catalogue catalogue = manager.bean(Catalogue.class);
    List<LiveHub.Topic> told = new CopyOnWriteArrayList<>();
    manager.bean(LiveHub.class).add(told::add);

    Answer made = post(manager, TYPES, Map.of("text", profile(10, "life", 1)));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.whole().headers().firstValue("Location")).contains(TYPES + "/10");
    assertThat(lookup(catalogue, 10, 1)).isInstanceOf(Lookup.UnknownType.class);

    long before = catalogue.revision();
    Answer released = post(manager, TYPES + "/life/versions/1/release", Map.of());
    assertThat(released.status()).isEqualTo(200);
    assertThat(released.text("state")).isEqualTo("released");
    assertThat(released.text("releasedBy")).isEqualTo("admin");
    assertThat(catalogue.revision()).isEqualTo(before + 1);
    assertThat(catalogue.since(before))
        .singleElement()
        .satisfies(version -> {
          assertThat(version.name()).isEqualTo("life");
          assertThat(version.profile()).contains("# a comment that stays");
        });
    assertThat(lookup(catalogue, 10, 1)).isInstanceOf(Lookup.Found.class);
    assertThat(lookup(catalogue, 10, 9).sentence())
        .isEqualTo("type 10 version 9 is unknown: `the released catalogue` has version 1");
    assertThat(told).contains(LiveHub.Topic.TYPES);

    Answer changed =
        put(
            manager,
            TYPES + "/10/versions/1",
            Map.of("text", profile(10, "life", 1), "lock", released.body().path("lock").asLong()));
    assertThat(changed.status()).isEqualTo(409);
    assertThat(changed.text("detail")).contains("is released").contains("make a new version");
    assertThat(delete(manager, TYPES + "/10/versions/1").status()).isEqualTo(409);
    assertThat(delete(manager, TYPES + "/10").status()).isEqualTo(409);

    Answer retired = post(manager, TYPES + "/10/versions/1/retire", Map.of());
    assertThat(retired.text("state")).isEqualTo("retired");
    assertThat(lookup(catalogue, 10, 1)).isInstanceOf(Lookup.UnknownType.class);
    assertThat(catalogue.all())
        .anySatisfy(version -> {
          assertThat(version.typeId()).isEqualTo(10);
          assertThat(version.state()).isEqualTo("retired");
        });
    assertThat(post(manager, TYPES + "/10/versions/1/release", Map.of()).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotReadIsRefusedWithFieldAndLineAndNothingIsKept(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    Answer answer =
        post(manager, TYPES, Map.of("text", profile(20, "broken", 1).replace("icmp", "imcp")));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("type")).isEqualTo("urn:moorage:problem:invalid");
    assertThat(answer.text("field")).isEqualTo("from-vm");
    assertThat(answer.body().path("line").asInt()).isEqualTo(7);
    assertThat(answer.text("detail"))
        .contains("broken/v1.yaml:7")
        .contains("did you mean \"icmp\"");
    assertThat(get(manager, TYPES + "/20").status()).isEqualTo(404);

    assertThat(post(manager, TYPES, Map.of("typeId", 1 << 24, "name", "x")).text("field"))
        .isEqualTo("typeId");
    assertThat(post(manager, TYPES, Map.of("typeId", 21, "name", "Not A Name")).text("field"))
        .isEqualTo("name");
    assertThat(post(manager, TYPES, Map.of()).status()).isEqualTo(400);
    assertThat(post(manager, TYPES, List.of("no object")).status()).isEqualTo(400);
    assertThat(post(manager, TYPES, Map.of("text", "name: \u0000")).status()).isEqualTo(400);
    assertThat(get(manager, TYPES + "/99999999").status()).isEqualTo(400);
    assertThat(get(manager, TYPES + "?limit=1001").text("field")).isEqualTo("limit");
    assertThat(get(manager, TYPES + "?sort=colour").text("field")).isEqualTo("sort");
    assertThat(get(manager, TYPES + "/20/versions/256").status()).isEqualTo(400);
    String huge = "x".repeat(3 << 20);
    assertThat(post(manager, TYPES, Map.of("text", huge)).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @EnumSource
  void numbersNamesAndVersionsAreTakenOnce(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    assertThat(post(manager, TYPES, Map.of("text", profile(30, "once", 1))).status())
        .isEqualTo(201);
    assertThat(post(manager, TYPES, Map.of("text", profile(30, "twice", 1))).text("field"))
        .isEqualTo("typeId");
    assertThat(post(manager, TYPES, Map.of("text", profile(31, "once", 1))).text("field"))
        .isEqualTo("name");
    Answer again = post(manager, TYPES + "/30/versions", Map.of("text", profile(30, "once", 1)));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("field")).isEqualTo("version");
    Answer other = post(manager, TYPES + "/30/versions", Map.of("text", profile(31, "one", 2)));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.body().path("problems").size()).isEqualTo(2);
    assertThat(
            post(manager, TYPES + "/30/versions", Map.of("text", profile(30, "once", 255)))
                .status())
        .isEqualTo(201);
    assertThat(delete(manager, TYPES + "/30/versions/255").status()).isEqualTo(204);
    assertThat(delete(manager, TYPES + "/30").status()).isEqualTo(204);
    assertThat(get(manager, TYPES + "/30").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void twoAdministratorsOnOneDraftAreToldOfEachOther(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    post(manager, TYPES, Map.of("text", profile(40, "shared", 1)));
    String draft = TYPES + "/40/versions/1";
    long lock = get(manager, draft).body().path("lock").asLong();
    String mine = profile(40, "shared", 1).replace("100", "101");
    String theirs = profile(40, "shared", 1).replace("100", "102");
    assertThat(put(manager, draft, Map.of("text", theirs)).status()).isEqualTo(428);
    assertThat(put(manager, draft, Map.of("text", theirs, "lock", lock)).status()).isEqualTo(200);
    Answer late = put(manager, draft, Map.of("text", mine, "lock", lock));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("type")).isEqualTo("urn:moorage:problem:changed-meanwhile");
    assertThat(late.text("detail")).contains("shared/1 was changed by admin at ");
    assertThat(late.text("text")).isEqualTo(theirs);
    assertThat(get(manager, draft).text("text")).isEqualTo(theirs);
    assertThat(post(manager, draft + "/release?lock=" + lock, Map.of()).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource
  void aTypeIsRenamedWhileNothingOfItIsReleased(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    post(manager, TYPES, Map.of("text", profile(50, "before", 1)));
    assertThat(put(manager, TYPES + "/50", Map.of("name", "after", "lock", 0)).text("name"))
        .isEqualTo("after");
    assertThat(get(manager, TYPES + "/after/versions/1").text("text")).contains("name: after");
    post(manager, TYPES + "/50/versions/1/release", Map.of());
    assertThat(put(manager, TYPES + "/50", Map.of("name", "later", "lock", 1)).status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource
  void aVersionInUseIsRetiredOnlyByForceAndItsUsersAreNamed(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    post(manager, TYPES, Map.of("text", profile(60, "used", 1)));
    post(manager, TYPES + "/60/versions/1/release", Map.of());
    hold(manager, 60, 1);
    Answer refused = post(manager, TYPES + "/60/versions/1/retire", Map.of());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("type")).isEqualTo("urn:moorage:problem:in-use");
    assertThat(refused.text("detail")).contains("vsi-60").contains("force=true");
    assertThat(refused.body().path("vsis").asInt()).isEqualTo(1);
    assertThat(get(manager, TYPES + "/60").body().path("versions").path(0).path("users").asInt())
        .isEqualTo(1);
    assertThat(post(manager, TYPES + "/60/versions/1/retire?force=true", Map.of()).text("state"))
        .isEqualTo("retired");
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseItselfKeepsWhatWasReleased(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    post(manager, TYPES, Map.of("text", profile(70, "fixed", 1)));
    JdbcClient sql = manager.bean(JdbcClient.class);
    String of = " where type_id = 70 and number = 1";
    assertThat(sql.sql("update vsi_type_version set created_by = 'x'" + of).update()).isOne();
    post(manager, TYPES + "/70/versions/1/release", Map.of());
    for (String set :
        List.of(
            "profile = 'x'",
            "groups = 'x'",
            "state = 'draft'",
            "released_by = 'x'",
            "number = 2")) {
      assertThatThrownBy(() -> sql.sql("update vsi_type_version set " + set + of).update())
          .as(set)
          .hasStackTraceContaining("cannot be changed");
    }
    assertThatThrownBy(() -> sql.sql("delete from vsi_type_version" + of).update())
        .hasStackTraceContaining("cannot be deleted");
    post(manager, TYPES + "/70/versions/1/retire", Map.of());
    assertThatThrownBy(
            () -> sql.sql("update vsi_type_version set state = 'released'" + of).update())
        .hasStackTraceContaining("cannot be changed");
  }

  @ParameterizedTest
  @EnumSource
  void aReleaseKeepsTheGroupsOfItsTime(Database database) {
    ManagerUnderTest manager = MANAGERS.on(database);
    long lock = get(manager, "/api/v1/groups").body().path("lock").asLong();
    Answer first =
        put(
            manager,
            "/api/v1/groups",
            Map.of("text", "addresses: { a: [10.0.0.1] }", "lock", lock));
    assertThat(first.status()).isEqualTo(200);
    String text = profile(80, "grouped", 1).replace("permit icmp", "permit icmp to group:a");
    post(manager, TYPES, Map.of("text", text));
    post(manager, TYPES + "/80/versions/1/release", Map.of());
    post(manager, TYPES + "/80/versions", Map.of("text", text.replace("version: 1", "version: 2")));

    assertThat(
            put(manager, "/api/v1/groups", Map.of("text", "addresses: [", "lock", lock + 1))
                .status())
        .isEqualTo(400);
    Answer second =
        put(
            manager,
            "/api/v1/groups",
            Map.of("text", "addresses: { b: [10.0.0.2] }", "lock", lock + 1));
    assertThat(second.body().path("brokenDrafts").path(0).asString()).isEqualTo("80/2");
    assertThat(put(manager, "/api/v1/groups", Map.of("text", "", "lock", lock)).status())
        .isEqualTo(409);
    Answer kept = get(manager, TYPES + "/80/versions/1");
    assertThat(kept.body().path("profile").path("groups").path("a").path(0).asString())
        .isEqualTo("10.0.0.1");
    assertThat(post(manager, TYPES + "/80/versions/2/release", Map.of()).text("detail"))
        .contains("group:a");
    assertThat(get(manager, TYPES + "/80/versions/2").body().path("problems").size()).isOne();
  }

  private static Lookup lookup(Catalogue catalogue, int type, int version) {
    return catalogue.lookup(new VsiTypeId(type), new VsiTypeVersion(version));
  }

  /** An association as ingestion writes it. */
  static void hold(ManagerUnderTest manager, int type, int version) {
    JdbcClient sql = manager.bean(JdbcClient.class);
    UUID edge = new UUID(0x7000, 0x8000_0000_0000_0000L | type);
    sql.sql(
            "insert into edge (id, name, epoch, last_sequence, software, dataplane, unknown_type,"
                + " uplinks, fabric, first_hello_at, last_hello_at) values (?, ?, 1, 1, 't', 's',"
                + " 'refuse', 'p1', '', now(), now())")
        .param(edge)
        .param("edge-" + type)
        .update();
    sql.sql(
            "insert into association (edge_id, uplink, vsi_id, state, current, type_id, version,"
                + " manager_id, standard, hints, filters, vport, entries, micros, since, heard_at)"
                + " values (?, 'p1', ?, 'associated', true, ?, ?, '', '', '', '[]', ?, 1, 1,"
                + " now(), now())")
        .param(edge)
        .param("vsi-" + type)
        .param(type)
        .param(version)
        .param("p1/vsi-" + type)
        .update();
  }
}
