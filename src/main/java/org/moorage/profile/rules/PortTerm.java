package org.moorage.profile.rules;

import java.util.List;

/** A member of a rule's list of ports. */
public sealed interface PortTerm {

  /** A run of ports, or one. */
  record Run(PortRange range) implements PortTerm {}

  /**
   * A named group, with what the name stood for when the rule was read.
   *
   * @param members its ranges, at least one, groups inside groups resolved
   */
  record Group(String name, List<PortRange> members) implements PortTerm {
    public Group {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("group " + name + " is empty; it would mean any");
      }
    }
  }

  /** The ranges it stands for. */
  default List<PortRange> ranges() {
    return switch (this) {
      case Run(PortRange range) -> List.of(range);
      case Group(String name, List<PortRange> members) -> members;
    };
  }

  /** As written in a rule. */
  default String text() {
    return switch (this) {
      case Run(PortRange range) -> range.toString();
      case Group(String name, List<PortRange> members) -> "group:" + name;
    };
  }
}
