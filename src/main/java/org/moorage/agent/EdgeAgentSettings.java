package org.moorage.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.UapSettings;

/**
 * What an {@link EdgeAgent} is.
 *
 * @param uplinks the station-facing ports, in the order they are shown
 * @param uaps those of the uplinks that have S-channels, and how
 * @param cascades the ports towards port extenders
 * @param fabric the network-facing ports of the data plane; VMs are announced there
 * @param edge bounds, and what an unknown type gets
 */
public record EdgeAgentSettings(
    EdgeName name,
    EdgeIdentity identity,
    Map<PortName, BridgePortSettings> uplinks,
    Map<PortName, UapSettings> uaps,
    Map<PortName, CascadeSettings> cascades,
    List<PortName> fabric,
    EdgeSettings edge) {

  public EdgeAgentSettings {
    uplinks = Collections.unmodifiableMap(new LinkedHashMap<>(uplinks));
    uaps = Map.copyOf(uaps);
    cascades = Collections.unmodifiableMap(new LinkedHashMap<>(cascades));
    fabric = List.copyOf(fabric);
  }

  /** One without port extenders. */
  public EdgeAgentSettings(
      EdgeName name,
      EdgeIdentity identity,
      Map<PortName, BridgePortSettings> uplinks,
      Map<PortName, UapSettings> uaps,
      List<PortName> fabric,
      EdgeSettings edge) {
    this(name, identity, uplinks, uaps, Map.of(), fabric, edge);
  }

  /** The same with ports towards port extenders. */
  public EdgeAgentSettings withCascades(Map<PortName, CascadeSettings> extenders) {
    return new EdgeAgentSettings(name, identity, uplinks, uaps, extenders, fabric, edge);
  }

  /** One without S-channels. */
  public EdgeAgentSettings(
      EdgeName name,
      EdgeIdentity identity,
      Map<PortName, BridgePortSettings> uplinks,
      List<PortName> fabric,
      EdgeSettings edge) {
    this(name, identity, uplinks, Map.of(), fabric, edge);
  }
}
