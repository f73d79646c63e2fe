package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.LearnedSink;
import org.moorage.dataplane.soft.OverlayDomain.Way;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.nvgre.OuterHeader;

/**
 * The way of a VM's frame through its VM network: whether it may speak under its address, the
 * customer route, the lookup record, and from there to a vPort on this edge or into an envelope to
 * another. Where a packet goes is decided by its IP destination alone, inside a subnet, too.
 *
 * <p>Each step says what it let pass no further by a {@link DropReason}, or null.
 */
final class OverlayPath {

  static final long GATEWAY = VirtualSubnet.GATEWAY.bits();

  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET = 0x1FFF;

  private final FramePath path;
  private final OverlayTables tables;
  private final FrameView frame;
  private final OutgoingFrame outgoing;
  private final OverlayAnswers answers;

  // Of what is taken apart.
  private final FrameView part = new FrameView();
  private final OutgoingFrame partOut = new OutgoingFrame();

  /** Whether what {@link #find} found is reached by the gateway. */
  private boolean routed;

  /** Why it found nothing. */
  private DropReason missing = DropReason.NO_ROUTE;

  private long now;
  private @Nullable FrameSink sink;

  OverlayPath(FramePath path, OverlayTables tables, FrameView frame, OutgoingFrame outgoing) {
    this.path = path;
    this.tables = tables;
    this.frame = frame;
    this.outgoing = outgoing;
    answers = new OverlayAnswers(this, tables, frame);
  }

  /** A frame that passed its vPort's guard, rules and rate; {@code outgoing} has begun with it. */
  @Nullable DropReason fromVm(SwitchPort in, Attachment source, long nowNanos, FrameSink out) {
    now = nowNanos;
    sink = out;
    OverlaySubnet subnet = tables.subnet(source.vPort.vsid);
    if (subnet == null) {
      return DropReason.NO_VSID;
    }
    if (frame.etherType == Replies.ARP) {
      return answers.arp(in, source, subnet);
    }
    if (frame.ipVersion == 0) {
      return DropReason.NON_IP;
    }
    if (frame.payload + ipLength() > frame.length) {
      return DropReason.TOO_SHORT;
    }
    DropReason spoofed = guard(source, subnet);
    if (spoofed != null) {
      return spoofed;
    }
    if (frame.icmpType >= 0 && frame.ipVersion == 6) {
      OverlayAnswers.Verdict verdict = answers.neighbourDiscovery(in, source, subnet);
      if (verdict.decided()) {
        return verdict.reason();
      }
    }
    if (frame.isGroup()) {
      broadcast(in, source, subnet);
      return null;
    }
    if (subnet.isGateway(frame.ipVersion, frame.toHigh, frame.toLow)) {
      return answers.gatewayAsked(source);
    }
    return unicast(in, source, subnet);
  }

  private @Nullable DropReason unicast(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    OverlayRecord to = destination(subnet);
    if (to == null) {
      return missing;
    }
    if (routed && timeToLive() <= 1) {
      answers.timeExceeded(source, subnet);
      return DropReason.TTL;
    }
    if (to.provider.own) {
      return toLocal(in, source, to);
    }
    Envelope envelope = to.provider.envelope;
    if (envelope != null && ipLength() > envelope.room) {
      return answers.tooBig(source, subnet, envelope.room, to);
    }
    return envelop(to, outgoing);
  }

  private @Nullable DropReason envelop(OverlayRecord to, OutgoingFrame of) {
    of.redirect(to.mac, routed);
    return envelop(of, to.provider, to.vsid, OuterHeader.TIME_TO_LIVE);
  }

  /** Link-local addresses are in no record: those go to the VM with that MAC address. */
  private @Nullable OverlayRecord destination(OverlaySubnet subnet) {
    if (frame.ipVersion == 6 && isLinkLocal(frame.toHigh)) {
      routed = false;
      missing = DropReason.UNKNOWN_DESTINATION;
      return tables.vm(subnet.vsid, frame.destination);
    }
    return find(subnet, frame.toHigh, frame.toLow);
  }

  /**
   * Who has an address, seen from a subnet.
   *
   * @return null where nobody is known to; {@link #missing} says why
   */
  @Nullable OverlayRecord find(OverlaySubnet from, long high, long low) {
    long key = frame.ipVersion == 4 ? OverlayRecord.V4 : high;
    Way way = from.domain.to(frame.ipVersion, high, low);
    if (way == null) {
      missing = DropReason.NO_ROUTE;
      return null;
    }
    long nextHigh = way.onLink ? key : way.nextHigh;
    long nextLow = way.onLink ? low : way.nextLow;
    OverlayRecord found = tables.recordOrWildcard(way.vsid, nextHigh, nextLow);
    if (found == null) {
      missing =
          tables.isReserved(way.vsid, nextHigh, nextLow)
              ? DropReason.RECORD_UNUSABLE
              : way.onLink ? DropReason.UNKNOWN_DESTINATION : DropReason.NO_LOOKUP_RECORD;
    }
    routed = !way.onLink || way.vsid != from.vsid;
    return found;
  }

