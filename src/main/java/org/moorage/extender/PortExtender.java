package org.moorage.extender;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.PortExtensionTlv;
import org.moorage.protocol.stack.PortExtensionEffect;
import org.moorage.protocol.stack.PortExtensionStack;

/**
 * A port extender's side of IEEE 802.1BR: finds its controlling bridge upstream, asks it for an
 * E-channel for each extended port, and has its {@link ExtenderSwitch} do as the bridge says.
 *
 * <p>Extended ports follow the upstream: without an E-channel a port's link is switched off, so
 * that its station notices and, where it has another way, takes it.
 *
 * <p>No I/O, no clock; one thread at a time.
 */
public final class PortExtender {

  /** Between asking for what was refused and asking again. */
  static final Duration RETRY = Duration.ofSeconds(30);

  /**
   * A controlling bridge that starts anew is back in this time: its stations need not notice. What
   * they send meanwhile goes on under the E-channels there were.
   */
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final String NOT_TAKEN = "it could not be asked";
  private static final String BAD_CHANNEL =
      "the controlling bridge gave one that cannot be a port's";

  /** An extended port and what the bridge knows of it. */
  private static final class Extended {
    final PortName name;

    /** As it is now. */
    ExtendedPort port;

    /** As it was told last; null where the bridge does not know it. */
    @Nullable ExtendedPort told;

    @Nullable EChannelId channel;

    /** Whether an answer about it is awaited. */
    boolean asking;

    /** Whether it is not asked for before the retry. */
    boolean resting;

    Extended(int number, PortName name) {
      this.name = name;
      String shown = name.value();
      port =
          new ExtendedPort(
              number,
              shown.substring(0, Math.min(shown.length(), ExtendedPort.MAX_NAME)),
              false,
              0);
    }

    int index() {
      return port.number() - 1;
    }
  }

  private final ExtenderSwitch plane;
  private final ExtenderOutput output;
  private final int maxGroups;
  private final PortExtensionStack stack;
  private final List<Extended> ports = new ArrayList<>();

  /** Whom an answer with that ticket is about. */
  private final Map<Long, Extended> asked = new HashMap<>();

  private long tickets;
  private @Nullable Instant retryAt;

  /** When ports without an E-channel are switched off; null while nothing was lost. */
  private @Nullable Instant offAt;

  /**
   * @param plane has no other master
   * @param random for first sequence numbers
   */
  public PortExtender(
      PortExtenderSettings settings,
      ExtenderSwitch plane,
      ExtenderOutput output,
      RandomGenerator random) {
    this.plane = plane;
    this.output = output;
    maxGroups = settings.groups();
    for (PortName name : plane.extended()) {
      ports.add(new Extended(ports.size() + 1, name));
    }
    stack = new PortExtensionStack(settings.link(plane.upstream().value(), ports.size()), random);
  }

  /** Before all else: switches the links of all extended ports off. */
  public void start() {
    ports.forEach(each -> output.link(each.name, false));
  }

  /** The upstream port has a link. */
  public void linkUp(Instant now) {
    enact(stack.linkUp(now), now);
  }

  /** The upstream port has none any more. */
  public void linkDown(Instant now) {
    enact(stack.linkDown(now), now);
  }

  /** A frame from upstream that has no E-TAG. */
  public void receive(Octets frame, Instant now) {
    enact(stack.receive(frame, now), now);
  }

  /**
   * What an extended port says of its link; only changes matter.
   *
   * @param megabits its speed in Mbit/s, 0 where it is not known
   */
  public void portLink(PortName name, boolean up, int megabits, Instant now) {
    for (Extended each : ports) {
      if (each.name.equals(name)) {
        boolean was = each.port.up();
        each.port = each.port.with(up, up ? megabits : 0);
        if (was != up) {
          output.happened(new ExtenderEvent.PortLinkChanged(now, name, up, megabits));
        }
        tell(each, now);
      }
    }
  }

