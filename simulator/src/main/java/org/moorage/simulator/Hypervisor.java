package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.stack.EndCause;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.simulator.LabEvent.Kind;

/**
 * A station: the VMs it runs and what it asks the switch for them. Frames between its own VMs go up
 * to the switch and come back (VEPA), so that the rules of their vPorts hold between them too.
 */
final class Hypervisor {

  /** How long it waits before it asks again where it got no answer at all. */
  static final Duration ASKS_AGAIN = Duration.ofSeconds(1);

  private final String name;
  private final LabWorld world;
  private final Map<String, Uplink> uplinks = new LinkedHashMap<>();
  private final Map<VsiId, Guest> guests = new LinkedHashMap<>();
  private final List<Vm> ranBeforeDeath = new ArrayList<>();
  private boolean alive = true;

  /**
   * @param channelled those of its ports whose other end has S-channels
   */
  Hypervisor(
      LabFile.Station station,
      Set<String> channelled,
      EvbSettings evb,
      int firstPort,
      LabWorld world) {
    name = station.name();
    this.world = world;
    int number = firstPort;
    for (String port : station.ports()) {
      StationPortSettings settings =
          StationPortSettings.of(Uplink.mac(number++), station.flavour()).withName(name).with(evb);
      PortRef ref = new PortRef(name, port);
      uplinks.put(
          port,
          new Uplink(
              ref,
              settings,
              channelled.contains(port),
              world,
              this::happened,
              scid -> channelLost(port, scid)));
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return alive;
  }

  Flavour flavour() {
    return uplinks.values().iterator().next().flavour();
  }

  // The life of the machine.

  void die() {
    alive = false;
    ranBeforeDeath.clear();
    guests.values().stream()
        .filter(guest -> !guest.isOnItsWayOut())
        .forEach(guest -> ranBeforeDeath.add(guest.vm()));
    world.tell(name, Kind.DONE, "dies with " + count(ranBeforeDeath.size()));
    guests.clear();
    uplinks.values().forEach(Uplink::reset);
    world.changed();
  }

  /** Boots; VMs that run elsewhere by now stay there. */
  void recover(List<Vm> runElsewhere) {
    List<Vm> again = new ArrayList<>(ranBeforeDeath);
    again.removeAll(runElsewhere);
    ranBeforeDeath.clear();
    alive = true;
    world.tell(name, Kind.DONE, "boots again and starts " + count(again.size()));
    uplinks.values().forEach(Uplink::linkUp);
    again.forEach(this::start);
  }

  void linkChanged(String port, boolean up) {
    Uplink uplink = uplink(Optional.of(port));
    if (!alive || uplink.isLinkUp() == up) {
      return;
    }
    if (up) {
      uplink.linkUp();
    } else {
      uplink.linkDown();
    }
  }

  // What the script makes its VMs do.

  void start(Vm vm) {
    Guest guest = place(vm);
    tell(guest, Kind.DONE, "starts: " + vm.described());
    guest.announce();
    ask(guest, VdpType.ASSOCIATE);
  }

  /** A VM is expected: what it needs is set aside, and it waits. */
  void reserve(Vm vm) {
    Guest guest = place(vm);
    tell(guest, Kind.DONE, "is expected: " + vm.described());
    ask(guest, VdpType.PRE_ASSOCIATE_RR);
  }

  private Guest place(Vm vm) {
    Guest guest = new Guest(vm, uplink(vm.port()));
    guests.put(vm.vsi(), guest);
    wantChannels();
    return guest;
  }

  void stop(Vm vm) {
    find(vm)
        .ifPresent(guest -> {
          tell(guest, Kind.DONE, "shuts down");
          leave(guest);
        });
  }

  /** The VM's terms have changed: it asks anew. */
  void changed(Vm vm) {
    find(vm)
        .ifPresent(guest -> {
          tell(guest, Kind.DONE, "changes to " + vm.described());
          wantChannels();
          ask(guest, VdpType.ASSOCIATE);
        });
  }

  // The steps of a move, called by Migration.

  void prepare(Vm vm, Migration migration) {
    Guest guest = place(vm);
    guest.arriving(migration);
    ask(guest, VdpType.PRE_ASSOCIATE);
  }

  void takeOver(Vm vm) {
    find(vm).ifPresent(guest -> ask(guest, VdpType.ASSOCIATE));
  }

  void pause(Vm vm) {
    find(vm).ifPresent(guest -> guest.become(Guest.State.LEAVING));
  }

  void resume(Vm vm) {
    find(vm)
        .filter(guest -> guest.state() == Guest.State.LEAVING)
        .ifPresent(guest -> guest.become(Guest.State.RUNNING));
  }

  void letGo(Vm vm) {
    find(vm).filter(guest -> guest.state() == Guest.State.LEAVING).ifPresent(this::leave);
  }

  void forget(Vm vm) {
    guests.remove(vm.vsi());
    wantChannels();
    world.changed();
  }

  // What others want to know.

  boolean hosts(Vm vm) {
    return find(vm).isPresent();
  }

  boolean runs(Vm vm) {
    return find(vm).filter(guest -> guest.state() == Guest.State.RUNNING).isPresent();
  }

  Optional<Guest> find(Vm vm) {
    return Optional.ofNullable(guests.get(vm.vsi())).filter(guest -> guest.vm() == vm);
  }

  Collection<Guest> guests() {
    return guests.values();
  }

  List<Vm> vms() {
    return guests.values().stream().filter(guest -> !guest.isOnItsWayOut()).map(Guest::vm).toList();
  }

  // The wire.

  void receive(String port, Octets octets) {
    if (!alive) {
      return;
    }
    Uplink uplink = uplink(Optional.of(port));
    if (Uplink.isControl(octets)) {
      uplink.receive(octets);
      return;
    }
    int scid = uplink.sChannel(octets);
    if (EthernetFrame.decode(ServiceTag.off(octets))
        instanceof Decoded.Value<EthernetFrame>(EthernetFrame frame)) {
      Optional<GuestPacket> packet = GuestPacket.read(frame);
      for (Guest guest : List.copyOf(guests.values())) {
        boolean here = guest.uplink() == uplink && guest.vm().sChannel() == scid;
        if (here && guest.takes(frame)) {
          world.delivered(guest.vm(), frame.source());
          packet
              .flatMap(said -> guest.take(frame, said))
              .ifPresent(probe -> world.answered(guest.vm(), probe));
        }
      }
    }
  }

  // What the stacks say.

  private void happened(StationEffect effect) {
    switch (effect) {
      case StationEffect.Send send -> throw new IllegalStateException("an uplink sends itself");
      case StationEffect.Confirmed(VsiId vsi, VdpType type, List<VidField> vids) ->
          guest(vsi).ifPresent(guest -> confirmed(guest, type, vids));
      case StationEffect.Failed(VsiId vsi, String reason, int status) ->
          guest(vsi).ifPresent(guest -> failed(guest, reason));
      case StationEffect.Ended(VsiId vsi, EndCause cause) ->
          guest(vsi).ifPresent(guest -> ended(guest, cause));
      case StationEffect.OperationChanged changed -> world.changed();
      case StationEffect.Dropped dropped -> world.changed();
    }
  }

  private void confirmed(Guest guest, VdpType type, List<VidField> vids) {
    guest.answered(vids);
    switch (type) {
      case PRE_ASSOCIATE, PRE_ASSOCIATE_RR -> {
        if (type == VdpType.PRE_ASSOCIATE_RR && guest.state() == Guest.State.ASKED) {
          tell(guest, Kind.HAPPENED, "has its reservation");
        }
        guest.become(Guest.State.PREPARED);
        guest.arriving().ifPresent(Migration::prepared);
      }
      case ASSOCIATE -> associated(guest);
      case DE_ASSOCIATE -> forget(guest.vm());
    }
    world.changed();
  }

  private void associated(Guest guest) {
    if (guest.isOnItsWayOut()) {
      return;
    }
    boolean was = guest.state() == Guest.State.RUNNING;
    guest.become(Guest.State.RUNNING);
    guest.announce();
    Optional<Migration> arriving = guest.arriving();
    guest.arriving(null);
    arriving.ifPresentOrElse(
        Migration::arrived,
        () -> {
          String took = Quantities.moment(world.time().elapsed().minus(guest.askedAt()));
          String how = was ? "has what it asked for, " : "is connected, ";
          tell(guest, Kind.HAPPENED, how + took + " after it asked");
        });
  }

  private void failed(Guest guest, String reason) {
    guest.failed(reason);
    if (guest.arriving().isEmpty()) {
      world.tell(
          name, Kind.ALARM, guest.vm().name() + " does not get what it asked for: " + reason);
    }
    world.changed();
  }

  private void ended(Guest guest, EndCause cause) {
    if (guest.isOnItsWayOut()) {
      boolean first = cause == EndCause.WITHDRAWN;
      tell(guest, Kind.HAPPENED, first ? "is let go by the switch first" : "is let go");
      forget(guest.vm());
      return;
    }
    Optional<Migration> arriving = guest.arriving();
    if (arriving.isPresent()) {
      arriving.get().failed(guest.lastFailure().isEmpty() ? "it ended" : guest.lastFailure());
      return;
    }
    boolean reserved = guest.state() == Guest.State.PREPARED;
    guest.become(Guest.State.OFF);
    if (cause == EndCause.WITHDRAWN) {
      String lost = reserved ? " loses its reservation" : " loses its connection";
      world.tell(name, Kind.ALARM, guest.vm().name() + lost + ": the switch took it back");
    }
    world.changed();
    if (cause == EndCause.UNANSWERED) {
      world.time().after(ASKS_AGAIN, () -> askAgain(guest));
    }
  }

  /** What was on an S-channel that is gone is asked for again, for when it is back. */
  private void channelLost(String port, int scid) {
    Uplink uplink = uplink(Optional.of(port));
    for (Guest guest : List.copyOf(guests.values())) {
      if (guest.uplink() == uplink && guest.vm().sChannel() == scid) {
        if (guest.isOnItsWayOut()) {
          forget(guest.vm());
        } else {
          tell(guest, Kind.HAPPENED, "lost its S-channel and asks again");
          guest.become(Guest.State.OFF);
          ask(guest, VdpType.ASSOCIATE);
        }
      }
    }
  }

  private void askAgain(Guest guest) {
    if (alive && find(guest.vm()).orElse(null) == guest && guest.state() == Guest.State.OFF) {
      tell(guest, Kind.HAPPENED, "asks again");
      ask(guest, VdpType.ASSOCIATE);
    }
  }

  private void leave(Guest guest) {
    boolean held = guest.state() != Guest.State.OFF;
    guest.become(Guest.State.ENDING);
    if (held) {
      guest.request(guest.vm().request(VdpType.DE_ASSOCIATE, flavour()));
    } else {
      forget(guest.vm());
    }
    world.changed();
  }

  private void ask(Guest guest, VdpType type) {
    guest.asked(world.time().elapsed());
    if (guest.state() == Guest.State.OFF) {
      guest.become(Guest.State.ASKED);
    }
    boolean moving = guest.arriving().isPresent();
    guest.request(guest.vm().request(type, flavour()).withHints(moving, false));
    world.changed();
  }

  /** Every uplink asks for the S-channels its guests are on, and for no others. */
  private void wantChannels() {
    for (Uplink uplink : uplinks.values()) {
      uplink.want(
          guests.values().stream()
              .filter(guest -> guest.uplink() == uplink)
              .map(guest -> guest.vm().sChannel())
              .filter(scid -> scid != SChannel.DEFAULT.scid())
              .distinct()
              .sorted()
              .toList());
    }
  }

  private Optional<Guest> guest(VsiId vsi) {
    return Optional.ofNullable(guests.get(vsi));
  }

  private Uplink uplink(Optional<String> port) {
    Uplink named = port.map(uplinks::get).orElse(null);
    return named == null ? uplinks.values().iterator().next() : named;
  }

  private void tell(Guest guest, Kind kind, String text) {
    Vm vm = guest.vm();
    world.tell(name, vm.ofCrowd() ? Kind.CROWD : kind, vm.name() + " " + text);
  }

  private static String count(int vms) {
    return vms == 1 ? "its VM" : "its " + vms + " VMs";
  }
}
