package org.moorage.yaml;

import java.util.List;

/** A value of a YAML file and where it stands; lines and columns count from 1. */
public sealed interface YamlValue {

  int line();

  int column();

  /** How to name it in a sentence. */
  String kind();

  /**
   * A scalar, uninterpreted.
   *
   * @param plain written without quotes on one line, so that a place in the text is also a place in
   *     the file
   */
  record Text(String text, boolean plain, int line, int column) implements YamlValue {
    @Override
    public String kind() {
      return text.isEmpty() && plain ? "nothing" : "\"" + text + "\"";
    }
  }

  /** A sequence. */
  record Items(List<YamlValue> items, int line, int column) implements YamlValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping, its keys in the order written, each once. */
  record Mapping(List<Member> members, int line, int column) implements YamlValue {
    public Mapping {
      members = List.copyOf(members);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key of a mapping and what stands behind it. */
  record Member(Text key, YamlValue value) {}
}
