package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspRole;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.PortExtensionEffect;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.PortExtensionStack;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;

/** What is at the other end of a cascade link: an extender, and a station at each port. */
final class ExtenderAtWork {

  private static final MacAddress EXTENDER = MacAddress.parse("02:00:00:00:00:0e");
  private static final int PORTS = 2;

  private final Supplier<Instant> clock;
  private final Consumer<Octets> upstream;
  final PortExtensionStack stack;
  final Map<Integer, EChannelId> channels = new TreeMap<>();
  final Map<EChannelId, List<EChannelId>> groups = new TreeMap<>();
  final Map<Integer, StationPortStack> stations = new TreeMap<>();
  final List<Completion> refusals = new ArrayList<>();
  boolean plugged = true;

  ExtenderAtWork(
      long session, RandomGenerator random, Supplier<Instant> clock, Consumer<Octets> upstream) {
    this.clock = clock;
    this.upstream = upstream;
    CspSpeaker self = new CspSpeaker(CspRole.PORT_EXTENDER, session, EXTENDER, PORTS, 64, 8);
    stack =
        new PortExtensionStack(
            new PortExtensionSettings(
                EXTENDER,
                "extender-1",
                "uplink",
                new ExtenderInventory("r1", "1", "SN-17", "Moorage", "soft"),
                self),
            random);
    for (int i = 1; i <= PORTS; i++) {
      MacAddress mac = new MacAddress(0x0200_0000_0020L + i);
      stations.put(
          i,
          new StationPortStack(StationPortSettings.of(mac, Flavour.RATIFIED), random, clock.get()));
    }
    does(stack.linkUp(clock.get()));
    stations.forEach((number, station) -> says(number, station.linkUp(clock.get())));
  }

  void does(List<PortExtensionEffect> effects) {
    for (PortExtensionEffect effect : effects) {
      switch (effect) {
        case PortExtensionEffect.Send(Octets frame) -> up(frame);
        case PortExtensionEffect.Opened opened -> {
          for (int i = 1; i <= PORTS; i++) {
            ExtendedPort port = new ExtendedPort(i, "e" + i, true, 10_000);
            does(stack.ask(new CspRequest.CreatePort(port), i, clock.get()));
          }
        }
        case PortExtensionEffect.Answered(long ticket, CspResponse response) -> {
          if (response instanceof CspResponse.Created(EChannelId channel)) {
            channels.put((int) ticket, channel);
          } else {
            refusals.add(response.completion());
          }
        }
        case PortExtensionEffect.Requested(int number, CspRequest request) ->
            does(stack.answer(number, request.command(), answer(request), clock.get()));
        case PortExtensionEffect.Lost lost -> {
          channels.clear();
          groups.clear();
        }
        default -> {}
      }
    }
  }

  CspResponse answer(CspRequest request) {
    return switch (request) {
      case CspRequest.Register(EChannelId group, List<EChannelId> members) -> {
        groups.put(group, members);
        yield CspResponse.done();
      }
      case CspRequest.Unregister(EChannelId group) -> {
        groups.remove(group);
        yield CspResponse.done();
      }
      case CspRequest.Statistics statistics ->
          new CspResponse.Counted(List.of(new ExtendedPortCounters(1, 5, 300, 6, 400, 1)), false);
      default -> CspResponse.done();
    };
  }

  void says(int number, List<StationEffect> effects) {
    EChannelId channel = channels.get(number);
    for (StationEffect effect : effects) {
      if (channel != null && effect instanceof StationEffect.Send(Octets frame)) {
        up(new ETag(0, false, 0, channel.value()).on(frame));
      }
    }
  }

  private void up(Octets frame) {
    if (plugged) {
      upstream.accept(frame);
    }
  }

  void hears(Octets frame) {
    if (!ETag.isOn(frame)) {
      does(stack.receive(frame, clock.get()));
      return;
    }
    int channel = ETag.of(frame).orElseThrow().channel();
    channels.forEach((number, each) -> {
      StationPortStack station = stations.get(number);
      if (each.value() == channel && station != null) {
        says(number, station.receive(ETag.off(frame), clock.get()));
      }
    });
  }

  Optional<Instant> deadline() {
    return stations.values().stream()
        .map(StationPortStack::deadline)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .filter(first -> stack.deadline().filter(at -> at.isBefore(first)).isEmpty())
        .or(stack::deadline);
  }

  void advance() {
    does(stack.advance(clock.get()));
    stations.forEach((number, station) -> says(number, station.advance(clock.get())));
  }
}
