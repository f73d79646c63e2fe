package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/** A virtual subnet as frames meet it: who of it is here, and which edges have the others. */
final class OverlaySubnet {

  final int vsid;
  volatile VirtualSubnet subnet;
  volatile OverlayDomain domain;

  /** Those on this edge, ordered by port and tag. */
  volatile Attachment[] members = {};

  /** Provider addresses of other edges that have VMs of it, each once. */
  volatile OverlayProvider[] remotes = {};

  /** Those of them that have VMs whose addresses are not known. */
  volatile OverlayProvider[] unknownAt = {};

  /** Whether any VM's addresses are not known, here or elsewhere. */
  volatile boolean hasUnknown;

  /** What broadcasts are put into where the subnet has a multicast address. */
  volatile @Nullable Envelope multicast;

  /** How many records name each; the writer's. */
  private final Map<OverlayProvider, int[]> named = new LinkedHashMap<>();

  private long gateway4;
  private long gateway6High;
  private long gateway6Low;

  OverlaySubnet(VirtualSubnet subnet, OverlayDomain domain) {
    vsid = subnet.vsid().value();
    this.subnet = subnet;
    this.domain = domain;
    become(subnet);
  }

  void become(VirtualSubnet now) {
    subnet = now;
    gateway4 = now.gateway(IpVersion.V4).map(IpAddress::low).orElse(-1L);
    gateway6High = now.gateway(IpVersion.V6).map(IpAddress::high).orElse(-1L);
    gateway6Low = now.gateway(IpVersion.V6).map(IpAddress::low).orElse(-1L);
  }

  boolean isGateway(int ipVersion, long high, long low) {
    return ipVersion == 4 ? low == gateway4 : low == gateway6Low && high == gateway6High;
  }

  /** The writer's. */
  void join(Attachment member) {
    List<Attachment> after = new ArrayList<>(Arrays.asList(members));
    after.add(member);
    after.sort(
        Comparator.<Attachment, String>comparing(each -> each.vPort.port.name.value())
            .thenComparingInt(each -> each.vid));
    members = after.toArray(Attachment[]::new);
  }

  /** The writer's. */
  void leave(Attachment member) {
    members = Arrays.stream(members).filter(each -> each != member).toArray(Attachment[]::new);
  }

  /** One more record names an edge, or one less; the writer's. */
  void named(OverlayProvider provider, boolean learns, int more) {
    int[] counts = named.computeIfAbsent(provider, each -> new int[2]);
    counts[0] += more;
    counts[1] += learns ? more : 0;
    if (counts[0] == 0) {
      named.remove(provider);
    }
    if (counts[0] <= 1 || counts[1] <= 1) {
      publish();
    }
  }

  /** After it came out which addresses are this edge's own; the writer's. */
  void publish() {
    remotes = others(0);
    unknownAt = others(1);
    hasUnknown = named.values().stream().anyMatch(counts -> counts[1] > 0);
  }

  private OverlayProvider[] others(int which) {
    return named.entrySet().stream()
        .filter(entry -> !entry.getKey().own && entry.getValue()[which] > 0)
        .map(Map.Entry::getKey)
        .toArray(OverlayProvider[]::new);
  }
}
