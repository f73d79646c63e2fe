package org.moorage.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.agent.OptionWords.Word;
import org.moorage.edge.PortName;
import org.moorage.protocol.evb.EvbSettings;

/**
 * An interface that leads to a port extender, as written.
 *
 * @param evb what is offered to the stations behind it
 * @param sharedPort whether a port of the extender may carry several VSIs
 */
public record CascadeOptions(EvbSettings evb, boolean sharedPort) {

  public static final String CASCADE = "cascade-port";

  /** Whether a port of an extender is one VSI's own or shared. */
  public static final String MODE = "extended-mode";

  /** Each may have as many ports as an agent takes altogether. */
  static final int MAX_CASCADES = 16;

  /**
   * @param others ports with another purpose
   * @param evb what is offered to stations
   */
  static Map<PortName, CascadeOptions> of(
      OptionWords words, List<PortName> others, EvbSettings evb, boolean soft)
      throws OptionMistake {
    Map<PortName, CascadeOptions> cascades = new LinkedHashMap<>();
    for (Word word : words.all(CASCADE)) {
      PortName port = port(word);
      if (!soft) {
        throw word.mistake("a cascade port needs a data plane; write --dataplane soft");
      }
      if (Aggregation.overlaps(port, others) || Aggregation.overlaps(port, cascades.keySet())) {
        throw word.mistake(
            port
                + " is named twice; an interface leads to a station, to a port extender or to"
                + " the network");
      }
      Optional<Word> mode = words.one(MODE);
      boolean shared = mode.isEmpty() || AgentOptions.isShared(mode.get());
      cascades.put(port, new CascadeOptions(evb, shared));
    }
    if (cascades.size() > MAX_CASCADES) {
      throw new OptionMistake(
          cascades.size() + " cascade ports; one agent takes at most " + MAX_CASCADES);
    }
    return cascades;
  }

  private static PortName port(Word word) throws OptionMistake {
    PortName port = Aggregation.port(word);
    if (Aggregation.members(port).size() > 1) {
      throw word.mistake(port + " is several interfaces; a cascade port is one");
    }
    return port;
  }
}
