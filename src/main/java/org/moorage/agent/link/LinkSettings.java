package org.moorage.agent.link;

import java.net.URI;
import java.util.List;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.Hello;
import org.moorage.edge.PortName;

/**
 * Who the agent is to a manager, and where managers are.
 *
 * @param managers tried in turn, at least one
 * @param token proves that it is an agent
 * @param software name and version
 * @param dataplane {@code soft}, {@code none}
 */
public record LinkSettings(
    List<URI> managers, String token, EdgeAgentSettings edge, String software, String dataplane) {

  public LinkSettings {
    managers = List.copyOf(managers);
    if (managers.isEmpty()) {
      throw new IllegalArgumentException("no manager is named");
    }
  }

  Hello hello(long catalogueRevision) {
    return new Hello(
        AgentLink.VERSION,
        edge.name().value(),
        edge.identity().id(),
        edge.identity().epoch(),
        software,
        dataplane,
        edge.edge().unknownType().text(),
        edge.uplinks().keySet().stream().map(PortName::value).toList(),
        edge.fabric().stream().map(PortName::value).toList(),
        catalogueRevision);
  }

  /** The token is nobody's business. */
  @Override
  public String toString() {
    return edge.name() + " of " + managers;
  }
}
