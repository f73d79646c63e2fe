package org.moorage.agent;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.moorage.agent.OptionWords.Word;
import org.moorage.edge.PortName;

/**
 * A port may be several interfaces: a link aggregation group (IEEE 802.1AX), written as its members
 * with a plus between them, {@code eth1+eth2}. Its members carry the frames of one port; they are
 * set up by hand on both sides, without LACP.
 */
public final class Aggregation {

  /** Members of one group. */
  static final int MAX_MEMBERS = 8;

  private static final Pattern INTERFACE = Pattern.compile("[!-*,-.0-~]{1,15}");

  private Aggregation() {}

  /** The interfaces a port is made of, at least one. */
  public static List<String> members(PortName port) {
    return List.of(port.value().split("\\+", -1));
  }

  /** The interfaces of several ports. */
  static Set<String> members(Collection<PortName> ports) {
    Set<String> all = new HashSet<>();
    ports.forEach(port -> all.addAll(members(port)));
    return all;
  }

  static PortName port(Word word) throws OptionMistake {
    String[] members = word.text().split("\\+", -1);
    for (String member : members) {
      if (!INTERFACE.matcher(member).matches()) {
        throw word.mistake(
            "\"" + member + "\" is not the name of an interface; ip link lists them");
      }
    }
    if (members.length > MAX_MEMBERS || word.text().length() > PortName.MAX_LENGTH) {
      throw word.mistake(
          "\""
              + word.text()
              + "\" has too many members; at most "
              + MAX_MEMBERS
              + ", and "
              + PortName.MAX_LENGTH
              + " characters together");
    }
    if (Set.copyOf(Arrays.asList(members)).size() < members.length) {
      throw word.mistake("\"" + word.text() + "\" names an interface twice");
    }
    return new PortName(word.text());
  }

  /** Whether a port has an interface that one of the others has too. */
  static boolean overlaps(PortName port, Collection<PortName> others) {
    Set<String> taken = members(others);
    return members(port).stream().anyMatch(taken::contains);
  }
}
