package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** A station and a bridge on one wire that may lose, delay and double frames, all from a seed. */
final class TwoPorts {

  private static final Duration FLIGHT = Duration.ofNanos(20_000);

  private record Flight(Instant arrives, long order, boolean toBridge, Octets frame) {}

  final BridgePortStack bridge;
  final StationPortStack station;
  final List<PortEffect> bridgeEffects = new ArrayList<>();
  final List<StationEffect> stationEffects = new ArrayList<>();
  Function<VsiRequest, Optional<VsiAnswer>> edge = PortBench::asAsked;
  double loss;
  double doubling;
  Instant now = PortBench.START;
  int frames;

  private final Flavour flavour;
  private final RandomGenerator random;
  private final PriorityQueue<Flight> wire =
      new PriorityQueue<>(Comparator.comparing(Flight::arrives).thenComparingLong(Flight::order));

  TwoPorts(Flavour flavour, long seed) {
    this(
        BridgePortSettings.of(PortBench.BRIDGE),
        StationPortSettings.of(PortBench.STATION, flavour),
        seed);
  }

  TwoPorts(BridgePortSettings bridging, StationPortSettings asking, long seed) {
    flavour = asking.flavour();
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    bridge = new BridgePortStack(bridging, random, now);
    station = new StationPortStack(asking, random, now);
  }

  void up() {
    follow(bridge.linkUp(now));
    obey(station.linkUp(now));
  }

  void down() {
    wire.clear();
    follow(bridge.linkDown(now));
    obey(station.linkDown(now));
  }

  void want(AssociationTlv wish) {
    obey(station.request(request(wish, wish.typeId(), wish.version()), now));
  }

  void want(AssociationTlv wish, int version) {
    obey(station.request(request(wish, wish.typeId(), new VsiTypeVersion(version)), now));
  }

  private VsiRequest request(AssociationTlv wish, VsiTypeId type, VsiTypeVersion version) {
    VsiManagerId manager = flavour == Flavour.DRAFT ? VsiManagerId.ofNumber(12) : PortBench.MANAGER;
    return VsiRequest.of(wish.type(), manager, type, version, wish.vsiId(), wish.filters())
        .with(flavour);
  }

  void toStation(Octets frame) {
    obey(station.receive(frame, now));
  }

  void withdraw(int vsi) {
    follow(bridge.withdraw(PortBench.vsi(vsi), now));
  }

  void pass(Duration time) {
    Instant until = now.plus(time);
    while (true) {
      Instant next = next();
      if (next.isAfter(until)) {
        now = until;
        return;
      }
      now = next.isAfter(now) ? next : now;
      Flight flight = wire.peek();
      if (flight != null && !flight.arrives().isAfter(now)) {
        wire.remove();
        if (flight.toBridge()) {
          follow(bridge.receive(flight.frame(), now));
        } else {
          obey(station.receive(flight.frame(), now));
        }
      } else {
        follow(bridge.advance(now));
        obey(station.advance(now));
      }
    }
  }

  private Instant next() {
    Instant next = bridge.deadline().orElse(Instant.MAX);
    Instant other = station.deadline().orElse(Instant.MAX);
    next = other.isBefore(next) ? other : next;
    Flight flight = wire.peek();
    return flight != null && flight.arrives().isBefore(next) ? flight.arrives() : next;
  }

  private void send(boolean toBridge, Octets frame) {
    frames++;
    int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < doubling ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      wire.add(new Flight(now.plus(FLIGHT.multipliedBy(i + 1L)), frames, toBridge, frame));
    }
  }

  private void follow(List<PortEffect> effects) {
    for (PortEffect effect : effects) {
      bridgeEffects.add(effect);
      switch (effect) {
        case PortEffect.Send(Octets frame) -> send(false, frame);
        case PortEffect.Command(long number, VsiRequest request, Instant answerBy) -> {
          Optional<VsiAnswer> answer = edge.apply(request);
          if (answer.isPresent()) {
            follow(bridge.answer(request.vsiId(), number, answer.get(), now));
          }
        }
        case PortEffect.ReflectiveRelay(boolean on) ->
            follow(bridge.reflectiveRelayApplied(on, now));
        case PortEffect.KeptAlive kept -> {}
        case PortEffect.Released released -> {}
        case PortEffect.NeighbourChanged changed -> {}
        case PortEffect.Dropped dropped -> {}
        case PortEffect.Answered answered -> {}
      }
    }
  }

  private void obey(List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      stationEffects.add(effect);
      if (effect instanceof StationEffect.Send(Octets frame)) {
        send(true, frame);
      }
    }
  }

  <T> List<T> fromStation(Class<T> kind) {
    return stationEffects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T> List<T> fromBridge(Class<T> kind) {
    return bridgeEffects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void forget() {
    bridgeEffects.clear();
    stationEffects.clear();
  }

  static AssociationTlv associate(int vsi, int vid) {
    return PortBench.association(VdpType.ASSOCIATE, vsi, vid);
  }
}
