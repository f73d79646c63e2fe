package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.overlay.ProviderAddress;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.protocol.nvgre.NvgreHeader;

/**
 * What comes from the network for this edge's provider addresses: NVGRE, taken out of its envelope
 * as strictly as RFC 7637 has it, and what else somebody with an address answers.
 */
final class OverlayArrivals {

  private static final int ECN = 3;
  private static final int MORE_OR_OFFSET = 0x3FFF;

  private final OverlayPath path;
  private final OverlayTables tables;
  private final ProviderNeighbours neighbours;
  private final FrameView frame;
  private final OutgoingFrame outgoing;

  // Of the envelope, whose place the frame inside takes.
  private int outerVersion;
  private long outerHigh;
  private long outerLow;
  private int outerEcn;
  private int outerTimeToLive;

  OverlayArrivals(
      OverlayPath path,
      OverlayTables tables,
      ProviderNeighbours neighbours,
      FrameView frame,
      OutgoingFrame outgoing) {
    this.path = path;
    this.tables = tables;
    this.neighbours = neighbours;
    this.frame = frame;
    this.outgoing = outgoing;
  }

  /** Whether a frame was for this edge itself; then it has been dealt with. */
  boolean takes(SwitchPort in, long now, @Nullable FrameSink sink) {
    ProviderAddress[] own = tables.own;
    if (own.length == 0 || sink == null) {
      return false;
    }
    if (frame.etherType == Replies.ARP) {
      return neighbours.arp(in, frame, now, sink);
    }
    if (frame.ipVersion == 0) {
      return false;
    }
    boolean mine = isMine(own, in);
    if (!mine && frame.icmpType == Replies.SOLICITATION && frame.ipVersion == 6) {
      return neighbours.solicited(in, frame, now, sink);
    }
    boolean group = !mine && frame.isGroup() && frame.protocol == NvgreHeader.IP_PROTOCOL;
    if (!mine && !group) {
      return false;
    }
    path.begin(now, sink);
    if (frame.protocol != NvgreHeader.IP_PROTOCOL) {
      if (!neighbours.asked(in, frame, now, sink)) {
        in.drop(DropReason.NOT_NVGRE);
      }
      return true;
    }
    return arrived(in, group);
  }

  private boolean isMine(ProviderAddress[] own, SwitchPort in) {
    for (ProviderAddress mine : own) {
      IpAddress address = mine.address();
      if (address.low() == frame.toLow
          && address.high() == frame.toHigh
          && (address.version() == IpVersion.V4) == (frame.ipVersion == 4)
          && isOnItsVlan(mine, in, frame)) {
        return true;
      }
    }
    return false;
  }

  static boolean isOnItsVlan(ProviderAddress mine, SwitchPort in, FrameView frame) {
    int vid = frame.vid() == 0 ? in.untaggedVlan : frame.vid();
    return vid == mine.vlan().map(VlanId::value).orElse(in.untaggedVlan);
  }

  private boolean arrived(SwitchPort in, boolean group) {
    DropReason wrong = open(group);
    if (wrong == null) {
      wrong = inside(in);
    }
    if (wrong == NOT_OURS) {
      return false;
    }
    if (wrong != null) {
      in.drop(wrong);
    }
    return true;
  }

  /** A group address nobody here listens to: an ordinary multicast of the physical network. */
  private static final DropReason NOT_OURS = DropReason.NOT_IN_VLAN;

  private @Nullable OverlaySubnet subnet;

  /** The envelope's own checks; what is left is the frame inside. */
  private @Nullable DropReason open(boolean group) {
    int at = frame.transport;
    if (frame.laterFragment
        || at < 0
        || (frame.ipVersion == 4 && (frame.u16(frame.payload + 6) & MORE_OR_OFFSET) != 0)) {
      return DropReason.FRAGMENT;
    }
    int end = frame.payload + path.ipLength();
    if (end > frame.length || end < at + NvgreHeader.SIZE) {
      return DropReason.TOO_SHORT;
    }
    if (frame.u16(at) != NvgreHeader.FLAGS || frame.u16(at + 2) != NvgreHeader.PROTOCOL_TYPE) {
      return DropReason.NOT_NVGRE;
    }
    int vsid = (int) (frame.u32(at + 4) >>> 8);
    if (!VirtualSubnetId.isValid(vsid)) {
      return DropReason.RESERVED_VSID;
    }
    OverlaySubnet to = tables.subnet(vsid);
    if (group && (to == null || !isItsGroup(to))) {
      return NOT_OURS;
    }
    if (to == null) {
      return DropReason.NO_VSID;
    }
    subnet = to;
    outerVersion = frame.ipVersion;
    outerHigh = frame.fromHigh;
    outerLow = frame.fromLow;
    outerEcn = frame.trafficClass & ECN;
    outerTimeToLive = frame.u8(frame.payload + (frame.ipVersion == 4 ? 8 : 7));
    return frame.readInner(at + NvgreHeader.SIZE, end);
  }

