package org.moorage.profile.rules;

import java.util.List;
import org.moorage.protocol.ip.IpPrefix;

/** A member of a rule's list of addresses. */
public sealed interface AddressTerm {

  /** A block, or one address. */
  record Block(IpPrefix prefix) implements AddressTerm {}

  /**
   * A named group, with what the name stood for when the rule was read.
   *
   * @param members its blocks, at least one, groups inside groups resolved
   */
  record Group(String name, List<IpPrefix> members) implements AddressTerm {
    public Group {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("group " + name + " is empty; it would mean any");
      }
    }
  }

  /** The blocks it stands for. */
  default List<IpPrefix> prefixes() {
    return switch (this) {
      case Block(IpPrefix prefix) -> List.of(prefix);
      case Group(String name, List<IpPrefix> members) -> members;
    };
  }

  /** As written in a rule. */
  default String text() {
    return switch (this) {
      case Block(IpPrefix prefix) -> prefix.toString();
      case Group(String name, List<IpPrefix> members) -> "group:" + name;
    };
  }
}
