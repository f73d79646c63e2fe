package org.moorage.dataplane.soft;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.VlanId;

/**
 * The ports of a soft switch and the largest frame it takes.
 *
 * @param stationPorts ports towards stations
 * @param fabricPorts ports towards the network
 * @param mirrorPorts ports that get copies of mirrored vPorts' frames and nothing else
 * @param cascadePorts ports towards port extenders, whose ports come and go
 * @param maxFrame octets without FCS, 60..{@value #MAX_FRAME}
 */
public record SoftSwitchSettings(
    List<PortName> stationPorts,
    List<FabricPort> fabricPorts,
    List<PortName> mirrorPorts,
    List<PortName> cascadePorts,
    int maxFrame) {

  /** A jumbo payload of 9,000, the Ethernet header and four tags, as the frame ports take it. */
  public static final int MAX_FRAME = 9_000 + 14 + 4 * 4;

  /** More ports than a big chassis has. */
  public static final int MAX_PORTS = 1_024;

  /**
   * A trunk towards the network: every VLAN, tagged.
   *
   * @param untagged the one VLAN that travels without a tag, where there is one
   */
  public record FabricPort(PortName name, Optional<VlanId> untagged) {
    public static FabricPort tagged(PortName name) {
      return new FabricPort(name, Optional.empty());
    }
  }

  public SoftSwitchSettings {
    stationPorts = List.copyOf(stationPorts);
    fabricPorts = List.copyOf(fabricPorts);
    mirrorPorts = List.copyOf(mirrorPorts);
    cascadePorts = List.copyOf(cascadePorts);
    int ports = stationPorts.size() + fabricPorts.size() + mirrorPorts.size() + cascadePorts.size();
    if (ports > MAX_PORTS) {
      throw new IllegalArgumentException(ports + " ports; at most " + MAX_PORTS);
    }
    if (maxFrame < 60 || maxFrame > MAX_FRAME) {
      throw new IllegalArgumentException(
          "largest frame " + maxFrame + " is outside 60.." + MAX_FRAME);
    }
    Set<PortName> names = new HashSet<>(stationPorts);
    fabricPorts.forEach(port -> names.add(port.name()));
    names.addAll(mirrorPorts);
    names.addAll(cascadePorts);
    if (names.size() < ports) {
      throw new IllegalArgumentException("a port name is given twice: " + names);
    }
  }

  public static SoftSwitchSettings of(List<PortName> stationPorts, List<PortName> fabricPorts) {
    return of(stationPorts, fabricPorts, List.of());
  }

  public static SoftSwitchSettings of(
      List<PortName> stationPorts, List<PortName> fabricPorts, List<PortName> mirrorPorts) {
    return new SoftSwitchSettings(
        stationPorts,
        fabricPorts.stream().map(FabricPort::tagged).toList(),
        mirrorPorts,
        List.of(),
        MAX_FRAME);
  }

  /** The same with ports towards port extenders. */
  public SoftSwitchSettings withCascades(List<PortName> ports) {
    return new SoftSwitchSettings(stationPorts, fabricPorts, mirrorPorts, ports, maxFrame);
  }
}
