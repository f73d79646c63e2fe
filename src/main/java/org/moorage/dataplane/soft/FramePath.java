package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.ControlSink;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSample;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.SampleSink;
import org.moorage.dataplane.soft.FloodTable.FloodGroup;
import org.moorage.dataplane.soft.MacTable.Place;
import org.moorage.protocol.Octets;

/**
 * The way of one frame through the switch, from the port it came in on to the ports it leaves by.
 *
 * <p>A thread has one of these and uses it for every frame: nothing is allocated on the way of a
 * permitted frame.
 */
final class FramePath {

  /**
   * The default S-channel's frames need no S-TAG; with one, or a priority tag, they are the same.
   */
  private static final int DEFAULT_SVID = 1;

  private final Tables tables;
  private final FrameView frame = new FrameView();
  private final OutgoingFrame outgoing = new OutgoingFrame();
  private final CountsInHand fromVm = new CountsInHand(Tally.FROM_VM);
  private final CountsInHand toVm = new CountsInHand(Tally.TO_VM);
  private final CascadeCopies cascades = new CascadeCopies(outgoing);
  private final FrameCopies copies = new FrameCopies(frame, outgoing);
  private final OverlayPath overlay;
  private final OverlayArrivals arrivals;

  // Of what the switch says itself.
  private final FrameView ownFrame = new FrameView();
  private final OutgoingFrame own = new OutgoingFrame();

  /** Whether a frame is on its way, so that a sink that calls back gets a path of its own. */
  boolean busy;

  private long now;
  private @Nullable FrameSink sink;

  FramePath(Tables tables) {
    this.tables = tables;
    overlay = new OverlayPath(this, tables.overlay, frame, outgoing);
    arrivals = new OverlayArrivals(overlay, tables.overlay, tables.neighbours, frame, outgoing);
  }

  void receive(SwitchPort link, byte[] bytes, int length, long nowNanos, FrameSink out) {
    now = nowNanos;
    sink = out;
    DropReason wrong = frame.read(bytes, length, tables.maxFrame, link);
    SwitchPort in = link;
    if (wrong == null && frame.eChannel != FrameView.UNTAGGED) {
      SwitchPort port = link.extended(frame.eChannel);
      in = port == null ? link : port;
      wrong = port == null ? DropReason.NO_E_CHANNEL : null;
      if (wrong == null && frame.isControl()) {
        control(link);
        return;
      }
    }
    if (wrong == null && frame.svid() > DEFAULT_SVID) {
      SwitchPort channel = link.channel(frame.svid());
      in = channel == null ? link : channel;
      wrong = channel == null ? DropReason.NO_S_CHANNEL : null;
    }
    if (wrong == null && frame.isReservedForBridges()) {
      wrong = DropReason.RESERVED_ADDRESS;
    }
    if (wrong == null && !frame.hasStationSource()) {
      wrong = DropReason.GROUP_SOURCE;
    }
    if (wrong != null) {
      in.drop(wrong);
    } else if (in.station) {
      fromStation(in);
    } else {
      fromFabric(in);
    }
  }

  /** No more frames for now: what was counted is told. */
  void paused() {
    fromVm.release();
    toVm.release();
  }

  /** What the agent hears by itself from ports with a link of their own. */
  private void control(SwitchPort cascade) {
    ControlSink control = tables.control;
    if (control != null) {
      control.received(cascade.name, frame.bytes, frame.length);
    }
  }

  private void fromFabric(SwitchPort in) {
    if (arrivals.takes(in, now, sink)) {
      return;
    }
    int vlan = frame.vid() == 0 ? in.untaggedVlan : frame.vid();
    if (vlan == 0 || vlan == 0xFFF) {
      in.drop(vlan == 0 ? DropReason.UNTAGGED : DropReason.TAGS);
      return;
    }
    if (tables.macs.isNews(frame.source, vlan, in, null, now)) {
      tables.learn(frame.source, vlan, in, null, now);
    }
    outgoing.begin(frame, frame.priorityBits(), -1);
    learnGrant(vlan);
    forward(in, null, vlan, vlan, destination(vlan));
  }

