package org.moorage.agentlink;

import java.util.List;
import java.util.UUID;

/**
 * An agent introduces itself; the first thing after every start and after every broken link.
 *
 * @param linkVersion {@link AgentLink#VERSION}
 * @param edge the name people gave it
 * @param identity made once by the agent; a name that another identity holds is refused with 409
 * @param epoch counts the starts of the agent, from 1
 * @param software name and version
 * @param dataplane {@code soft}, {@code none}
 * @param unknownType what a type the catalogue does not know gets, as on the command line
 * @param uplinks station-facing ports
 * @param fabric network-facing ports
 * @param catalogueRevision of the catalogue it has on disk; 0 without one
 */
public record Hello(
    int linkVersion,
    String edge,
    UUID identity,
    long epoch,
    String software,
    String dataplane,
    String unknownType,
    List<String> uplinks,
    List<String> fabric,
    long catalogueRevision) {
  public Hello {
    uplinks = List.copyOf(uplinks);
    fabric = List.copyOf(fabric);
  }

  /**
   * The answer.
   *
   * @param lastSequence the last event kept of this identity and epoch; 0 when none is
   * @param catalogueRevision of the manager's catalogue
   */
  public record Welcome(long lastSequence, long catalogueRevision) {}
}
