package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.Edge;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.BridgeUapStack;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.UapEffect;
import org.moorage.protocol.stack.UapView;

/**
 * The S-channels of an agent's uplinks: each is a port of the agent and of the data plane for as
 * long as it is there. The default one is the uplink's own port and always there.
 */
final class SChannels {

  /** Of all uplinks together; with the uplinks themselves no more than a report tells of. */
  static final int MAX_OPEN = EdgeReport.MAX_UPLINKS - AgentOptions.MAX_UPLINKS;

  private final EdgeAgentSettings settings;
  private final DataPlane plane;
  private final Edge edge;
  private final RandomGenerator random;
  private final Map<PortName, AgentPort> ports;
  private final PortHost host;
  private final Map<PortName, UapPort> uaps = new LinkedHashMap<>();

  /**
   * @param ports the agent's, to which S-channels come and from which they go
   */
  SChannels(
      EdgeAgentSettings settings,
      DataPlane plane,
      Edge edge,
      RandomGenerator random,
      Map<PortName, AgentPort> ports,
      PortHost host) {
    this.settings = settings;
    this.plane = plane;
    this.edge = edge;
    this.random = random;
    this.ports = ports;
    this.host = host;
  }

  /** Opens what is configured, and what VSIs were held on before the agent was restarted. */
  void start(List<Kept> kept, Instant now) {
    settings
        .uaps()
        .forEach((name, uap) -> {
          List<SChannel> before =
              kept.stream().flatMap(each -> each.channelOf(name).stream()).distinct().toList();
          UapPort port = new UapPort(name, uap, before);
          uaps.put(name, port);
          port.stack().channels().forEach(channel -> open(port, channel, now));
        });
  }

  Optional<UapView> view(PortName uap) {
    return Optional.ofNullable(uaps.get(uap)).map(port -> port.stack().view());
  }

  /**
   * The port a frame from a link is for.
   *
   * @return null where it was taken here, or its S-TAG is that of no S-channel
   */
  @Nullable AgentPort receive(PortName link, Octets frame, Instant now) {
    AgentPort onLink = ports.get(link);
    if (onLink != null) {
      onLink.heard.note(frame, now);
    }
    UapPort uap = uaps.get(link);
    if (uap == null) {
      return onLink;
    }
    if (BridgeUapStack.isFor(frame)) {
      step(uap, () -> uap.stack().receive(frame, now), now);
      return null;
    }
    PortName port = uap.portOf(frame);
    return port == null ? null : ports.get(port);
  }

  boolean isUap(PortName link) {
    return uaps.containsKey(link);
  }

  /** The ports besides its own that share an uplink's link. */
  List<AgentPort> on(PortName link) {
    List<AgentPort> channels = new ArrayList<>();
    if (isUap(link)) {
      ports.values().stream()
          .filter(port -> port.link.equals(link) && port.channel.isPresent())
          .forEach(channels::add);
    }
    return channels;
  }

  void linkChanged(PortName link, boolean up, Instant now) {
    UapPort uap = uaps.get(link);
    if (uap != null) {
      step(uap, () -> up ? uap.stack().linkUp(now) : uap.stack().linkDown(now), now);
    }
  }

  /** The link has been down for too long. */
  void release(PortName link, Instant now) {
    UapPort uap = uaps.get(link);
    if (uap != null) {
      step(uap, () -> uap.stack().release(now), now);
    }
  }

  void advance(Instant now) {
    for (UapPort uap : uaps.values()) {
      Optional<Instant> due = uap.stack().deadline();
      if (due.isPresent() && !now.isBefore(due.get())) {
        step(uap, () -> uap.stack().advance(now), now);
      }
    }
  }

  Optional<Instant> deadline() {
    return uaps.values().stream()
        .filter(uap -> !uap.failed())
        .flatMap(uap -> uap.stack().deadline().stream())
        .min(Instant::compareTo);
  }

  /** A defect stops CDCP on one uplink; its S-channels stay as they are. */
  private void step(UapPort uap, Supplier<List<UapEffect>> step, Instant now) {
    if (uap.failed()) {
      return;
    }
    try {
      step.get().forEach(effect -> perform(uap, effect, now));
    } catch (RuntimeException defect) {
      uap.fail();
      host.alarm(
          uap.name,
          "a defect stopped CDCP on this port, its S-channels stay as they are: "
              + defect
              + "; restart the agent, and report it",
          now);
    }
  }

  private void perform(UapPort uap, UapEffect effect, Instant now) {
    switch (effect) {
      case UapEffect.Send(Octets frame) -> host.send(uap.name, frame);
      case UapEffect.ChannelsChanged(List<SChannel> channels) -> change(uap, channels, now);
      case UapEffect.ChannelsRefused(List<Integer> scids) ->
          host.alarm(
              uap.name,
              "the station asks for S-channels it cannot have, SCID "
                  + String.join(", ", scids.stream().map(String::valueOf).toList())
                  + ": raise the uplink's capacity or widen its pool of SVIDs",
              now);
      case UapEffect.Dropped dropped -> {
        // The stack counts it by reason.
      }
    }
  }

  /** Those that are gone go before others come: an SVID may change hands. */
  private void change(UapPort uap, List<SChannel> channels, Instant now) {
    Map<SChannel, AgentPort> there = new HashMap<>();
    on(uap.name).forEach(port -> port.channel.ifPresent(channel -> there.put(channel, port)));
    there.forEach((channel, port) -> {
      if (!channels.contains(channel)) {
        close(uap, channel, port, now);
      }
    });
    channels.stream()
        .filter(channel -> !there.containsKey(channel))
        .forEach(channel -> open(uap, channel, now));
  }

  private void open(UapPort uap, SChannel channel, Instant now) {
    BridgePortSettings inside = settings.uplinks().get(uap.name);
    AgentPort onLink = ports.get(uap.name);
    if (channel.isDefault() || inside == null || onLink == null) {
      return;
    }
    if (ports.size() - settings.uplinks().size() >= MAX_OPEN) {
      host.alarm(
          uap.name,
          "S-channel "
              + channel
              + " is not opened: "
              + MAX_OPEN
              + " are open on this edge, as many as it takes",
          now);
      return;
    }
    AgentPort port = AgentPort.ofChannel(uap.name, channel, inside, random, now);
    plane.openChannel(port.name, uap.name, channel.svid());
    uap.opened(channel, port.name);
    edge.openChannel(port.name, uap.name, !uap.isShared());
    ports.put(port.name, port);
    if (onLink.linkUp()) {
      port.linkFound();
      host.guard(port, () -> port.stack().linkUp(now), now);
    } else {
      port.linkLost(now);
    }
  }

  private void close(UapPort uap, SChannel channel, AgentPort port, Instant now) {
    if (port.failed()) {
      List<PortEffect> recovered = port.recover(now);
      host.guard(port, () -> recovered, now);
    }
    host.guard(port, () -> port.stack().releaseAll(ReleaseCause.S_CHANNEL_GONE, now), now);
    host.forget(port);
    uap.closed(channel);
    edge.closeChannel(port.name);
    ports.remove(port.name);
    plane.closeChannel(port.name);
  }
}