  /** Who an address belongs to; where it is in no subnet, who forwards for it. */
  @Nullable OverlayRecord owner(OverlaySubnet from, long high, long low) {
    Way subnet = from.domain.subnetOf(frame.ipVersion, high, low);
    long key = frame.ipVersion == 4 ? OverlayRecord.V4 : high;
    OverlayRecord exact = subnet == null ? null : tables.record(subnet.vsid, key, low);
    return exact != null ? exact : find(from, high, low);
  }

  DropReason missing() {
    return missing;
  }

  /** To a vPort of this edge; the copy has its own rules to pass. */
  private @Nullable DropReason toLocal(SwitchPort in, Attachment source, OverlayRecord to) {
    Attachment member = to.local;
    if (member == null) {
      return DropReason.PA_NOT_LOCAL;
    }
    boolean samePort = member.vPort.port == in && !in.reflectiveRelay;
    if (member.vPort == source.vPort || (samePort && !routed)) {
      return DropReason.SAME_PORT;
    }
    outgoing.redirect(to.mac, routed);
    deliver(in, member);
    return null;
  }

  /** Where rules and rate let it pass. */
  void deliver(SwitchPort in, Attachment member) {
    if (path.admits(in, member)) {
      toStation(member);
    }
  }

  private void toStation(Attachment member) {
    FrameSink out = sink;
    if (out != null) {
      outgoing.send(member.vPort.port, member.sendsUntagged ? 0 : member.vid, out);
    }
  }

  /** To another edge. */
  @Nullable DropReason envelop(OverlayProvider to, int vsid, int timeToLive) {
    return envelop(outgoing, to, vsid, timeToLive);
  }

  private @Nullable DropReason envelop(
      OutgoingFrame of, OverlayProvider to, int vsid, int timeToLive) {
    Envelope envelope = to.envelope;
    FrameSink out = sink;
    if (envelope == null || envelope.port == null) {
      return to.edge == null
          ? DropReason.NO_PROVIDER
          : to.hasWay ? DropReason.NO_NEIGHBOUR : DropReason.NO_PROVIDER_ROUTE;
    }
    if (out != null) {
      of.envelop(envelope, envelope.port, vsid, timeToLive, out);
    }
    return null;
  }

  /** To all of the subnet: each here, and every edge that has others once. */
  void broadcast(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    toMembers(in, source, subnet, false);
    Envelope group = subnet.multicast;
    if (group != null) {
      FrameSink out = sink;
      if (out != null && subnet.remotes.length > 0) {
        for (SwitchPort port : path.fabric()) {
          outgoing.envelop(group, port, subnet.vsid, OuterHeader.TIME_TO_LIVE, out);
        }
      }
      return;
    }
    toEdges(in, subnet, subnet.remotes);
  }

  /** To those whose addresses are not known, in case one has the address that is asked for. */
  void ask(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    toMembers(in, source, subnet, true);
    toEdges(in, subnet, subnet.unknownAt);
  }

  private void toEdges(SwitchPort in, OverlaySubnet subnet, OverlayProvider[] edges) {
    for (OverlayProvider edge : edges) {
      DropReason lost = envelop(edge, subnet.vsid, OuterHeader.TIME_TO_LIVE);
      if (lost != null) {
        in.drop(lost);
      }
    }
  }

  /**
   * To the vPorts of a subnet on this edge, once where several share a link and a tag.
   *
   * @param unknown only to those whose addresses are not known
   */
  void toMembers(
      SwitchPort in, @Nullable Attachment source, OverlaySubnet subnet, boolean unknown) {
    SwitchPort sentOn = null;
    int sentTag = -1;
    for (Attachment member : subnet.members) {
      boolean itself = source != null && member.vPort == source.vPort;
      boolean back = member.vPort.port == in && !in.reflectiveRelay;
      if (itself || back || (unknown && !member.vPort.learnsCustomerAddresses)) {
        continue;
      }
      int tag = member.sendsUntagged ? 0 : member.vid;
      boolean sent = member.vPort.port == sentOn && tag == sentTag;
      if (path.admits(in, member) && !sent) {
        toStation(member);
        sentOn = member.vPort.port;
        sentTag = tag;
      }
    }
  }

