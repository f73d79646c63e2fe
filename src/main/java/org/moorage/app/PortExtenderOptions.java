package org.moorage.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.agent.OptionMistake;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;

/**
 * What a port extender was told on its command line.
 *
 * @param extended 1..{@value CspSpeaker#MAX_PORTS} interfaces, none of them twice or the upstream
 * @param serial number it says of itself, visible ASCII, 0..{@value ExtenderInventory#MAX} octets
 */
record PortExtenderOptions(
    EdgeName name, PortName upstream, List<PortName> extended, String serial) {

  PortExtenderOptions {
    extended = List.copyOf(extended);
  }

  /**
   * @throws OptionMistake with a sentence that says what to write
   */
  static PortExtenderOptions of(
      Optional<String> name,
      Optional<String> upstream,
      List<String> extended,
      Optional<String> serial)
      throws OptionMistake {
    EdgeName called = name(required(name, "--name", "x1: what the port extender is called"));
    PortName up =
        port(
            "--upstream",
            required(upstream, "--upstream", "eth0: where the controlling bridge is"));
    if (extended.isEmpty()) {
      required(Optional.empty(), "--extended", "eth1: where a station is; may be repeated");
    }
    if (extended.size() > CspSpeaker.MAX_PORTS) {
      throw new OptionMistake(
          "--extended is given "
              + extended.size()
              + " times; a port extender has at most "
              + CspSpeaker.MAX_PORTS
              + " ports, so split them between several");
    }
    List<PortName> ports = new ArrayList<>();
    Set<PortName> seen = new HashSet<>();
    for (String each : extended) {
      PortName port = port("--extended", each);
      if (port.equals(up)) {
        throw new OptionMistake(port + " is both --upstream and --extended; it can be one of them");
      }
      if (!seen.add(port)) {
        throw new OptionMistake("--extended " + port + " is given twice; name each interface once");
      }
      ports.add(port);
    }
    return new PortExtenderOptions(called, up, ports, serial(serial.orElse("")));
  }

  private static String required(Optional<String> value, String option, String example)
      throws OptionMistake {
    return value.orElseThrow(() ->
        new OptionMistake(option + " is missing; write for example " + option + " " + example));
  }

  private static EdgeName name(String text) throws OptionMistake {
    try {
      return new EdgeName(text);
    } catch (IllegalArgumentException e) {
      throw new OptionMistake(
          "--name \""
              + text
              + "\" is not a name; write 1.."
              + EdgeName.MAX_LENGTH
              + " ASCII characters without blanks");
    }
  }

  private static PortName port(String option, String text) throws OptionMistake {
    if (text.contains("+")) {
      throw new OptionMistake(
          option + " " + text + ": a port of a port extender is one interface; name one");
    }
    try {
      return new PortName(text);
    } catch (IllegalArgumentException e) {
      throw new OptionMistake(
          option + " \"" + text + "\" is not the name of an interface; see: ip link");
    }
  }

  private static String serial(String text) throws OptionMistake {
    if (text.length() > ExtenderInventory.MAX
        || !text.chars().allMatch(each -> each > ' ' && each <= '~')) {
      throw new OptionMistake(
          "--serial \""
              + text
              + "\" is not a serial number; write up to "
              + ExtenderInventory.MAX
              + " ASCII characters without blanks");
    }
    return text;
  }
}
