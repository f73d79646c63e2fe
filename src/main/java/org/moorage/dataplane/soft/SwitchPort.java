package org.moorage.dataplane.soft;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.PortName;

/** A port of the soft switch: towards stations, or towards the network. */
final class SwitchPort {

  final PortName name;
  final boolean station;

  /** The link its frames travel on: an S-channel's is that of its uplink access port. */
  final PortName link;

  /** What the S-TAG of its frames says; 0 where they have none. */
  final int svid;

  /** The port towards its extender, where it is one of an extender's; else null. */
  final @Nullable SwitchPort cascade;

  /** GRP and E-CID of its frames; 0 where they have no E-TAG. */
  final int eChannel;

  /** On a cascade port its extended ports by E-channel, null elsewhere; replaced as a whole. */
  private volatile @Nullable Map<Integer, SwitchPort> extended;

  /** On a cascade port what is sent as one copy, by VLAN and tag; replaced as a whole. */
  private volatile Map<Integer, GroupCopy> groups = Map.of();

  /** The S-channels of an uplink access port, by SVID; replaced as a whole. */
  private volatile Map<Integer, SwitchPort> channels = Map.of();

  /** On a fabric port the VLAN of untagged frames, 0 where those are not taken. */
  final int untaggedVlan;

  volatile boolean reflectiveRelay;

  /** On a station port: whose a frame is, by address and VID, or by VID alone. */
  private final LongTable<Attachment> attachments = new LongTable<>();

  /** By VID, how many attachments with an address of their own; the writer's to change. */
  private final AtomicIntegerArray addressed = new AtomicIntegerArray(4096);

  private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);

  SwitchPort(PortName name, boolean station, int untaggedVlan) {
    this(name, name, 0, station, untaggedVlan, null, 0);
  }

  private SwitchPort(
      PortName name,
      PortName link,
      int svid,
      boolean station,
      int untaggedVlan,
      @Nullable SwitchPort cascade,
      int eChannel) {
    this.name = name;
    this.link = link;
    this.svid = svid;
    this.station = station;
    this.untaggedVlan = untaggedVlan;
    this.cascade = cascade;
    this.eChannel = eChannel;
  }

  /** A port towards a port extender. */
  static SwitchPort ofCascade(PortName name) {
    SwitchPort port = new SwitchPort(name, false, 0);
    port.extended = Map.of();
    return port;
  }

  boolean isCascade() {
    return extended != null;
  }

  /** The port with this E-channel; null where there is none. */
  @Nullable SwitchPort extended(int channel) {
    Map<Integer, SwitchPort> now = extended;
    return now == null ? null : now.get(channel);
  }

  /** A port of this cascade port's extender; the writer's to call. */
  SwitchPort openExtended(PortName port, int channel) {
    SwitchPort opened = new SwitchPort(port, link, 0, true, 0, this, channel);
    Map<Integer, SwitchPort> after = new HashMap<>(now(extended));
    after.put(channel, opened);
    extended = Map.copyOf(after);
    return opened;
  }

  /** Only where its E-channel is still its own; the writer's to call. */
  void closeExtended(SwitchPort port) {
    Map<Integer, SwitchPort> after = new HashMap<>(now(extended));
    after.remove(port.eChannel, port);
    extended = Map.copyOf(after);
  }

  private static <K, V> Map<K, V> now(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : map;
  }

  /** The writer's to call. */
  void replicate(Map<Integer, GroupCopy> copies) {
    groups = Map.copyOf(copies);
  }

  /** How one copy reaches everybody in a VLAN; null where it does not. */
  @Nullable GroupCopy groupCopy(int vlan, int tag) {
    return groups.get(GroupCopy.key(vlan, tag));
  }

  /** An S-channel of this port, not yet open. */
  SwitchPort channelNamed(PortName channel, int tag) {
    return new SwitchPort(channel, link, tag, true, 0, null, 0);
  }

  /** From now on frames with its S-TAG are the S-channel's; the writer's to call. */
  void open(SwitchPort channel) {
    Map<Integer, SwitchPort> after = new HashMap<>(channels);
    after.put(channel.svid, channel);
    channels = Map.copyOf(after);
  }

  /** Only where its S-TAG is still its own; the writer's to call. */
  void close(SwitchPort channel) {
    Map<Integer, SwitchPort> after = new HashMap<>(channels);
    after.remove(channel.svid, channel);
    channels = Map.copyOf(after);
  }

  /** Whether S-TAGs mean anything here. */
  boolean hasChannels() {
    return !channels.isEmpty();
  }

  @Nullable SwitchPort channel(int tag) {
    return channels.get(tag);
  }

  /** The most specific: address and VID before VID alone. */
  @Nullable Attachment find(long mac, int vid) {
    Attachment exact = attachments.get(Attachment.key(mac, vid));
    return exact != null ? exact : attachments.get(vid);
  }

  /** Whether somebody with another address has this VID here. */
  boolean hasAddressed(int vid) {
    return addressed.get(vid) > 0;
  }

  /** Who else holds a key of this attachment. */
  @Nullable Attachment rival(Attachment wanted) {
    Attachment tagged = attachments.get(wanted.taggedKey());
    if (tagged != null && !tagged.vPort.plan.id().equals(wanted.vPort.plan.id())) {
      return tagged;
    }
    Attachment untagged = wanted.untaggedToo ? attachments.get(wanted.untaggedKey()) : null;
    return untagged != null && !untagged.vPort.plan.id().equals(wanted.vPort.plan.id())
        ? untagged
        : null;
  }

  void install(Attachment attachment) {
    put(attachment.taggedKey(), attachment);
    if (attachment.untaggedToo) {
      put(attachment.untaggedKey(), attachment);
    }
  }

  /** Only where the keys are still its own: a successor may have taken them over. */
  void uninstall(Attachment attachment) {
    remove(attachment.taggedKey(), attachment);
    if (attachment.untaggedToo) {
      remove(attachment.untaggedKey(), attachment);
    }
  }

  private void put(long key, Attachment attachment) {
    if (attachments.get(key) == null && attachment.mac != 0) {
      addressed.getAndIncrement((int) key & 0xFFF);
    }
    attachments.put(key, attachment);
  }

  private void remove(long key, Attachment attachment) {
    if (attachments.get(key) == attachment) {
      attachments.remove(key);
      if (attachment.mac != 0) {
        addressed.getAndDecrement((int) key & 0xFFF);
      }
    }
  }

  void drop(DropReason reason) {
    drops.getAndIncrement(Tally.index(reason));
  }

  Map<DropReason, Long> drops() {
    Map<DropReason, Long> met = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      long count = drops.get(Tally.index(reason));
      if (count > 0) {
        met.put(reason, count);
      }
    }
    return met;
  }

  /** For comparing tables: what each key leads to. */
  void describe(Map<String, String> into) {
    attachments.forEach((attachment, key) ->
        into.put(
            name + " " + Long.toHexString(key),
            attachment.vPort.plan.id() + " " + attachment.sendsUntagged));
  }
}