  private void fromStation(SwitchPort in) {
    int vid = frame.vid();
    Attachment source = in.find(frame.source, vid);
    if (source == null) {
      in.drop(in.hasAddressed(vid) ? DropReason.SPOOFED_MAC : DropReason.NO_VPORT);
      return;
    }
    SoftVPort vPort = source.vPort;
    DropReason refused = refusedFromVm(source);
    boolean carried = vPort.vsid != 0;
    Place destination = refused == null && !carried ? destination(source.inbound) : null;
    if (refused == null
        && (carried ? frame.isGroup() : destination == null)
        && vPort.storm != null
        && !vPort.storm.admits(1, now)) {
      refused = DropReason.STORM;
    }
    Tap[] taps = vPort.taps;
    if (taps != null) {
      copies.fromVm(taps, source.network, refused, sink);
    }
    if (refused != null) {
      vPort.tally.dropped(Tally.FROM_VM, refused, frame.size());
      in.drop(refused);
      return;
    }
    if (vid != 0 && source.sendsUntagged) {
      tables.tagSeen(source);
    }
    if (carried) {
      carry(in, source);
      return;
    }
    if (source.mac == 0 && tables.macs.isNews(frame.source, source.inbound, in, source, now)) {
      tables.learn(frame.source, source.inbound, in, source, now);
    }
    fromVm.permitted(frame.length);
    if (vPort.sampler != null && vPort.sampler.takes()) {
      sample(vPort, vPort.sampler, true, source.network);
    }
    CompiledTerms terms = vPort.terms;
    outgoing.begin(frame, terms.pcp >= 0 ? terms.pcp << 13 : frame.priorityBits(), terms.dscp);
    learnGrant(source.inbound);
    forward(in, source, source.inbound, source.network, destination);
  }

  /** Through its virtual subnet, where what it says of itself has to be true as well. */
  private void carry(SwitchPort in, Attachment source) {
    FrameSink out = sink;
    if (out == null) {
      return;
    }
    SoftVPort vPort = source.vPort;
    outgoing.begin(frame, 0, vPort.terms.dscp);
    DropReason lost = overlay.fromVm(in, source, now, out);
    if (lost != null) {
      vPort.tally.dropped(Tally.FROM_VM, lost, frame.size());
      in.drop(lost);
      return;
    }
    fromVm.permitted(frame.size());
    if (vPort.sampler != null && vPort.sampler.takes()) {
      sample(vPort, vPort.sampler, true, source.network);
    }
  }

  SwitchPort[] fabric() {
    return tables.fabric;
  }

  /** A frame of the switch's own, to a VM: no rule holds it. */
  void sendOwn(Attachment to, byte[] octets, FrameSink out) {
    ownFrame.bytes = octets;
    ownFrame.readInner(0, octets.length);
    own.begin(ownFrame, 0, -1);
    own.send(to.vPort.port, to.sendsUntagged ? 0 : to.vid, out);
  }

  /** Address guard, rules, rate; null where all of them let it pass. */
  private @Nullable DropReason refusedFromVm(Attachment source) {
    SoftVPort vPort = source.vPort;
    if (source.mac == 0 && vPort.terms.guardsMac) {
      Place owner = tables.macs.find(frame.source, source.inbound, now);
      if (owner != null && owner.pinned) {
        return DropReason.SPOOFED_MAC;
      }
    }
    int rule = vPort.terms.fromVm.decide(frame);
    fromVm.hit(vPort, rule);
    if (!vPort.terms.fromVm.permits(rule)) {
      return vPort.terms.fromVm.guards(rule) ? DropReason.ROGUE_SERVER : DropReason.DENIED;
    }
    DropReason spoofed = AddressGuard.check(frame, vPort, now);
    if (spoofed != null) {
      return spoofed;
    }
    return vPort.fromVm != null && !vPort.fromVm.admitsFrame(frame.length, now)
        ? DropReason.OVER_RATE
        : null;
  }

  /** A DHCP server's grant is learned for the vPort whose address it names, wherever that is. */
  private void learnGrant(int vlan) {
    if (AddressGuard.isGrant(frame)) {
      Place client = tables.macs.find(AddressGuard.grantedTo(frame), vlan, now);
      if (client != null
          && client.attachment != null
          && client.attachment.vPort.terms.learnsAddresses) {
        client.attachment.vPort.addresses.granted(AddressGuard.granted(frame), now);
      }
    }
  }

  private @Nullable Place destination(int vlan) {
    return frame.isGroup() ? null : tables.macs.find(frame.destination, vlan, now);
  }

  /**
   * @param source null for frames from the network
   * @param vlan whose members may hear it
   * @param network the VLAN it has on fabric ports
   * @param to null where it is flooded
   */
  private void forward(
      SwitchPort in, @Nullable Attachment source, int vlan, int network, @Nullable Place to) {
    if (to == null) {
      flood(in, source, vlan, network);
    } else if (to.port == in && !in.reflectiveRelay) {
      in.drop(DropReason.SAME_PORT);
    } else if (to.attachment == null) {
      toFabric(to.port, network);
    } else if (source != null && to.attachment.vPort == source.vPort) {
      in.drop(DropReason.SAME_PORT);
    } else if (isIsolated(source, to.attachment.vPort.terms)) {
      in.drop(DropReason.ISOLATED);
    } else if (admits(in, to.attachment)) {
      toStation(to.port, to.attachment.sendsUntagged ? 0 : to.attachment.vid);
    }
  }