  /** Whether the VM may speak under the address it speaks under. */
  private @Nullable DropReason guard(Attachment source, OverlaySubnet subnet) {
    long high = frame.fromHigh;
    long low = frame.fromLow;
    if (high == 0 && low == 0) {
      return null;
    }
    if (frame.ipVersion == 6 && isLinkLocal(high)) {
      return null;
    }
    return mayHave(source, subnet, high, low);
  }

  /** Whether an address is the VM's, by a record, or by what it forwards for others. */
  @Nullable DropReason mayHave(Attachment source, OverlaySubnet subnet, long high, long low) {
    int version = frame.ipVersion == 6 ? 6 : 4;
    if (subnet.isGateway(version, high, low)) {
      return DropReason.GATEWAY_CLAIMED;
    }
    long key = version == 4 ? OverlayRecord.V4 : high;
    OverlayRecord exact = tables.record(subnet.vsid, key, low);
    if (exact != null) {
      return exact.mac == frame.source ? null : DropReason.SPOOFED_CA;
    }
    Way way = subnet.domain.to(version, high, low);
    if (way != null && !way.onLink) {
      OverlayRecord hop = tables.recordOrWildcard(way.vsid, way.nextHigh, way.nextLow);
      boolean forwards = hop != null && hop.mac == frame.source && hop.vsid == subnet.vsid;
      return forwards ? null : DropReason.SPOOFED_CA;
    }
    boolean inside = way != null && way.vsid == subnet.vsid;
    if (inside && source.vPort.learnsCustomerAddresses && isForVms(subnet, high, low)) {
      learn(source, version, high, low);
      return null;
    }
    OverlayRecord wildcard = tables.record(subnet.vsid, OverlayRecord.WILDCARD, version);
    return wildcard != null && wildcard.mac == frame.source ? null : DropReason.SPOOFED_CA;
  }

  private static IpAddress address(int version, long high, long low) {
    return version == 4 ? IpAddress.v4(low) : IpAddress.v6(high, low);
  }

  private boolean isForVms(OverlaySubnet subnet, long high, long low) {
    return subnet.subnet.isForVms(address(frame.ipVersion == 6 ? 6 : 4, high, low));
  }

  private void learn(Attachment source, int version, long high, long low) {
    LearnedSink learned = tables.learned;
    if (learned != null) {
      learned.learned(
          source.vPort.plan.id(),
          new VirtualSubnetId(source.vPort.vsid),
          new MacAddress(frame.source),
          address(version, high, low));
    }
  }

  static boolean isLinkLocal(long high) {
    return high >>> 54 == 0xFE80 >>> 6;
  }

  private int timeToLive() {
    return frame.u8(frame.payload + (frame.ipVersion == 4 ? 8 : 7));
  }

  int ipLength() {
    return frame.ipVersion == 4 ? frame.u16(frame.payload + 2) : 40 + frame.u16(frame.payload + 4);
  }

  /** An answer of the edge itself to a VM. */
  void answer(Attachment to, byte[] bytes) {
    FrameSink out = sink;
    if (out != null) {
      path.sendOwn(to, bytes, out);
    }
  }

  /** By MAC address, unchanged. */
  @Nullable DropReason byMac(SwitchPort in, Attachment source, OverlaySubnet subnet) {
    OverlayRecord vm = tables.vm(subnet.vsid, frame.destination);
    if (vm == null) {
      return DropReason.UNKNOWN_DESTINATION;
    }
    routed = false;
    if (vm.provider.own) {
      return toLocal(in, source, vm);
    }
    return envelop(vm.provider, subnet.vsid, OuterHeader.TIME_TO_LIVE);
  }

  /** Fragments of what may be taken apart (RFC 791, "Fragmentation"), each in its envelope. */
  @Nullable DropReason envelopInParts(OverlayRecord to, int room) {
    int header = (frame.u8(frame.payload) & 15) * 4;
    int unit = room - header & ~7;
    int size = ipLength() - header;
    int flags = frame.u16(frame.payload + 6);
    for (int at = 0; at < size; at += unit) {
      boolean last = at + unit >= size;
      int more = last ? flags & MORE_FRAGMENTS : MORE_FRAGMENTS;
      int place = more | (flags & OFFSET) + at / 8;
      byte[] part = Replies.fragment(frame, header, at, Math.min(unit, size - at), place);
      part(part);
      DropReason lost = envelop(to, partOut);
      if (lost != null) {
        return lost;
      }
    }
    return null;
  }

  private void part(byte[] octets) {
    part.bytes = octets;
    part.readInner(0, octets.length);
    outgoing.inherit(partOut, part);
  }

  long now() {
    return now;
  }

  /** For frames that come from elsewhere. */
  void begin(long nowNanos, FrameSink out) {
    now = nowNanos;
    sink = out;
  }
}
