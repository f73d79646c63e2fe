package org.moorage.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ethernet.VlanTag;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.VidField;
import org.moorage.simulator.Sentence.Service;

/** A VM on one station: how far its connection is, and what it does with frames. */
final class Guest {

  /** How far its connection is. */
  enum State {
    /** Asked for; the VM waits. */
    ASKED,
    /** Pre-associated: at the target of a move, while it runs at the source, or as expected. */
    PREPARED,
    /** Granted; the VM talks. */
    RUNNING,
    /** The switch said no, or took it back. */
    OFF,
    /** The VM stands still, or has moved away. */
    LEAVING,
    /** The switch was told to let it go. */
    ENDING
  }

  /** The port a VM that tests TCP or UDP speaks from. */
  private static final int FIRST_LOCAL_PORT = 40_000;

  private final Vm vm;
  private final Uplink uplink;
  private final Map<Integer, MacAddress> neighbours = new HashMap<>();
  private State state = State.ASKED;
  private Duration askedAt = Duration.ZERO;
  private List<VidField> answered = List.of();
  private @Nullable Migration arriving;
  private String lastFailure = "";

  Guest(Vm vm, Uplink uplink) {
    this.vm = vm;
    this.uplink = uplink;
  }

  Vm vm() {
    return vm;
  }

  Uplink uplink() {
    return uplink;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  Duration askedAt() {
    return askedAt;
  }

  void asked(Duration now) {
    askedAt = now;
  }

  void answered(List<VidField> vids) {
    answered = vids;
  }

  /** Why the last request of it was not granted, in the words of its stack. */
  String lastFailure() {
    return lastFailure;
  }

  void failed(String reason) {
    lastFailure = reason;
  }

  /** Whether the VM is here no longer, or not for long. */
  boolean isOnItsWayOut() {
    return state == State.LEAVING || state == State.ENDING;
  }

  /** Whether it waits to be brought to life here: it has no connection, or only a reservation. */
  boolean isStartable() {
    return state == State.OFF || (state == State.PREPARED && arriving == null);
  }

  /** The move that brings it here. */
  Optional<Migration> arriving() {
    return Optional.ofNullable(arriving);
  }

  void arriving(@Nullable Migration migration) {
    arriving = migration;
  }

  /** Asks the switch for something, on the S-channel it is on. */
  void request(VsiRequest request) {
    uplink.request(vm.sChannel(), request);
  }

  /** Says that it is here, whether or not the switch lets it. */
  void announce() {
    GuestPacket.Arp arp = GuestPacket.Arp.announcement(vm.mac(), vm.ip());
    send(MacAddress.BROADCAST, arp);
  }

  /** Asks another VM for something; first for its address where that is not known. */
  void probe(Vm other, Service service, int number) {
    int hop = vm.nextHop(other.ip());
    MacAddress mac = neighbours.get(hop);
    if (mac == null) {
      send(
          MacAddress.BROADCAST,
          new GuestPacket.Arp(false, vm.mac(), vm.ip(), MacAddress.ZERO, hop));
      return;
    }
    send(
        mac,
        switch (service.kind()) {
          case PING -> new GuestPacket.Ping(vm.ip(), other.ip(), false, number);
          case TCP -> {
            int local = FIRST_LOCAL_PORT + number;
            yield new GuestPacket.Tcp(vm.ip(), other.ip(), local, service.port(), false);
          }
          case UDP -> {
            int local = FIRST_LOCAL_PORT + number;
            yield new GuestPacket.Udp(vm.ip(), other.ip(), local, service.port(), false);
          }
        });
  }

  /** Whether a frame that came down the uplink is meant for it. */
  boolean takes(EthernetFrame frame) {
    boolean mine = frame.destination().isGroup() || frame.destination().equals(vm.mac());
    return state == State.RUNNING
        && mine
        && !frame.source().equals(vm.mac())
        && takes(frame.tags());
  }

  private boolean takes(List<VlanTag> tags) {
    if (tags.isEmpty()) {
      return tag().isEmpty();
    }
    int vid = tags.getFirst().vid();
    return tags.size() == 1
        && (vm.vids().stream().anyMatch(own -> own.vid() == vid)
            || answered.stream().anyMatch(given -> given.vid() == vid));
  }

  /**
   * Answers what is asked of it.
   *
   * @return the number of the probe of its own this answers; empty for all else
   */
  Optional<Integer> take(EthernetFrame frame, GuestPacket packet) {
    return switch (packet) {
      case GuestPacket.Arp arp -> {
        take(arp);
        yield Optional.empty();
      }
      case GuestPacket.Ping ping when ping.to() == vm.ip() -> {
        if (!ping.reply()) {
          send(frame.source(), new GuestPacket.Ping(vm.ip(), ping.from(), true, ping.number()));
        }
        yield ping.reply() ? Optional.of(ping.number()) : Optional.empty();
      }
      case GuestPacket.Tcp tcp when tcp.to() == vm.ip() -> {
        if (!tcp.reply()) {
          send(
              frame.source(),
              new GuestPacket.Tcp(vm.ip(), tcp.from(), tcp.toPort(), tcp.fromPort(), true));
        }
        yield tcp.reply() ? Optional.of(tcp.toPort() - FIRST_LOCAL_PORT) : Optional.empty();
      }
      case GuestPacket.Udp udp when udp.to() == vm.ip() -> {
        if (!udp.reply()) {
          send(
              frame.source(),
              new GuestPacket.Udp(vm.ip(), udp.from(), udp.toPort(), udp.fromPort(), true));
        }
        yield udp.reply() ? Optional.of(udp.toPort() - FIRST_LOCAL_PORT) : Optional.empty();
      }
      case GuestPacket.Ping other -> Optional.empty();
      case GuestPacket.Tcp other -> Optional.empty();
      case GuestPacket.Udp other -> Optional.empty();
    };
  }

  private void take(GuestPacket.Arp arp) {
    boolean announcement = arp.senderIp() == arp.targetIp();
    if (arp.targetIp() != vm.ip() || announcement) {
      return;
    }
    neighbours.put(arp.senderIp(), arp.sender());
    if (!arp.answer()) {
      send(
          arp.sender(), new GuestPacket.Arp(true, vm.mac(), vm.ip(), arp.sender(), arp.senderIp()));
    }
  }

  private void send(MacAddress to, GuestPacket packet) {
    uplink.transmit(vm.sChannel(), packet.frame(to, vm.mac(), tag()).encode());
  }

  /** The VLAN it asked for or was given; none before the switch has said which. */
  private Optional<VlanId> tag() {
    return vm.tag().or(() -> answered.stream().findFirst().flatMap(VidField::vlan));
  }
}
