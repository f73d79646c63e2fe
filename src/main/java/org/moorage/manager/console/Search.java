package org.moorage.manager.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Finds what a text may name: a VSI, a MAC address, a VLAN, a type, an edge, a station. */
@Component
class Search {

  /** Hits of one kind that are shown. */
  static final int SHOWN = 10;

  static final int MAX_TEXT = 200;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,8}");
  private static final Pattern VSI = Pattern.compile("[0-9a-z:.-]{2,64}");
  private static final Pattern VERSIONED = Pattern.compile("(.+)/(\\d{1,3})");
  private static final int MAX_VID = 4_094;

  private final JdbcClient database;

  Search(JdbcClient database) {
    this.database = database;
  }

  /**
   * Something found.
   *
   * @param kind {@code vsi}, {@code mac}, {@code vlan}, {@code type}, {@code edge}, {@code station}
   * @param path the page that shows it
   */
  record Hit(String kind, String name, String path) {}

  /** Those of one kind; {@code more} where there were more than {@link #SHOWN}. */
  record Found(String kind, List<Hit> hits, boolean more) {
    Found {
      hits = List.copyOf(hits);
    }
  }

  /** By kind, only those with hits. */
  List<Found> find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<Found> found = new ArrayList<>();
    if (wanted.isEmpty() || wanted.length() > MAX_TEXT || wanted.indexOf('\0') >= 0) {
      return found;
    }
    add(found, "vsi", vsis(wanted));
    add(found, "mac", macs(wanted));
    add(found, "vlan", vlans(wanted));
    add(found, "type", types(wanted));
    add(found, "edge", edges(wanted));
    add(found, "station", stations(wanted));
    return found;
  }

  private static void add(List<Found> found, String kind, List<Hit> hits) {
    if (!hits.isEmpty()) {
      boolean more = hits.size() > SHOWN;
      found.add(new Found(kind, more ? hits.subList(0, SHOWN) : hits, more));
    }
  }

  private List<Hit> vsis(String wanted) {
    if (!VSI.matcher(wanted).matches()) {
      return List.of();
    }
    String sql = "select distinct vsi_id from association where vsi_id like ? escape '!'";
    String pattern = Columns.beginsWith(wanted);
    return Columns.behind(wanted)
        .map(
            behind -> hits("vsi", sql + " and vsi_id >= ? and vsi_id < ?", pattern, wanted, behind))
        .orElseGet(() -> hits("vsi", sql, pattern));
  }

  private List<Hit> macs(String wanted) {
    return WrittenMac.read(wanted)
        .map(mac ->
            hits(
                "vsi",
                "select distinct a.vsi_id from association_filter f"
                    + " join association a on a.id = f.association_id where f.mac = ?",
                mac.toString()))
        .orElse(List.of());
  }

  private List<Hit> vlans(String wanted) {
    if (!NUMBER.matcher(wanted).matches() || Integer.parseInt(wanted) > MAX_VID) {
      return List.of();
    }
    boolean used =
        database
            .sql("select answered from association_filter where answered = ? limit 1")
            .param(Integer.parseInt(wanted))
            .query(Integer.class)
            .optional()
            .isPresent();
    return used
        ? List.of(
            new Hit("vlan", Integer.toString(Integer.parseInt(wanted)), "/vsis?vid=" + wanted))
        : List.of();
  }

  private List<Hit> types(String wanted) {
    var versioned = VERSIONED.matcher(wanted);
    String name = versioned.matches() ? versioned.group(1) : wanted;
    List<Object> values = new ArrayList<>();
    values.add(Columns.contains(name));
    boolean number = NUMBER.matcher(name).matches();
    if (number) {
      values.add(Integer.parseInt(name));
    }
    return database
        .sql(
            "select type_id, name from vsi_type where lower(name) like ? escape '!'"
                + (number ? " or type_id = ?" : "")
                + " order by name limit "
                + (SHOWN + 1))
        .params(values)
        .query((row, at) ->
            new Hit(
                "type",
                row.getString("name") + " (" + row.getInt("type_id") + ")",
                "/types/" + row.getInt("type_id")))
        .list();
  }

  private List<Hit> edges(String wanted) {
    return hits(
        "edge",
        "select name from edge where lower(name) like ? escape '!'",
        Columns.contains(wanted));
  }

  private List<Hit> stations(String wanted) {
    if (WrittenMac.read(wanted).isPresent()) {
      return List.of();
    }
    return hits(
        "station",
        "select distinct station from association where lower(station) like ? escape '!'",
        Columns.contains(wanted));
  }

  /** The names of a query with one column. */
  private List<Hit> hits(String kind, String sql, Object... values) {
    return database
        .sql(sql + " order by 1 limit " + (SHOWN + 1))
        .params(values)
        .query((row, number) -> new Hit(kind, row.getString(1), path(kind, row.getString(1))))
        .list();
  }

  private static String path(String kind, String name) {
    return switch (kind) {
      case "vsi" -> encoded("/vsis/{name}", name);
      case "edge" -> encoded("/edges/{name}", name);
      default -> encoded("/vsis?server={name}", name);
    };
  }

  private static String encoded(String template, String name) {
    return UriComponentsBuilder.fromUriString(template).encode().buildAndExpand(name).toUriString();
  }
}
