package org.moorage.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.StoryLine;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fills the tables of what edges report, for pages and tests that show it: five edges of which one
 * is away, VSIs on four of them, some refused, some on the move, and names with markup in them.
 */
public final class ConsoleFixture {

  public static final List<String> EDGES =
      List.of("leaf-1", "leaf-2", "leaf-3", "leaf-4", "leaf-5");
  public static final String MARKUP = "<b>host</b>-\"x\"";
  public static final String REASON =
      "type 4799 is not in the catalogue; did you mean <i>4711</i>?";
  public static final String FIX = "release type 4799, or give the VM another type";
  public static final String ALARM = "the link of <u>eth2</u> went down";

  private static final int STORIES = 1_000;
  static final int UPLINKS = 4;
  private static final int VLANS = 50;

  private final JdbcTemplate database;
  private final Instant now;
  private final JsonMapper mapper = JsonMapper.builder().build();

  private ConsoleFixture(JdbcTemplate database, Instant now) {
    this.database = database;
    this.now = now;
  }

  /** So many VSIs, as of now. */
  public static void fill(JdbcTemplate database, int vsis, Instant now) {
    ConsoleFixture fixture = new ConsoleFixture(database, now);
    fixture.catalogue();
    fixture.edges();
    fixture.associations(vsis);
    fixture.filters();
    fixture.events(Math.min(vsis, STORIES));
    fixture.migrations(vsis / 5);
    database.execute("analyze");
  }

