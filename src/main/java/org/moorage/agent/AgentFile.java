package org.moorage.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.yaml.NearestWord;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/**
 * The agent file: the options of the command line as YAML. Its keys are the options' names; {@code
 * uplinks} is a list or a mapping with settings for each interface, {@code fabric}, {@code
 * cascade-port}, {@code mirror-port} and {@code manager} are lists.
 *
 * <p>Only keys that do something in this version are taken. What later ones will bring is refused
 * by name, so that nobody believes it is on.
 */
public final class AgentFile {

  /** More than any edge has ports to describe. */
  private static final long MAX_BYTES = 1 << 20;

  /** What can be said of one uplink. */
  private static final List<String> OF_UPLINK =
      List.of(
          AgentOptions.RELAY,
          AgentOptions.S_CHANNELS,
          AgentOptions.MODE,
          AgentOptions.CAPACITY,
          AddressOptions.EVB,
          AddressOptions.ECP);

  private static final String INTERFACES = "write interface names: [eth1]";
  private static final String MANAGERS = "write addresses: [\"https://moorage-1:8443\"]";

  private static final List<String> KEYS =
      Stream.concat(
              Stream.of("uplinks", "fabric", CascadeOptions.CASCADE, MirrorPorts.OPTION, "manager"),
              AgentOptions.SINGLE.stream())
          .toList();

  private static final Map<String, String> LATER =
      Map.of("provider-address", "write it into the file of the overlay, and here overlay: FILE");

  private final String file;
  private final Problems problems;
  private final OptionWords words = new OptionWords();

  private AgentFile(Path path) {
    file = path.toString();
    problems = new Problems(file);
  }

  /**
   * Reads an agent file.
   *
   * @throws OptionMistake with every problem in it on a line of its own, naming file, line and key
   */
  public static OptionWords read(Path path) throws OptionMistake {
    AgentFile reading = new AgentFile(path);
    Optional<YamlValue> root = YamlFile.read(path, MAX_BYTES, reading.problems);
    if (root.isPresent()) {
      reading.take(root.get());
    }
    if (!reading.problems.isEmpty()) {
      throw new OptionMistake(
          reading.problems.list().stream()
              .map(Problem::toString)
              .collect(Collectors.joining("\n")));
    }
    return reading.words;
  }

  private void take(YamlValue root) {
    for (YamlValue.Member member : members(root, "", KEYS)) {
      String key = member.key().text();
      YamlValue value = member.value();
      switch (key) {
        case "uplinks" -> takeUplinks(value);
        case "fabric" -> takeItems(value, key, "fabric", INTERFACES);
        case CascadeOptions.CASCADE -> takeItems(value, key, key, INTERFACES);
        case MirrorPorts.OPTION -> takeItems(value, key, key, INTERFACES);
        case "manager" -> takeItems(value, key, "manager", MANAGERS);
        case "dataplane" -> {
          if (value instanceof YamlValue.Mapping) {
            problems.add(
                value.line(), key, "is soft or none in this version; write dataplane: soft");
          } else {
            takeOne(member, key, key);
          }
        }
        default -> takeOne(member, key, key);
      }
    }
  }

  private void takeUplinks(YamlValue value) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      takeItems(value, "uplinks", "uplink", INTERFACES);
      return;
    }
    for (YamlValue.Member uplink : mapping.members()) {
      String name = uplink.key().text();
      words.add("uplink", name, where(uplink.key(), "uplinks"));
      if (isNothing(uplink.value())) {
        continue;
      }
      for (YamlValue.Member setting : members(uplink.value(), "uplinks." + name, OF_UPLINK)) {
        String key = setting.key().text();
        takeOne(setting, "uplinks." + name + "." + key, AgentOptions.of(key, name));
      }
    }
  }

  private void takeItems(YamlValue value, String key, String option, String advice) {
    List<YamlValue> items = value instanceof YamlValue.Items list ? list.items() : List.of(value);
    for (YamlValue item : items) {
      if (item instanceof YamlValue.Text text && !isNothing(item)) {
        words.add(option, text.text(), where(item, key));
      } else {
        problems.add(item.line(), key, "is " + item.kind() + "; " + advice);
      }
    }
  }

  private void takeOne(YamlValue.Member member, String path, String option) {
    if (member.value() instanceof YamlValue.Text text && !isNothing(text)) {
      words.add(option, text.text(), where(member.key(), path));
    } else {
      problems.add(
          member.key().line(), path, "is " + member.value().kind() + " where one word belongs");
    }
  }

  /** The members of a mapping that this version knows; the others become problems. */
  private List<YamlValue.Member> members(YamlValue value, String path, List<String> known) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      problems.add(
          value.line(),
          path,
          "is " + value.kind() + "; write a mapping with " + String.join(", ", known));
      return List.of();
    }
    for (YamlValue.Member member : mapping.members()) {
      String key = member.key().text();
      if (!known.contains(key)) {
        String advice =
            Optional.ofNullable(LATER.get(key))
                .or(() -> NearestWord.didYouMean(key, known))
                .orElse("it takes " + String.join(", ", known));
        String what = LATER.containsKey(key) ? " is not in this version; " : " is not a key here; ";
        problems.add(member.key().line(), path, "\"" + key + "\"" + what + advice);
      }
    }
    return mapping.members().stream().filter(each -> known.contains(each.key().text())).toList();
  }

  private static boolean isNothing(YamlValue value) {
    return value instanceof YamlValue.Text text && text.plain() && text.text().isEmpty();
  }

  private String where(YamlValue at, String key) {
    return file + ":" + at.line() + ": " + key;
  }
}
