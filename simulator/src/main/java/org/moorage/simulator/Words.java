package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.Flavour;
import org.moorage.simulator.Phrase.Filled;
import org.moorage.simulator.Sentence.Action;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.simulator.Sentence.Invariant;
import org.moorage.simulator.Sentence.Service;

/** The words of {@code script} and {@code always}: all there are. */
final class Words {

  /** As many VMs as one line may start: a full port. */
  static final int MAX_CROWD = 50_000;

  private static final List<Phrase<Action>> DEEDS =
      List.of(
          new Phrase<>(
              "{station} starts {new-vm} [as {type}] [{terms}]",
              "A VM starts: its station asks the switch for a vPort of that type. A VM that was"
                  + " described above needs no type again; started on a second station it is the"
                  + " same VSI twice.",
              (said, names) ->
                  new Action.Start(
                      names.station(said.text("station")),
                      names.newVm(said.text("new-vm")),
                      said.type(),
                      VmTerms.of(said.terms()))),
          new Phrase<>(
              "{station} reserves {new-vm} [as {type}] [{terms}]",
              "A VM is expected: its station pre-associates it with resource reservation and"
                  + " waits; \"starts\" brings it to life.",
              (said, names) ->
                  new Action.Reserve(
                      names.station(said.text("station")),
                      names.newVm(said.text("new-vm")),
                      said.type(),
                      VmTerms.of(said.terms()))),
          new Phrase<>(
              "{station} starts {count} VMs {vms} [as {type}] [{terms}] [over {length}]",
              "So many VMs start, evenly spread over that time; {n} in the name is 1, 2, 3 ...",
              Words::startMany),
          new Phrase<>(
              "{station} stops {vm}",
              "The VM is shut down: de-associate.",
              (said, names) ->
                  new Action.Stop(names.station(said.text("station")), names.vm(said.text("vm")))),
          new Phrase<>(
              "{station} stops all VMs [over {length}]",
              "Every VM that is on the station then is shut down, spread over that time.",
              (said, names) -> new Action.StopAll(names.station(said.text("station")), over(said))),
          new Phrase<>(
              "{vm} changes to {type} [{terms}]",
              "A live VM associates anew with another type or version, and other terms if given.",
              (said, names) ->
                  new Action.Change(
                      names.vm(said.text("vm")), said.type(), VmTerms.of(said.terms()))),
          new Phrase<>(
              "{vm} changes {terms}",
              "A live VM associates anew with other addresses or VLANs.",
              (said, names) ->
                  new Action.Change(
                      names.vm(said.text("vm")), Optional.empty(), VmTerms.of(said.terms()))),
          new Phrase<>(
              "{vm} moves to {station}",
              "Live migration as libvirt does it: pre-associate at the target, copy, associate,"
                  + " and 1.8 s later de-associate at the source.",
              (said, names) ->
                  new Action.Move(names.vm(said.text("vm")), names.station(said.text("station")))),
          new Phrase<>(
              "all VMs of {station} move to {station:to} [over {length}]",
              "Each VM of the station migrates, spread over that time.",
              (said, names) ->
                  new Action.MoveAll(
                      names.station(said.text("station")),
                      names.station(said.text("to")),
                      over(said))),
          new Phrase<>(
              "{station} dies",
              "The station falls silent with all its VMs; its links stay up.",
              (said, names) -> new Action.Die(names.station(said.text("station")))),
          new Phrase<>(
              "{station} recovers",
              "The station boots again and starts the VMs it had.",
              (said, names) -> new Action.Recover(names.station(said.text("station")))),
          new Phrase<>(
              "link {port} is cut",
              "The cable at that port is pulled: both ends lose carrier.",
              (said, names) ->
                  new Action.Cut(names.linkedPort(said.text("port")), OptionalInt.empty())),
          new Phrase<>(
              "link {port} is mended",
              "The cable is back.",
              (said, names) ->
                  new Action.Mend(names.linkedPort(said.text("port")), OptionalInt.empty())),
          new Phrase<>(
              "member {count} of link {port} is cut",
              "One cable of a LAG is pulled: what is on it is lost, the others take over.",
              (said, names) -> {
                PortRef port = names.linkedPort(said.text("port"));
                return new Action.Cut(port, OptionalInt.of(names.member(port, said.text("count"))));
              }),
          new Phrase<>(
              "member {count} of link {port} is mended",
              "The cable is back, and takes its share again.",
              (said, names) -> {
                PortRef port = names.linkedPort(said.text("port"));
                return new Action.Mend(
                    port, OptionalInt.of(names.member(port, said.text("count"))));
              }),
          new Phrase<>(
              "link {port} turns {terms}",
              "From now on the cable treats frames so: loss, delay, jitter, duplicate, reorder.",
              (said, names) -> {
                Terms terms = said.terms();
                LinkTerms.of(terms, LinkTerms.CABLE);
                return new Action.Worsen(names.linkedPort(said.text("port")), terms);
              }),
          new Phrase<>(
              "{switch} agent restarts [after {length}]",
              "The agent of the switch stops and starts again after that time (default 500ms),"
                  + " with what it kept on disk.",
              (said, names) ->
                  new Action.RestartAgent(
                      names.edge(said.text("switch")),
                      said.has("length")
                          ? Quantities.duration(said.text("length"))
                          : Duration.ofMillis(500))),
          new Phrase<>(
              "manager goes away",
              "No agent reaches the manager any more; they go on with what they know.",
              (said, names) -> new Action.ManagerAway()),
          new Phrase<>(
              "manager is back",
              "It hears what happened meanwhile, and the agents what changed.",
              (said, names) -> new Action.ManagerBack()),
          new Phrase<>(
              "admin releases {type}",
              "The version was a draft from the beginning and is served from now on.",
              (said, names) -> new Action.Release(TypeName.parse(said.text("type")))),
          new Phrase<>(
              "admin retires {type}",
              "From now on only VSIs that hold the version keep it.",
              (said, names) -> new Action.Retire(TypeName.parse(said.text("type")))));

