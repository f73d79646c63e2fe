package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.SlotMap;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.BridgePortStack;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.vdp.VsiId;

/** One station-facing port of an agent: its protocols, its link, what is held on it. */
final class AgentPort {

  /** A link that comes back within this time was a flap: its VSIs stay. */
  static final Duration LINK_DOWN_HOLD = Duration.ofSeconds(10);

  /** E-PCP of control frames. */
  private static final int NETWORK_CONTROL = 7;

  final PortName name;

  /** The port whose link it is on: itself, unless it is an S-channel. */
  final PortName link;

  /** Empty on a port's own link, which is its default S-channel as well. */
  final Optional<SChannel> channel;

  /** On a port of a port extender what its frames carry on the cascade link. */
  final Optional<EChannelId> eChannel;

  /** Why what is held goes when the link has been down for too long. */
  ReleaseCause lostBy = ReleaseCause.LINK_DOWN;

  final Map<VsiId, Association> associations = new SlotMap<>();

  /** What the neighbour calls itself. */
  Optional<String> station = Optional.empty();

  /** Of the link it is on; none of an S-channel, which shares that of its uplink. */
  final HeardAddresses heard;

  private final BridgePortSettings settings;
  private final RandomGenerator random;
  private BridgePortStack stack;

  /** After a defect the stack that knows what is held; it is only read any more. */
  private BridgePortStack keeper;

  private boolean linkUp;
  private boolean failed;
  private Optional<Instant> releaseAt = Optional.empty();

  AgentPort(PortName name, BridgePortSettings settings, RandomGenerator random, Instant now) {
    this(name, name, Optional.empty(), Optional.empty(), settings, random, now);
  }

  /** A port of a port extender. */
  static AgentPort ofExtender(
      PortName name,
      PortName cascade,
      EChannelId channel,
      BridgePortSettings settings,
      RandomGenerator random,
      Instant now) {
    return new AgentPort(
        name, cascade, Optional.empty(), Optional.of(channel), settings, random, now);
  }

  /** The port that an S-channel is. */
  static AgentPort ofChannel(
      PortName uap,
      SChannel channel,
      BridgePortSettings settings,
      RandomGenerator random,
      Instant now) {
    return new AgentPort(
        UapPort.portOf(uap, channel),
        uap,
        Optional.of(channel),
        Optional.empty(),
        settings,
        random,
        now);
  }

  private AgentPort(
      PortName name,
      PortName link,
      Optional<SChannel> channel,
      Optional<EChannelId> eChannel,
      BridgePortSettings settings,
      RandomGenerator random,
      Instant now) {
    this.eChannel = eChannel;
    this.name = name;
    this.link = link;
    this.channel = channel;
    this.settings = settings;
    heard = new HeardAddresses(settings.addresses());
    this.random = random;
    stack = new BridgePortStack(settings, random, now);
    keeper = stack;
  }

  BridgePortStack stack() {
    return stack;
  }

  boolean linkUp() {
    return linkUp;
  }

  boolean failed() {
    return failed;
  }

  /** The link went down: what is held stays for the time of a flap. */
  void linkLost(Instant now) {
    linkUp = false;
    heard.clear();
    releaseAt = Optional.of(now.plus(LINK_DOWN_HOLD));
  }

  /** A control frame of this port as it is on the link. */
  Octets onLink(Octets frame) {
    return eChannel
        .map(inside -> new ETag(NETWORK_CONTROL, false, 0, inside.value()).on(frame))
        .orElseGet(() -> UapPort.onLink(channel, frame));
  }

  void linkFound() {
    lostBy = ReleaseCause.LINK_DOWN;
    linkUp = true;
    releaseAt = Optional.empty();
  }

  /** Whether the link has been down for too long; true once. */
  boolean isReleaseDue(Instant now) {
    boolean due = releaseAt.isPresent() && !now.isBefore(releaseAt.get());
    if (due) {
      releaseAt = Optional.empty();
    }
    return due;
  }

  /** Stops the port after a defect. Its vPorts stay as they are: frames go on. */
  void fail(Instant now) {
    failed = true;
    stack = new BridgePortStack(settings, random, now);
  }

  /** Ends the stop, with a fresh stack that is told what is held. */
  List<PortEffect> recover(Instant now) {
    List<HeldVsi> held = new ArrayList<>(associations.size());
    associations.keySet().forEach(vsi -> held(vsi).ifPresent(held::add));
    failed = false;
    keeper = stack;
    return stack.restore(held, now);
  }

  /** What is held for a VSI, with what the protocols do not keep of it. */
  Optional<HeldVsi> held(VsiId vsi) {
    Association association = associations.get(vsi);
    return association == null
        ? Optional.empty()
        : keeper
            .held(vsi)
            .map(held -> new HeldVsi(association.completed(held.request()), held.answered()));
  }

  Optional<Instant> deadline() {
    if (failed) {
      return releaseAt;
    }
    Optional<Instant> due = stack.deadline();
    if (due.isEmpty() || releaseAt.isPresent() && releaseAt.get().isBefore(due.get())) {
      return releaseAt;
    }
    return due;
  }
}