  /** Does what is due. */
  public void advance(Instant now) {
    enact(stack.advance(now), now);
    if (offAt != null && !offAt.isAfter(now)) {
      switchOff();
    }
    if (retryAt != null && !retryAt.isAfter(now)) {
      retryAt = null;
      for (Extended each : ports) {
        each.resting = false;
        tell(each, now);
      }
    }
  }

  /** When {@link #advance} is to be called next; early is harmless. */
  public Optional<Instant> deadline() {
    return Stream.of(stack.deadline(), Optional.ofNullable(retryAt), Optional.ofNullable(offAt))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  public boolean isOpen() {
    return stack.isOpen();
  }

  public PortExtenderView view() {
    ExtenderTables tables = plane.tables();
    return new PortExtenderView(
        stack.view(),
        ports.stream()
            .map(each ->
                new PortExtenderView.Port(
                    each.name,
                    Optional.ofNullable(each.channel),
                    each.port.up(),
                    tables.isEnabled(each.index()),
                    plane.counters(each.port.number()),
                    plane.drops(each.name)))
            .toList(),
        tables.groups(),
        plane.drops(plane.upstream()));
  }

  private void enact(List<PortExtensionEffect> effects, Instant now) {
    for (PortExtensionEffect effect : effects) {
      switch (effect) {
        case PortExtensionEffect.Send(Octets frame) -> output.send(frame);
        case PortExtensionEffect.NeighbourChanged(Optional<PortExtensionTlv> neighbour) ->
            output.happened(
                new ExtenderEvent.Heard(now, neighbour.map(PortExtensionTlv::cspAddress)));
        case PortExtensionEffect.Opened(var bridge) -> {
          output.happened(new ExtenderEvent.Opened(now, bridge));
          plane.use(ExtenderTables.ofPorts(ports.size()));
          ports.forEach(each -> tell(each, now));
        }
        case PortExtensionEffect.Lost(String because) -> lost(because, now);
        case PortExtensionEffect.Refused(Completion because) ->
            output.happened(new ExtenderEvent.Refused(now, because));
        case PortExtensionEffect.Requested(int number, CspRequest request) -> {
          CspResponse answer = answer(request, now);
          enact(stack.answer(number, request.command(), answer, now), now);
        }
        case PortExtensionEffect.Answered(long ticket, CspResponse response) ->
            answered(asked.remove(ticket), response, now);
        case PortExtensionEffect.NotTaken(long ticket) -> {
          Extended about = asked.remove(ticket);
          if (about != null) {
            failed(about, NOT_TAKEN, now);
          }
        }
        case PortExtensionEffect.Dropped dropped -> {
          // The stack has counted it.
        }
      }
    }
  }

  /** Tells the bridge what it does not know of a port, one thing at a time. */
  private void tell(Extended each, Instant now) {
    if (!stack.isOpen() || each.asking || each.resting || each.port.equals(each.told)) {
      return;
    }
    CspRequest request =
        each.channel == null
            ? new CspRequest.CreatePort(each.port)
            : new CspRequest.PortStatus(each.port);
    each.asking = true;
    each.told = each.port;
    long ticket = ++tickets;
    asked.put(ticket, each);
    enact(stack.ask(request, ticket, now), now);
  }

  private void answered(@Nullable Extended about, CspResponse response, Instant now) {
    if (about == null) {
      return;
    }
    switch (response) {
      case CspResponse.Created(EChannelId channel) -> granted(about, channel, now);
      case CspResponse.Done(Completion completion) -> {
        if (completion == Completion.SUCCESS && about.channel != null) {
          about.asking = false;
          tell(about, now);
        } else {
          failed(about, completion.words(), now);
        }
      }
      case CspResponse.Counted counted -> failed(about, Completion.INCOMPLETE.words(), now);
    }
  }

  private void granted(Extended about, EChannelId channel, Instant now) {
    int holder = plane.tables().portOf(channel.value());
    if (channel.isGroup() || holder >= 0 && holder != about.index()) {
      failed(about, BAD_CHANNEL, now);
      return;
    }
    about.asking = false;
    about.channel = channel;
    plane.use(plane.tables().granting(about.index(), channel.value()));
    output.happened(new ExtenderEvent.Granted(now, about.name, channel));
    output.link(about.name, true);
    tell(about, now);
  }

  /** Asks again later: what the bridge lacks may be there by then. */
  private void failed(Extended about, String because, Instant now) {
    about.asking = false;
    about.told = null;
    about.resting = true;
    if (retryAt == null) {
      retryAt = now.plus(RETRY);
    }
    if (about.channel == null) {
      output.happened(new ExtenderEvent.NotGranted(now, about.name, because));
    }
  }

  private void lost(String because, Instant now) {
    asked.clear();
    retryAt = null;
    offAt = now.plus(GRACE);
    output.happened(new ExtenderEvent.Lost(now, because));
    for (Extended each : ports) {
      each.channel = null;
      each.told = null;
      each.asking = false;
      each.resting = false;
    }
  }

  /** Nobody has come back for them: their stations are to notice. */
  private void switchOff() {
    offAt = null;
    if (!stack.isOpen()) {
      plane.use(ExtenderTables.ofPorts(ports.size()));
    }
    for (Extended each : ports) {
      if (each.channel == null) {
        output.link(each.name, false);
      }
    }
  }

  private CspResponse answer(CspRequest request, Instant now) {
    return switch (request) {
      case CspRequest.Register(EChannelId group, List<EChannelId> members) ->
          register(group, members);
      case CspRequest.Unregister(EChannelId group) -> {
        if (plane.tables().membersOf(group.value()) == null) {
          yield CspResponse.refused(Completion.UNKNOWN_PORT);
        }
        plane.use(plane.tables().without(group.value()));
        yield CspResponse.done();
      }
      case CspRequest.SetPort(int number, boolean enabled, int defaultPcp) -> {
        if (number > ports.size()) {
          yield CspResponse.refused(Completion.UNKNOWN_PORT);
        }
        plane.use(plane.tables().setting(number - 1, enabled, defaultPcp));
        PortName name = ports.get(number - 1).name;
        output.happened(new ExtenderEvent.PortSet(now, name, enabled, defaultPcp));
        yield CspResponse.done();
      }
      case CspRequest.Statistics(int after) -> counted(after);
      case CspRequest.Open open -> CspResponse.refused(Completion.WRONG_ROLE);
      case CspRequest.CreatePort create -> CspResponse.refused(Completion.WRONG_ROLE);
      case CspRequest.DeletePort delete -> CspResponse.refused(Completion.WRONG_ROLE);
      case CspRequest.PortStatus status -> CspResponse.refused(Completion.WRONG_ROLE);
    };
  }

  private CspResponse register(EChannelId group, List<EChannelId> members) {
    ExtenderTables tables = plane.tables();
    int[] indexes =
        members.stream().mapToInt(each -> tables.portOf(each.value())).distinct().toArray();
    if (Arrays.stream(indexes).anyMatch(index -> index < 0)) {
      return CspResponse.refused(Completion.UNKNOWN_PORT);
    }
    if (tables.membersOf(group.value()) == null && tables.groups() >= maxGroups) {
      return CspResponse.refused(Completion.NO_RESOURCES);
    }
    plane.use(tables.with(group.value(), indexes));
    return CspResponse.done();
  }

  private CspResponse counted(int after) {
    List<ExtendedPortCounters> counters = new ArrayList<>();
    int number = Math.max(after, 0);
    while (number < ports.size() && counters.size() < CspResponse.Counted.MOST) {
      counters.add(plane.counters(++number));
    }
    return new CspResponse.Counted(counters, number < ports.size());
  }
}