  private static final List<Phrase<Claim>> SIGHTS =
      List.of(
          new Phrase<>(
              "{vm} is associated [on {place}] [with {type}] [in VLAN {count}]",
              "The switch holds a vPort for the VM, associated, there, of that type, in that VLAN.",
              (said, names) ->
                  new Claim.Associated(
                      names.vm(said.text("vm")),
                      said.place(names),
                      said.type(),
                      said.has("count")
                          ? Optional.of(new VlanId(said.count("VLAN", VlanId.MIN, VlanId.MAX)))
                          : Optional.empty())),
          new Phrase<>(
              "{vm} is pre-associated [on {place}]",
              "The switch has pre-associated the VM and not yet associated it.",
              (said, names) ->
                  new Claim.PreAssociated(names.vm(said.text("vm")), said.place(names))),
          new Phrase<>(
              "{vm} is reserved [on {place}]",
              "The switch has set aside what the VM needs and lets no frame of it pass yet.",
              (said, names) -> new Claim.Reserved(names.vm(said.text("vm")), said.place(names))),
          new Phrase<>(
              "{vm} is not associated [on {place}]",
              "No switch, or not that one, holds it associated.",
              (said, names) ->
                  new Claim.NotAssociated(names.vm(said.text("vm")), said.place(names))),
          new Phrase<>(
              "all VMs are associated [on {place}]",
              "Every VM that a station runs is associated, there.",
              (said, names) -> new Claim.AllAssociated(said.place(names))),
          new Phrase<>(
              "{count} VMs are associated [on {place}]",
              "Exactly so many are.",
              (said, names) ->
                  new Claim.CountAssociated(said.count("count", 0, MAX_CROWD), said.place(names))),
          new Phrase<>(
              "{place} has no vPort",
              "The switch, or that port of it, holds none; with the name of a VM: no switch holds"
                  + " one for it.",
              (said, names) -> noVPort(said.text("place"), names)),
          new Phrase<>(
              "{place} has 1 vPort",
              "It holds exactly one.",
              (said, names) -> new Claim.VPorts(names.place(said.text("place")), 1)),
          new Phrase<>(
              "{place} has {count} vPorts",
              "It holds exactly so many.",
              (said, names) ->
                  new Claim.VPorts(
                      names.place(said.text("place")), said.count("count", 0, MAX_CROWD))),
          new Phrase<>(
              "{vm} is refused with {text}",
              "The last answer to the VM was a refusal whose reason or remedy contains that text.",
              (said, names) ->
                  new Claim.Refused(names.vm(said.text("vm")), unquoted(said.text("text")))),
          new Phrase<>(
              "{vm} is frozen",
              "It changed home too often, and the manager keeps it where it is, with an alarm.",
              (said, names) -> new Claim.Frozen(names.vm(said.text("vm")))),
          new Phrase<>(
              "{vm} runs on {station}",
              "The station runs the VM and has the switch's word for its connection.",
              (said, names) ->
                  new Claim.Running(
                      names.vm(said.text("vm")), names.station(said.text("station")))),
          new Phrase<>(
              "{port} speaks ratified",
              "The switch port speaks the ratified EVB, ECP and VDP with its station.",
              (said, names) ->
                  new Claim.Speaks(names.switchPort(said.text("port")), Flavour.RATIFIED)),
          new Phrase<>(
              "{port} speaks draft-0",
              "It speaks draft 0.",
              (said, names) ->
                  new Claim.Speaks(names.switchPort(said.text("port")), Flavour.DRAFT)),
          reach("reaches {vm:other}", "A ping sent through the switches comes back.", true),
          reach("does not reach {vm:other}", "No ping comes back within a second.", false),
          reach("reaches {vm:other} on tcp port {count}", "A connection is answered.", true),
          reach("does not reach {vm:other} on tcp port {count}", "It is not.", false),
          reach("reaches {vm:other} on udp port {count}", "A datagram is answered.", true),
          reach("does not reach {vm:other} on udp port {count}", "It is not.", false));

