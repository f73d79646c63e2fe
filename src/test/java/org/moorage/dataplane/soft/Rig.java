package org.moorage.dataplane.soft;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiId;

/** A soft switch with two server ports and a fabric port, and a clock turned by hand. */
final class Rig {

  static final PortName P1 = new PortName("p1");
  static final PortName P2 = new PortName("p2");
  static final PortName FABRIC = new PortName("f1");
  static final int BROADCAST = -1;

  static final VPortTerms OPEN = terms(rules(RuleAction.PERMIT, FrameMatch.ANY));

  /** A frame that left. */
  record Sent(PortName port, Octets frame) {
    int vid() {
      return frame.u16(12) == 0x8100 ? frame.u16(14) & 0xFFF : 0;
    }

    int pcp() {
      return frame.u16(14) >>> 13;
    }

    /** Port and VID: {@code p1/100}, {@code p1} for an untagged one. */
    String where() {
      return port + (vid() == 0 ? "" : "/" + vid());
    }
  }

  final SoftSwitch plane;
  final List<Sent> sent = new ArrayList<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Rig() {
    this(SoftSwitchSettings.of(List.of(P1, P2), List.of(FABRIC)));
  }

  Rig(SoftSwitchSettings settings) {
    plane = new SoftSwitch(settings);
  }

  VPortPlan apply(VPortPlan plan) {
    Applied applied = plane.apply(plan);
    if (!(applied instanceof Applied.Done)) {
      throw new AssertionError(applied.toString());
    }
    return plan;
  }

  /** What left for one frame that came in: {@code p1/100, f1/100}. */
  List<String> receive(PortName in, byte[] frame) {
    sent.clear();
    plane.receive(in, frame, frame.length, now, this::take);
    return sent.stream().map(Sent::where).toList();
  }

  private void take(PortName out, byte[] frame, int length) {
    sent.add(new Sent(out, Octets.copyOf(frame, 0, length)));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Map<DropReason, Long> drops(PortName port) {
    return plane.drops(port);
  }

  VPortCounters counters(VPortPlan plan) {
    return plane.counters(plan.id()).orElseThrow();
  }

  long droppedFromVm(VPortPlan plan, DropReason reason) {
    return counters(plan).droppedFromVm().getOrDefault(reason, FrameCount.NONE).frames();
  }

  long droppedToVm(VPortPlan plan, DropReason reason) {
    return counters(plan).droppedToVm().getOrDefault(reason, FrameCount.NONE).frames();
  }

  static VPortPlan plan(int vsi, PortName port, VPortTerms terms, VPortMatch... matches) {
    VsiId id = VsiId.of(new UUID(0, vsi));
    return new VPortPlan(
        VPortId.of(new EdgeName("leaf-1"), port, id),
        port,
        id,
        Separation.FILTER,
        true,
        List.of(matches),
        terms);
  }

  static VPortPlan reserved(VPortPlan plan) {
    return new VPortPlan(
        plan.id(), plan.port(), plan.vsi(), plan.separation(), false, plan.matches(), plan.terms());
  }

  /** Asked with VID 0 and got this VLAN. */
  static VPortMatch untagged(int mac, int vlan) {
    return new VPortMatch(
        Optional.of(new MacAddress(mac(mac))),
        new VlanId(vlan),
        true,
        new VlanId(vlan),
        new VlanId(vlan));
  }

  static VPortMatch tagged(int mac, int vlan) {
    return new VPortMatch(
        Optional.of(new MacAddress(mac(mac))),
        new VlanId(vlan),
        false,
        new VlanId(vlan),
        new VlanId(vlan));
  }

  static VPortMatch anyAddress(int vlan) {
    return new VPortMatch(
        Optional.empty(), new VlanId(vlan), false, new VlanId(vlan), new VlanId(vlan));
  }

  static List<NeutralRule> rules(RuleAction action, FrameMatch match) {
    return List.of(
        new NeutralRule(0, action, match, false, RuleCause.WRITTEN, "test"),
        new NeutralRule(
            1, RuleAction.DENY, FrameMatch.ANY, false, RuleCause.IMPLICIT, "implicit deny"));
  }

  static VPortTerms terms(List<NeutralRule> both) {
    return terms(new RuleSet(both, both), Rates.UNLIMITED, Marking.NONE, Guard.PLAIN);
  }

  static VPortTerms terms(RuleSet rules, Rates rates, Marking marking, Guard guard) {
    return new VPortTerms("test/1", Standing.KNOWN, rules, rates, marking, guard, false);
  }

  static VPortTerms open(Rates rates, Marking marking, Guard guard) {
    return terms(OPEN.rules(), rates, marking, guard);
  }

  static long mac(int number) {
    return number == BROADCAST ? 0xFFFF_FFFF_FFFFL : 0x0200_0000_0000L | number;
  }

  /** Untagged, 60 octets or as many as the payload needs. */
  static byte[] frame(int from, int to, int type, String payload) {
    byte[] body = HexFormat.of().parseHex(payload.replace(" ", ""));
    byte[] frame = new byte[Math.max(60, 14 + body.length)];
    put(frame, 0, mac(to), 6);
    put(frame, 6, mac(from), 6);
    put(frame, 12, type, 2);
    System.arraycopy(body, 0, frame, 14, body.length);
    return frame;
  }

  static byte[] frame(int from, int to) {
    return frame(from, to, 0x88B5, "00");
  }

  static byte[] withTag(byte[] frame, int control) {
    byte[] tagged = new byte[frame.length + 4];
    System.arraycopy(frame, 0, tagged, 0, 12);
    put(tagged, 12, 0x8100, 2);
    put(tagged, 14, control, 2);
    System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
    return tagged;
  }

  /** A UDP datagram in IPv4, checksum and all; addresses as numbers. */
  static byte[] udp(int from, int to, long fromIp, long toIp, int fromPort, int toPort, int size) {
    byte[] frame = new byte[Math.max(60, 14 + 28 + size)];
    put(frame, 0, mac(to), 6);
    put(frame, 6, mac(from), 6);
    put(frame, 12, 0x0800, 2);
    put(frame, 14, 0x4500, 2);
    put(frame, 16, 28 + size, 2);
    put(frame, 22, 64 << 8 | 17, 2);
    put(frame, 26, fromIp, 4);
    put(frame, 30, toIp, 4);
    put(frame, 24, checksum(frame, 14), 2);
    put(frame, 34, fromPort, 2);
    put(frame, 36, toPort, 2);
    put(frame, 38, 8 + size, 2);
    return frame;
  }

  static byte[] arp(int from, int to, long senderMac, long senderIp, long targetIp) {
    byte[] frame = new byte[60];
    put(frame, 0, mac(to), 6);
    put(frame, 6, mac(from), 6);
    put(frame, 12, 0x0806, 2);
    put(frame, 14, 0x0001_0800_0604_0001L, 8);
    put(frame, 22, senderMac, 6);
    put(frame, 28, senderIp, 4);
    put(frame, 38, targetIp, 4);
    return frame;
  }

  /** The checksum a header should have; 0 when it has it. */
  static int checksum(byte[] frame, int header) {
    long sum = 0;
    for (int i = header; i < header + 20; i += 2) {
      sum += (frame[i] & 0xFF) << 8 | frame[i + 1] & 0xFF;
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) (~sum & 0xFFFF);
  }

  static void put(byte[] frame, int at, long value, int size) {
    for (int i = 0; i < size; i++) {
      frame[at + i] = (byte) (value >>> 8 * (size - 1 - i));
    }
  }
}