  public static UUID edge(int number) {
    return new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0000L + number % EDGES.size());
  }

  public static String vsi(int number) {
    long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
    return new UUID(mixed, mixed * 31 + number).toString();
  }

  public static String mac(int number) {
    return new MacAddress(0x0200_0000_0000L + number).toString();
  }

  public static int vid(int number) {
    return 100 + number % VLANS;
  }

  public static String vPort(int number) {
    return new UUID(number, 0x7070).toString();
  }

  public static String state(int number) {
    return number % 20 == 7
        ? "refused"
        : number % 20 == 3 ? "pre-associated" : number % 20 == 13 ? "de-associated" : "associated";
  }

  /** A VSI that is associated, with a story. */
  public static int anAssociated() {
    return 0;
  }

  public static int aRefused() {
    return 7;
  }

  private static int edgeOf(int number) {
    return number % 4;
  }

  private static String uplinkOf(int number) {
    return "eth" + (1 + number / 4 % UPLINKS);
  }

  private static boolean isWeb(int number) {
    return number % 3 != 0 || number == anAssociated();
  }

  private void catalogue() {
    for (Object[] type :
        List.of(new Object[] {4711, "web-server"}, new Object[] {4712, "database"})) {
      database.update(
          "insert into vsi_type (type_id, name, created_at, version) values (?, ?, ?, 0)",
          type[0],
          type[1],
          at(90_000));
    }
    version(4711, 1, "retired", "web-server/v1");
    version(4711, 2, "released", "web-server/v2");
    version(4711, 3, "draft", "web-server/v2");
    version(4712, 1, "released", "database/v1");
  }

  private void version(int type, int number, String state, String file) {
    boolean draft = state.equals("draft");
    database.update(
        "insert into vsi_type_version (type_id, number, state, profile, groups, created_at,"
            + " created_by, released_at, released_by, revision, version)"
            + " values (?, ?, ?, ?, '', ?, 'admin', ?, ?, 1, 0)",
        type,
        number,
        state,
        text(Path.of("profiles", file + ".yaml")),
        at(80_000),
        draft ? null : at(80_000),
        draft ? null : "admin");
  }

  private void edges() {
    for (int i = 0; i < EDGES.size(); i++) {
      database.update(
          "insert into edge (id, name, former_name, epoch, last_sequence, software, dataplane,"
              + " unknown_type, uplinks, fabric, first_hello_at, last_hello_at)"
              + " values (?, ?, null, 1, 0, 'moorage 0.1.0', 'soft', 'refuse', ?, 'eth0', ?, ?)",
          edge(i),
          EDGES.get(i),
          "eth1\neth2\neth3\neth4",
          at(86_000),
          at(i == 4 ? 7_200 : 60));
    }
  }

  private void associations(int vsis) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < vsis; i++) {
      String state = state(i);
      boolean held = !state.equals("refused") && !state.equals("de-associated");
      boolean refused = state.equals("refused");
      String answered = refused ? "" : ",\"answered\":" + vid(i) + ",\"pcp\":0";
      rows.add(
          new Object[] {
            edge(edgeOf(i)),
            uplinkOf(i),
            vsi(i),
            state,
            state.equals("associated"),
            refused ? 4799 : isWeb(i) ? 4711 : 4712,
            refused || !isWeb(i) ? 1 : 2,
            refused ? null : isWeb(i) ? "web-server" : "database",
            refused ? null : "known",
            i == aRefused() ? MARKUP : "host-" + (char) ('a' + i % 16),
            "[{\"mac\":\"" + mac(i) + "\",\"vid\":" + vid(i) + answered + "}]",
            held ? vPort(i) : null,
            held ? "filter" : null,
            held ? 14 : 0,
            850L + i % 300,
            refused ? REASON : null,
            refused ? FIX : null,
            at(10 + i % 80_000),
            at(5)
          });
    }
    database.batchUpdate(
        "insert into association (edge_id, uplink, vsi_id, state, current, type_id, version,"
            + " profile, standing, manager_id, standard, hints, station, filters, vport,"
            + " separation, entries, micros, reason, fix, since, heard_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'default', 'ratified', '', ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?)",
        rows);
  }

  private void filters() {
    List<Object[]> rows = new ArrayList<>();
    database.query(
        "select id, vsi_id from association order by id",
        row -> {
          int i = rows.size();
          rows.add(
              new Object[] {
                row.getLong("id"), mac(i), vid(i), state(i).equals("refused") ? null : vid(i)
              });
        });
    database.batchUpdate(
        "insert into association_filter (association_id, position, mac, vid, answered)"
            + " values (?, 0, ?, ?, ?)",
        rows);
  }

  private void events(int vsis) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < vsis; i++) {
      boolean refused = state(i).equals("refused");
      int since = 10 + i % 80_000;
      if (!refused && i % 5 == 0) {
        rows.add(event(i + 1, since + 4_000, "granted", i, "granted", "pre-associated", story(i)));
        rows.add(
            event(i + 1, since + 2, "released", i, "the VSI associated elsewhere", null, null));
      }
      rows.add(
          event(
              i,
              since,
              refused ? "refused" : "granted",
              i,
              refused ? REASON : "granted",
              refused ? "refused" : state(i),
              story(i)));
      if (state(i).equals("de-associated")) {
        rows.add(event(i, since - 5, "released", i, "the station de-associated", null, null));
      }
    }
    if (vsis > 0) {
      for (int i = 0; i < 3; i++) {
        rows.add(event(i, 300 * (i + 1), "alarm", -1, ALARM, null, null));
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i)[2] = i + 1;
    }
    database.batchUpdate(
        "insert into association_event (edge_id, epoch, sequence, at, kind, vsi_id, uplink, state,"
            + " type_id, version, profile, text, story)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private Object[] event(
      int place,
      int secondsAgo,
      String kind,
      int vsi,
      String text,
      @Nullable String state,
      @Nullable String story) {
    return new Object[] {
      edge(edgeOf(place)),
      1,
      0,
      at(secondsAgo),
      kind,
      vsi < 0 ? null : vsi(vsi),
      uplinkOf(place),
      state,
      vsi < 0 ? null : 4711,
      vsi < 0 ? null : 2,
      vsi < 0 ? null : "web-server",
      text,
      story
    };
  }

  private String story(int i) {
    boolean refused = state(i).equals("refused");
    String at = now.minusSeconds(10 + i % 80_000).toString();
    return mapper.writeValueAsString(
        List.of(
            new StoryLine(
                at,
                "heard",
                true,
                null,
                "Associate of type 4711 version 2, manager default, filter "
                    + mac(i)
                    + " VID "
                    + vid(i),
                tlv(i, 0)),
            new StoryLine(at, "looked up", false, 4L, "web-server/2 is in the catalogue", null),
            new StoryLine(
                at,
                "decided",
                false,
                61L,
                refused ? "refused: " + REASON : "granted: VLAN " + vid(i) + " is in the pool",
                null),
            new StoryLine(at, "programmed", false, 640L, "vPort " + vPort(i) + " forwards", null),
            new StoryLine(
                at,
                "answered",
                false,
                38L,
                "Associate, success (0x40)",
                tlv(i, refused ? 0x54 : 0x40))));
  }

  private static String tlv(int i, int status) {
    return new AssociationTlv(
            VdpType.ASSOCIATE,
            status,
            new VsiTypeId(4711),
            new VsiTypeVersion(2),
            VsiId.of(UUID.fromString(vsi(i))),
            new FilterInfo(
                FilterInfo.Format.MAC_VID,
                List.of(
                    new FilterInfo.Entry(
                        0, Optional.of(MacAddress.parse(mac(i))), new VidField(false, 0, vid(i))))))
        .encode()
        .hex();
  }

  private void migrations(int moves) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < moves; i++) {
      long micros = 1_500L + (long) (Math.pow(i % 97, 2.4) * 40);
      Instant up = now.minusSeconds(20 + i * 7L);
      boolean announced = i % 11 != 10;
      boolean open = i == 0;
      rows.add(
          new Object[] {
            vsi(i * 5),
            4711,
            2,
            "web-server",
            edge(edgeOf(i + 1)),
            uplinkOf(i),
            edge(edgeOf(i)),
            uplinkOf(i),
            announced ? up.minusNanos(micros * 1_000).atOffset(ZoneOffset.UTC) : null,
            up.atOffset(ZoneOffset.UTC),
            open ? null : up.plusMillis(8 + i % 40).atOffset(ZoneOffset.UTC)
          });
    }
    database.batchUpdate(
        "insert into migration (vsi_id, type_id, version, profile, from_edge_id, from_uplink,"
            + " to_edge_id, to_uplink, announced_at, up_at, gone_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  private java.time.OffsetDateTime at(int secondsAgo) {
    return now.minusSeconds(secondsAgo).atOffset(ZoneOffset.UTC);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