  private static final List<Phrase<Invariant>> LAWS =
      List.of(
          new Phrase<>(
              "no VSI is associated twice",
              "At no moment do two ports hold the same VSI associated.",
              (said, names) -> new Invariant.OneHome(LabTimer.Span.of(Duration.ZERO))),
          new Phrase<>(
              "no VSI is associated twice for longer than {span}",
              "While it moves they may, for so long.",
              (said, names) -> new Invariant.OneHome(said.span())),
          new Phrase<>(
              "every programmed rule belongs to a vPort",
              "What a switch enforces is never more than the vPorts its agent holds.",
              (said, names) -> new Invariant.RulesBelong()),
          new Phrase<>(
              "every vPort is programmed",
              "Nor less.",
              (said, names) -> new Invariant.VPortsProgrammed()),
          new Phrase<>(
              "no frame of a VM leaves before its vPort",
              "No switch forwards a frame of a VM for which it holds no vPort.",
              (said, names) -> new Invariant.NoEarlyFrame()),
          new Phrase<>(
              "no frame reaches a VM of another VLAN",
              "What a VM receives was sent by a VM of its own VLAN.",
              (said, names) -> new Invariant.NoForeignVlan()),
          new Phrase<>(
              "no vPort outlives its VM for longer than {span}",
              "A vPort whose VM runs nowhere behind that port is gone after that time.",
              (said, names) -> new Invariant.NoOrphan(said.span())),
          new Phrase<>(
              "no port has more than {count} vPorts",
              "On every port of every switch.",
              (said, names) -> new Invariant.AtMost(said.count("count", 0, MAX_CROWD))));

  static final Phrases<Action> ACTIONS = new Phrases<>(DEEDS);
  static final Phrases<Claim> CLAIMS = new Phrases<>(SIGHTS);
  static final Phrases<Invariant> INVARIANTS = new Phrases<>(LAWS);

  /** A line that begins with {@code at} may act or look. */
  static final Phrases<Sentence> ACTIONS_AND_CLAIMS = new Phrases<>(both());

  private Words() {}

  private static List<Phrase<Sentence>> both() {
    List<Phrase<Sentence>> both = new ArrayList<>();
    DEEDS.forEach(p -> both.add(new Phrase<>(p.form(), p.meaning(), p.make()::apply)));
    SIGHTS.forEach(p -> both.add(new Phrase<>(p.form(), p.meaning(), p.make()::apply)));
    return both;
  }

  private static Action startMany(Filled said, LabNames names) {
    VmTerms terms = VmTerms.of(said.terms());
    terms.refuseForMany();
    List<String> vms = new ArrayList<>();
    for (int n = 1; n <= said.count("count", 1, MAX_CROWD); n++) {
      vms.add(names.newVm(said.text("vms").replace("{n}", Integer.toString(n))));
    }
    return new Action.StartMany(
        names.station(said.text("station")), vms, said.type(), terms, over(said));
  }

  private static Claim noVPort(String name, LabNames names) {
    return names.isVm(name) ? new Claim.NoVPort(name) : new Claim.VPorts(names.place(name), 0);
  }

  private static Phrase<Claim> reach(String words, String meaning, boolean arrives) {
    return new Phrase<>(
        "{vm} " + words,
        meaning,
        (said, names) ->
            new Claim.Reaches(
                names.vm(said.text("vm")),
                names.vm(said.text("other")),
                service(words, said),
                arrives));
  }

  private static Service service(String words, Filled said) {
    if (!said.has("count")) {
      return Service.PING;
    }
    Service.Kind kind = words.contains("tcp") ? Service.Kind.TCP : Service.Kind.UDP;
    return new Service(kind, said.count("port", 1, 65_535));
  }

  private static Duration over(Filled said) {
    return said.has("length") ? Quantities.duration(said.text("length")) : Duration.ZERO;
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1);
  }
}
