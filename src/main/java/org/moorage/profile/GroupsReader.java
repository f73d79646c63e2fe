package org.moorage.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.rules.Groups;
import org.moorage.profile.rules.PortRange;
import org.moorage.profile.rules.RuleParser;
import org.moorage.profile.rules.WrittenName;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.yaml.NearestWord;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFields;
import org.moorage.yaml.YamlValue;

/**
 * Reads {@code groups.yaml}: names for addresses and for ports, groups inside groups resolved.
 *
 * @param <T> what the groups at hand are made of
 */
final class GroupsReader<T> {

  /** Names of one kind a file may hold; more is a database, not a file. */
  static final int MAX_GROUPS = 1_000;

  static final List<String> KEYS = List.of("addresses", "ports");

  private static final String GROUP = "group:";

  private final String kind;
  private final Function<String, T> parser;
  private final int maxMembers;
  private final Problems problems;
  private final Map<String, YamlValue> written = new LinkedHashMap<>();
  private final Map<String, List<T>> resolved = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private GroupsReader(String kind, Function<String, T> parser, int maxMembers, Problems problems) {
    this.kind = kind;
    this.parser = parser;
    this.maxMembers = maxMembers;
    this.problems = problems;
  }

  /** The groups that are in order; what is not is among the problems. */
  static Groups read(YamlValue file, Problems problems) {
    Optional<YamlFields> fields = YamlFields.of(file, "", KEYS, problems);
    if (fields.isEmpty()) {
      return Groups.NONE;
    }
    return new Groups(
        new GroupsReader<IpPrefix>("addresses", IpPrefix::parse, RuleParser.MAX_PREFIXES, problems)
            .readAll(fields.get()),
        new GroupsReader<PortRange>("ports", PortRange::parse, RuleParser.MAX_RANGES, problems)
            .readAll(fields.get()));
  }

  private Map<String, List<T>> readAll(YamlFields fields) {
    Optional<YamlValue> value = fields.value(kind);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!(value.get() instanceof YamlValue.Mapping mapping)) {
      problems.add(
          value.get().line(),
          kind,
          "is " + value.get().kind() + "; write a mapping of names to lists");
      return Map.of();
    }
    if (mapping.members().size() > MAX_GROUPS) {
      problems.add(
          mapping.line(),
          kind,
          "has " + mapping.members().size() + " groups; at most " + MAX_GROUPS + " are read");
      return Map.of();
    }
    for (YamlValue.Member member : mapping.members()) {
      try {
        written.put(WrittenName.require(member.key().text()), member.value());
      } catch (IllegalArgumentException wrong) {
        problems.add(member.key().line(), kind, String.valueOf(wrong.getMessage()));
      }
    }
    written.keySet().forEach(this::resolve);
    return resolved;
  }

  /** The members of a group; none where something is wrong with it, which is then reported once. */
  private List<T> resolve(String name) {
    List<T> known = resolved.get(name);
    if (known != null || broken.contains(name)) {
      return known == null ? List.of() : known;
    }
    open.addLast(name);
    int before = problems.size();
    Set<T> members = new LinkedHashSet<>();
    boolean whole = true;
    YamlValue value = written.get(name);
    for (YamlValue item : items(value, name)) {
      List<T> more = member(item, name);
      whole &= !more.isEmpty();
      members.addAll(more);
    }
    open.removeLast();
    if (members.size() > maxMembers) {
      problems.add(
          lineOf(value),
          kind + "." + name,
          "stands for " + members.size() + " " + kind + "; at most " + maxMembers);
    }
    if (!whole || problems.size() > before || members.isEmpty()) {
      broken.add(name);
      return List.of();
    }
    List<T> list = new ArrayList<>(members);
    resolved.put(name, list);
    return list;
  }

  private List<YamlValue> items(@Nullable YamlValue value, String name) {
    if (value instanceof YamlValue.Items list && !list.items().isEmpty()) {
      return list.items();
    }
    if (value instanceof YamlValue.Text text && !text.text().isEmpty()) {
      return List.of(text);
    }
    problems.add(lineOf(value), kind + "." + name, "is empty; a group has at least one member");
    return List.of();
  }

  private List<T> member(YamlValue item, String name) {
    String field = kind + "." + name;
    if (!(item instanceof YamlValue.Text text)) {
      problems.add(item.line(), field, "holds " + item.kind() + " where a member belongs");
      return List.of();
    }
    if (!text.text().startsWith(GROUP)) {
      try {
        return List.of(parser.apply(text.text()));
      } catch (IllegalArgumentException wrong) {
        problems.add(item.line(), field, String.valueOf(wrong.getMessage()));
        return List.of();
      }
    }
    String other = text.text().substring(GROUP.length());
    if (!written.containsKey(other)) {
      problems.add(
          item.line(),
          field,
          "\""
              + text.text()
              + "\" does not exist; "
              + NearestWord.of(other, written.keySet())
                  .map(near -> "did you mean \"" + GROUP + near + "\"?")
                  .orElse("the groups of " + kind + " are " + NearestWord.some(written.keySet())));
      return List.of();
    }
    if (open.contains(other)) {
      problems.add(
          item.line(), field, "contains itself: " + String.join(" -> ", open) + " -> " + other);
      return List.of();
    }
    return resolve(other);
  }

  private static int lineOf(@Nullable YamlValue value) {
    return value == null ? 0 : value.line();
  }
}
