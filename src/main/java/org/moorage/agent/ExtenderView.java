package org.moorage.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.PortExtensionView;

/**
 * A port extender at one moment, as its controlling bridge sees it.
 *
 * @param cascade the port it is behind
 * @param stack what is said on the link
 * @param name what it calls itself; empty where nothing is heard
 * @param inventory what it says of itself
 * @param ports by number
 * @param groups replication groups it has
 * @param trouble why it is not used, in words; empty where it is, or nobody is there
 */
public record ExtenderView(
    PortName cascade,
    boolean linkUp,
    PortExtensionView stack,
    Optional<String> name,
    ExtenderInventory inventory,
    List<Port> ports,
    int groups,
    Map<String, Long> frameDrops,
    Optional<String> trouble) {

  /**
   * One of its ports.
   *
   * @param name as a port of this edge
   * @param said as the extender told of it
   * @param counted by the extender, some seconds ago; empty where it has not told yet
   */
  public record Port(
      PortName name,
      EChannelId channel,
      ExtendedPort said,
      Optional<ExtendedPortCounters> counted) {}

  public ExtenderView {
    ports = List.copyOf(ports);
    frameDrops = Map.copyOf(frameDrops);
  }
}
