package org.moorage.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.yaml.Problem;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a lab file and collects everything that is wrong with it, each with its line. */
public final class LabReader {

  /** What came of reading. */
  public sealed interface Reading {
    record Read(LabFile lab) implements Reading {}

    /** In the order of their lines; never empty. */
    record Refused(List<Problem> mistakes) implements Reading {
      public Refused {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /** A lab is written by hand; a larger file is not a lab. */
  static final int MAX_CHARACTERS = 1_000_000;

  private static final List<String> KEYS =
      List.of(
          "name",
          "about",
          "profiles",
          "evb",
          "stations",
          "switches",
          "extenders",
          "s-channels",
          "capacity",
          "reservation-hold",
          "overlay",
          "fabric",
          "links",
          "script",
          "always");
  private static final List<String> REQUIRED =
      List.of("name", "about", "stations", "switches", "links", "script");

  private final String file;
  private final String text;
  private final List<Problem> mistakes = new ArrayList<>();

  private LabReader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads a lab.
   *
   * @param file named in mistakes
   */
  public static Reading read(String file, String text) {
    return new LabReader(file, text).read();
  }

  private Reading read() {
    Optional<LabFile> lab = Optional.empty();
    try {
      lab = compose().flatMap(this::lab);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      wrong(line, notYaml(line, String.valueOf(e.getProblem())));
    } catch (YamlEngineException e) {
      wrong(0, "not YAML: " + e.getMessage());
    }
    return lab.<Reading>map(Reading.Read::new)
        .filter(read -> mistakes.isEmpty())
        .orElseGet(() -> new Reading.Refused(sorted()));
  }

  private List<Problem> sorted() {
    return mistakes.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  private Optional<MappingNode> compose() {
    if (text.length() > MAX_CHARACTERS) {
      wrong(0, "longer than " + MAX_CHARACTERS + " characters");
      return Optional.empty();
    }
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    Optional<Node> root = new Compose(settings).composeString(text);
    if (root.orElse(null) instanceof MappingNode mapping) {
      return Optional.of(mapping);
    }
    wrong(1, "a lab is a mapping with " + String.join(", ", REQUIRED));
    return Optional.empty();
  }

  /** The commonest slip has its own words: braces that YAML takes for its own. */
  private String notYaml(int line, String problem) {
    String written = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    if (problem.contains("mapping values") && written.contains("{")) {
      return "inside a sentence write (vid 100, loss 1%) with round brackets and without colons";
    }
    return "not YAML: " + problem;
  }

  private Optional<LabFile> lab(MappingNode root) {
    Members nodes = members(root, "a lab", KEYS);
    REQUIRED.stream()
        .filter(key -> !nodes.has(key))
        .forEach(key -> wrong(1, "\"" + key + "\" is missing"));
    if (!mistakes.isEmpty()) {
      return Optional.empty();
    }
    LabNames names = new LabNames();
    LabTopology topology = new LabTopology(this, names);
    topology.read(nodes);
    List<LabFile.Line> script = mistakes.isEmpty() ? script(nodes, names) : List.of();
    List<LabFile.Law> always = always(nodes, names);
    return Optional.of(
        new LabFile(
            file,
            scalar(nodes.need("name"), "name"),
            scalar(nodes.need("about"), "about"),
            nodes.find("profiles").map(node -> scalar(node, "profiles")),
            nodes.find("evb").map(this::evb).orElse(LabFile.Evb.STANDARD),
            topology.stations(),
            topology.switches(),
            topology.extenders(),
            topology.links(),
            nodes
                .find("overlay")
                .map(node -> new LabOverlay(this, topology.switches()).read(node))
                .orElse(List.of()),
            script,
            always));
  }

  private LabFile.Evb evb(Node node) {
    Members nodes = members(node, "evb", List.of("retries", "rte", "rwd", "rka"));
    LabFile.Evb standard = LabFile.Evb.STANDARD;
    return new LabFile.Evb(
        number(nodes, "retries", 0, 7, standard.retries()),
        number(nodes, "rte", 1, 27, standard.rte()),
        number(nodes, "rwd", 1, 27, standard.rwd()),
        number(nodes, "rka", 1, 27, standard.rka()));
  }

  private int number(Members nodes, String key, int min, int max, int otherwise) {
    int[] number = {otherwise};
    nodes
        .find(key)
        .ifPresent(
            node -> at(node, written -> number[0] = Quantities.number(written, key, min, max)));
    return number[0];
  }

  private List<LabFile.Line> script(Members nodes, LabNames names) {
    ScriptOrder order = new ScriptOrder();
    List<LabFile.Line> script = new ArrayList<>();
    for (Node item : items(nodes.need("script"), "script")) {
      if (item instanceof MappingNode line && line.getValue().size() == 1) {
        NodeTuple tuple = line.getValue().getFirst();
        at(
            tuple.getKeyNode(),
            when ->
                script.add(
                    order.next(
                        line(when, scalar(tuple.getValueNode(), "the sentence"), item, names))));
      } else {
        wrong(item, "a script line is \"- at 2s: ...\", \"- by 2s: ...\", within or until");
      }
    }
    return script;
  }

  private static LabFile.Line line(String when, String sentence, Node node, LabNames names) {
    When moment = When.parse(when);
    Sentence read =
        moment instanceof When.At
            ? Words.ACTIONS_AND_CLAIMS.read(sentence, names)
            : claim(when, sentence, names);
    return new LabFile.Line(moment, read, when + ": " + sentence, lineOf(node));
  }

  private static Claim claim(String when, String sentence, LabNames names) {
    try {
      return Words.CLAIMS.read(sentence, names);
    } catch (Mistaken notAClaim) {
      try {
        Words.ACTIONS.read(sentence, names);
      } catch (Mistaken notAnActionEither) {
        throw notAClaim;
      }
      String word = when.substring(0, when.indexOf(' '));
      throw new Mistaken("\"" + word + "\" looks; what happens is said with \"at\"");
    }
  }

  private List<LabFile.Law> always(Members nodes, LabNames names) {
    List<LabFile.Law> laws = new ArrayList<>();
    for (Node item : nodes.find("always").map(node -> items(node, "always")).orElse(List.of())) {
      at(
          item,
          sentence ->
              laws.add(
                  new LabFile.Law(Words.INVARIANTS.read(sentence, names), sentence, lineOf(item))));
    }
    return laws;
  }

  /** The members of a mapping, those with an unknown or repeated name reported and left out. */
  Members members(Node node, String what, List<String> known) {
    Map<String, Node> members = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      wrong(node, what + " is a mapping");
      return new Members(members);
    }
    for (NodeTuple tuple : mapping.getValue()) {
      at(
          tuple.getKeyNode(),
          key -> {
            if (!known.isEmpty() && !known.contains(key)) {
              String nearest = DidYouMean.question(key, known);
              throw new Mistaken(
                  "\""
                      + key
                      + "\" is not a part of "
                      + what
                      + (nearest.isEmpty() ? "; known are " + String.join(", ", known) : nearest));
            }
            if (members.put(key, tuple.getValueNode()) != null) {
              throw new Mistaken("\"" + key + "\" is there twice");
            }
          });
    }
    return new Members(members);
  }

  List<Node> items(Node node, String what) {
    if (node instanceof SequenceNode sequence) {
      if (sequence.getValue().size() > LabFile.MAX_LINES) {
        wrong(node, what + " has more than " + LabFile.MAX_LINES + " lines");
        return List.of();
      }
      return sequence.getValue();
    }
    wrong(node, what + " is a list");
    return List.of();
  }

  /** Gives a scalar's text to {@code use} and reports what it says is mistaken. */
  void at(Node node, Consumer<String> use) {
    if (!(node instanceof ScalarNode scalar)) {
      wrong(node, "expected a word or a sentence here");
      return;
    }
    try {
      use.accept(scalar.getValue().strip());
    } catch (Mistaken mistaken) {
      wrong(node, mistaken.sentence());
    }
  }

  private String scalar(Node node, String what) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    wrong(node, what + " is a text");
    return "";
  }

  void wrong(Node node, String sentence) {
    wrong(lineOf(node), sentence);
  }

  void wrong(int line, String sentence) {
    mistakes.add(Problem.of(file, line, "", sentence));
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
