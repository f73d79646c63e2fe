package org.moorage.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.moorage.agent.OptionWords.Word;
import org.moorage.edge.PortName;

/** The option that names interfaces frames of vPorts can be mirrored to. */
public final class MirrorPorts {

  public static final String OPTION = "mirror-port";

  /** A probe has one interface; several probes are several. */
  static final int MAX_MIRROR_PORTS = 8;

  private MirrorPorts() {}

  /**
   * @param others the interfaces that are ports already
   */
  static List<PortName> of(OptionWords words, Collection<PortName> others, boolean softSwitch)
      throws OptionMistake {
    List<PortName> ports = new ArrayList<>();
    for (Word word : words.all(OPTION)) {
      PortName port = Aggregation.port(word);
      if (!softSwitch) {
        throw word.mistake("a mirror port needs a data plane; write --dataplane soft");
      }
      if (Aggregation.overlaps(port, others) || Aggregation.overlaps(port, ports)) {
        throw word.mistake(
            port + " is named twice; a mirror port is an interface of its own, it only sends");
      }
      ports.add(port);
    }
    if (ports.size() > MAX_MIRROR_PORTS) {
      throw new OptionMistake(
          ports.size() + " mirror ports; one agent takes at most " + MAX_MIRROR_PORTS);
    }
    return ports;
  }
}
