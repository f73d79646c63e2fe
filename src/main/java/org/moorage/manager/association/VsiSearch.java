package org.moorage.manager.association;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.manager.console.Columns;
import org.moorage.manager.console.WrittenMac;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * What somebody looks for among associations: one text a field, empty where any will do. Texts that
 * make no sense are {@link #mistakes()}, by field; a search with mistakes finds nothing.
 */
public final class VsiSearch {

  /** Fields in the order the form has them; names as in REST. */
  public static final List<String> FIELDS =
      List.of(
          "vsi", "state", "type", "version", "edge", "uplink", "mac", "vid", "server", "current");

  public static final List<String> STATES =
      List.of("associated", "pre-associated", "pre-associated-rr", "refused", "de-associated");

  private static final List<String> FIELDS_OF_COUNTS = List.of("state");

  /** Longer than anything a field holds. */
  private static final int MAX_TEXT = 255;

  private static final int MAX_VID = 4_094;
  private static final Pattern TYPE = Pattern.compile("(.+?)(?:/(\\d{1,3}))?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,8}");

  private final Map<String, String> said = new LinkedHashMap<>();
  private final Map<String, String> mistakes = new LinkedHashMap<>();
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private VsiSearch() {}

  /** Reads the fields it knows and leaves the others alone. */
  public static VsiSearch of(Map<String, String> parameters) {
    VsiSearch search = new VsiSearch();
    for (String field : FIELDS) {
      String text = parameters.getOrDefault(field, "").strip();
      if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
        search.said.put(field, text.substring(0, Math.min(MAX_TEXT, text.length())));
        search.mistakes.put(field, "long");
      } else if (!text.isEmpty()) {
        search.said.put(field, text);
        search.add(field, text);
      }
    }
    return search;
  }

  /** Only what holds a vPort now; what is held no longer has none. */
  public VsiSearch withVPort() {
    conditions.add("a.vport is not null");
    return this;
  }

  /** Whether it asks for everything, or everything in one state. */
  boolean isPlain() {
    return conditions.size() == said.size() && FIELDS_OF_COUNTS.containsAll(said.keySet());
  }

  /** What was asked for, to be shown again and to be kept in links. */
  public Map<String, String> said() {
    return Map.copyOf(said);
  }

  public String said(String field) {
    return said.getOrDefault(field, "");
  }

  /** Whether anything was asked for. */
  public boolean asks() {
    return !said.isEmpty();
  }

  /** Field to the key of the sentence that says what to write there. */
  public Map<String, String> mistakes() {
    return Map.copyOf(mistakes);
  }

  /** {@code where ...} over {@code association a}, or nothing. */
  String where() {
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  List<Object> values() {
    return List.copyOf(values);
  }

  private void add(String field, String text) {
    switch (field) {
      case "vsi" -> vsi(text.toLowerCase(Locale.ROOT));
      case "state" -> oneOf(field, text, STATES, "a.state = ?", text);
      case "type" -> type(text);
      case "version" -> number(field, text, VsiTypeVersion.MAX, "a.version = ?");
      case "edge" ->
          condition(
              "a.edge_id in (select e.id from edge e where coalesce(e.name, e.former_name) = ?)",
              text);
      case "uplink" -> uplink(text);
      case "mac" -> mac(text);
      case "vid" -> vid(text);
      case "server" ->
          condition(
              "lower(a.station) like ? escape '!'",
              Columns.contains(text.toLowerCase(Locale.ROOT)));
      case "current" ->
          oneOf(field, text, List.of("true", "false"), "a.current = ?", text.equals("true"));
      default -> throw new IllegalArgumentException(field);
    }
  }

  /** An uplink with its S-channels, or one of these: {@code eth1}, {@code eth1/2}. */
  private void uplink(String name) {
    conditions.add("(a.uplink = ? or left(a.uplink, ?) = ?)");
    values.addAll(List.of(name, name.length() + 1, name + "/"));
  }

  private void vsi(String prefix) {
    condition("a.vsi_id like ? escape '!'", Columns.beginsWith(prefix));
    Columns.behind(prefix)
        .ifPresent(behind -> {
          condition("a.vsi_id >= ?", prefix);
          condition("a.vsi_id < ?", behind);
        });
  }

  private void type(String text) {
    Matcher parts = TYPE.matcher(text);
    if (!parts.matches()) {
      mistakes.put("type", "type");
      return;
    }
    String name = parts.group(1);
    if (NUMBER.matcher(name).matches()) {
      number("type", name, VsiTypeId.MAX, "a.type_id = ?");
    } else {
      condition("a.profile = ?", name);
    }
    if (parts.group(2) != null) {
      number("type", parts.group(2), VsiTypeVersion.MAX, "a.version = ?");
    }
  }

  private void mac(String text) {
    Optional<MacAddress> mac = WrittenMac.read(text);
    if (mac.isEmpty()) {
      mistakes.put("mac", "mac");
      return;
    }
    condition(
        "a.id in (select f.association_id from association_filter f where f.mac = ?)",
        mac.get().toString());
  }

  private void vid(String text) {
    if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > MAX_VID) {
      mistakes.put("vid", "vid");
      return;
    }
    condition(
        "a.id in (select f.association_id from association_filter f where f.answered = ?)",
        Integer.parseInt(text));
  }

  private void number(String field, String text, int most, String condition) {
    if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > most) {
      mistakes.put(field, field);
      return;
    }
    condition(condition, Integer.parseInt(text));
  }

  private void oneOf(
      String field, String text, List<String> choices, String condition, Object value) {
    if (!choices.contains(text)) {
      mistakes.put(field, field);
      return;
    }
    condition(condition, value);
  }

  private void condition(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
  }
}