  private boolean isItsGroup(OverlaySubnet to) {
    return to.subnet
        .multicast()
        .filter(group -> group.low() == frame.toLow && group.high() == frame.toHigh)
        .isPresent();
  }

  private @Nullable DropReason inside(SwitchPort in) {
    OverlaySubnet to = subnet;
    if (to == null) {
      return DropReason.NO_VSID;
    }
    boolean arp = frame.etherType == Replies.ARP;
    if (!arp && frame.ipVersion == 0) {
      return DropReason.NON_IP;
    }
    boolean group = frame.isGroup();
    OverlayRecord record = group ? null : destination(to, arp);
    DropReason missing = path.missing();
    if (!isFromWhereItSays(to) && !isSentOn(record)) {
      return DropReason.SPOOFED_PA;
    }
    outgoing.begin(frame, 0, -1);
    if (outerEcn == ECN && frame.ipVersion != 0) {
      int inner = frame.trafficClass & ECN;
      if (inner == 0) {
        return DropReason.CONGESTED;
      }
      if (inner != ECN) {
        outgoing.congested();
      }
    }
    if (group) {
      path.toMembers(in, null, to, arp);
      return null;
    }
    return record == null ? missing : deliver(in, record);
  }

  /** By the edge the VM has just left, which follows it. */
  private boolean isSentOn(@Nullable OverlayRecord to) {
    if (to == null) {
      return false;
    }
    OverlayProvider former = to.cameFrom;
    return former != null && to.followedUntil > path.now() && isAtOuter(former);
  }

  /** By MAC, which its sender has looked up; by IP where the sender left that to us. */
  private @Nullable OverlayRecord destination(OverlaySubnet to, boolean arp) {
    OverlayRecord found = tables.vm(to.vsid, frame.destination);
    if (found != null || arp || OverlayPath.isLinkLocal(frame.toHigh)) {
      return found;
    }
    long key = frame.ipVersion == 4 ? OverlayRecord.V4 : frame.toHigh;
    found = tables.record(to.vsid, key, frame.toLow);
    // A sender may leave the rewriting of the VSID to the receiver, too.
    return found != null ? found : path.find(to, frame.toHigh, frame.toLow);
  }

  private @Nullable DropReason deliver(SwitchPort in, OverlayRecord to) {
    boolean routed = to.vsid != subnetOf(to);
    outgoing.redirect(to.mac, routed);
    Attachment member = to.local;
    if (to.provider.own && member != null) {
      path.deliver(in, member);
      return null;
    }
    OverlayProvider former = to.cameFrom;
    boolean justLeft =
        former != null
            && former.own
            && !to.provider.own
            && to.followedUntil > path.now()
            && outerTimeToLive > 1;
    return justLeft
        ? path.envelop(to.provider, to.vsid, outerTimeToLive - 1)
        : DropReason.PA_NOT_LOCAL;
  }

  private int subnetOf(OverlayRecord to) {
    OverlaySubnet said = subnet;
    return said == null ? to.vsid : said.vsid;
  }

  /**
   * The envelope was sent by the edge that has its inner sender, or is about to have it: whoever
   * can send to a provider address could otherwise speak as any VM of any tenant.
   */
  private boolean isFromWhereItSays(OverlaySubnet to) {
    OverlayRecord sender;
    boolean byMac = frame.ipVersion == 0 || (frame.fromHigh == 0 && frame.fromLow == 0);
    if (byMac || (frame.ipVersion == 6 && OverlayPath.isLinkLocal(frame.fromHigh))) {
      sender = tables.vm(to.vsid, frame.source);
    } else {
      sender = path.owner(to, frame.fromHigh, frame.fromLow);
    }
    if (sender == null) {
      sender = tables.vm(to.vsid, frame.source);
      if (sender == null || !sender.learns) {
        return false;
      }
    }
    if (isAtOuter(sender.provider)) {
      return true;
    }
    OverlayRecord coming = tables.coming(sender.vsid, sender.mac);
    return coming != null && isAtOuter(coming.provider);
  }

  /** At the outer source, or at another address of the edge that has it. */
  private boolean isAtOuter(OverlayProvider there) {
    if (there.is(outerVersion, outerHigh, outerLow)) {
      return true;
    }
    String edge = there.edge;
    return edge != null && edge.equals(tables.edgeAt(outerVersion, outerHigh, outerLow));
  }
}