  private void flood(SwitchPort in, @Nullable Attachment source, int vlan, int network) {
    boolean anybody = false;
    for (SwitchPort port : tables.fabric) {
      if (port != in) {
        toFabric(port, network);
        anybody = true;
      }
    }
    boolean unknown = !frame.isGroup();
    SwitchPort sentOn = null;
    int sentTag = -1;
    for (FloodGroup group : tables.floods.in(vlan)) {
      if ((group.port == in && !in.reflectiveRelay)
          || (unknown && !group.takesUnknown)
          || isIsolated(source, group.terms)) {
        continue;
      }
      anybody = true;
      boolean sent = group.port == sentOn && group.tag == sentTag;
      if (admits(in, source, group, sent) && !sent) {
        if (group.port.cascade == null) {
          toStation(group.port, group.tag);
        } else {
          cascades.add(group.port, group.tag);
        }
        sentOn = group.port;
        sentTag = group.tag;
      }
    }
    FrameSink out = sink;
    if (out != null) {
      cascades.send(in, vlan, out);
    }
    if (!anybody) {
      in.drop(DropReason.NOT_IN_VLAN);
    }
  }

  private static boolean isIsolated(@Nullable Attachment source, CompiledTerms other) {
    return source != null && source.vPort.terms.isolated && other.isolated;
  }

  /** Whether a copy for this group has to be made; each of a few members is counted. */
  private boolean admits(
      SwitchPort in, @Nullable Attachment source, FloodGroup group, boolean sent) {
    Attachment[] few = group.few;
    if (few == null) {
      SoftVPort[] mirrored = tables.mirrored;
      if (mirrored != null) {
        copies.crowd(mirrored, group, source, sink);
      }
      return !sent && group.terms.toVm.permits(group.terms.toVm.decide(frame));
    }
    boolean anybody = false;
    for (Attachment member : few) {
      boolean itself = source != null && member.vPort == source.vPort;
      if (!itself && admits(in, member)) {
        anybody = true;
      }
    }
    return anybody;
  }

  /** Rules and rate towards a VM, counted. */
  boolean admits(SwitchPort in, Attachment to) {
    SoftVPort vPort = to.vPort;
    int rule = vPort.terms.toVm.decide(frame);
    boolean permits = vPort.terms.toVm.permits(rule);
    if (!permits && frame.isReverseArp()) {
      // Not meant for VMs: that they do not get it is nothing anybody has to look at.
      return false;
    }
    toVm.hit(vPort, rule);
    DropReason refused = null;
    if (!permits) {
      refused = DropReason.DENIED;
    } else if (vPort.toVm != null && !vPort.toVm.admitsFrame(frame.size(), now)) {
      refused = DropReason.OVER_RATE;
    }
    Tap[] taps = vPort.taps;
    if (taps != null) {
      copies.toVm(taps, to, refused, sink);
    }
    if (refused == null) {
      toVm.permitted(frame.size());
      if (vPort.sampler != null && vPort.sampler.takes()) {
        sample(vPort, vPort.sampler, false, to.sendsUntagged ? 0 : to.vid);
      }
      return true;
    }
    vPort.tally.dropped(Tally.TO_VM, refused, frame.size());
    in.drop(refused);
    return false;
  }

  private void sample(SoftVPort vPort, Sampler sampler, boolean fromVm, int destinationVlan) {
    SampleSink samples = tables.samples;
    if (samples != null) {
      samples.sampled(
          new FrameSample(
              vPort.plan.id(),
              fromVm,
              sampler.number(),
              sampler.rate,
              sampler.pool(),
              frame.size(),
              Octets.copyOf(
                  frame.bytes, frame.start, Math.min(frame.size(), FrameSample.MAX_HEADER)),
              frame.vid(),
              destinationVlan));
    }
  }

  private void toFabric(SwitchPort port, int vlan) {
    send(port, vlan == port.untaggedVlan ? 0 : vlan);
  }

  private void toStation(SwitchPort port, int vid) {
    send(port, vid);
  }

  private void send(SwitchPort port, int vid) {
    FrameSink out = sink;
    if (out != null) {
      outgoing.send(port, vid, out);
    }
  }
}
