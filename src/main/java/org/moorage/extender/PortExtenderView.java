package org.moorage.extender;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.stack.PortExtensionView;

/**
 * A port extender at one moment.
 *
 * @param link its end of the cascade link
 * @param ports by number
 * @param groups the controlling bridge has registered
 * @param dropped frames from upstream that went nowhere
 */
public record PortExtenderView(
    PortExtensionView link, List<Port> ports, int groups, Map<ExtenderDropReason, Long> dropped) {

  public PortExtenderView {
    ports = List.copyOf(ports);
    dropped = Map.copyOf(dropped);
  }

  /**
   * An extended port.
   *
   * @param up whether it has a link
   * @param enabled whether the controlling bridge lets it pass frames
   * @param dropped frames of its station that were not passed on
   */
  public record Port(
      PortName name,
      Optional<EChannelId> channel,
      boolean up,
      boolean enabled,
      ExtendedPortCounters counters,
      Map<ExtenderDropReason, Long> dropped) {
    public Port {
      dropped = Map.copyOf(dropped);
    }
  }
}
