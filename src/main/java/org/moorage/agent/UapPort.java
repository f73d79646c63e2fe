package org.moorage.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.BridgeUapStack;
import org.moorage.protocol.stack.UapSettings;

/** An uplink access port that has S-channels: its CDCP, and which port each of them is. */
final class UapPort {

  /** PCP of control frames. */
  private static final int NETWORK_CONTROL = 7;

  final PortName name;
  private final BridgeUapStack stack;
  private final boolean shared;
  private final Map<Integer, PortName> bySvid = new HashMap<>();
  private boolean failed;

  UapPort(PortName name, UapSettings settings, List<SChannel> before) {
    this.name = name;
    shared = settings.sharedPort();
    stack = new BridgeUapStack(settings, before);
  }

  BridgeUapStack stack() {
    return stack;
  }

  /** Whether each S-channel may carry several VSIs: a whole VEB or VEPA ("sPort"). */
  boolean isShared() {
    return shared;
  }

  /** After a defect its S-channels stay as they are. */
  void fail() {
    failed = true;
  }

  boolean failed() {
    return failed;
  }

  /** {@code eth1} for the default S-channel of {@code eth1}, {@code eth1/2} for that of SCID 2. */
  static PortName portOf(PortName uap, SChannel channel) {
    return channel.isDefault() ? uap : new PortName(uap + "/" + channel.scid());
  }

  void opened(SChannel channel, PortName port) {
    bySvid.put(channel.svid(), port);
  }

  void closed(SChannel channel) {
    bySvid.remove(channel.svid());
  }

  /** The port a frame is for; null where its S-TAG is that of no S-channel. */
  @Nullable PortName portOf(Octets frame) {
    int svid = ServiceTag.vid(frame);
    return svid <= SChannel.DEFAULT.svid() ? name : bySvid.get(svid);
  }

  /** A control frame of a port as it is on the link. */
  static Octets onLink(Optional<SChannel> channel, Octets frame) {
    return channel
        .map(inside -> ServiceTag.on(frame, NETWORK_CONTROL, inside.svid()))
        .orElse(frame);
  }
}
