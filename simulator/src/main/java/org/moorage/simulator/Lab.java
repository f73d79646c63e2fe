package org.moorage.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.TypeQuestion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.EdgeName;
import org.moorage.edge.TypeLookup;
import org.moorage.overlay.OverlayChange;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.yaml.Problem;

/**
 * A running lab: real agents over soft switches, stations with VMs, cables, a manager's decisions,
 * one clock that jumps, one seed. Whoever runs it calls {@link #step} until it says it is over.
 */
public final class Lab {

  /** A lab whose script is decided is over; one that never is, is a defect of the lab. */
  private static final int MAX_EVENTS = 50_000_000;

  /** Stations do not switch on in step. */
  private static final int BOOT_SPREAD_MICROS = 20_000;

  private final LabFile file;
  private final long seed;
  private final SplittableRandom chance;
  private final LabSurroundings surroundings;
  private final VirtualTime time;
  private final Transcript transcript;
  private final BiConsumer<Instant, FrameSeen> frames;
  private final LabState state;
  private final LabDeeds deeds;
  private final Prober prober;
  private final LabScript script;
  private final LabLaws laws;
  private final World world = new World();
  private final LabCatalogue catalogue;
  private final LabCables cables;
  private final LabSpeech speech;
  private final LabViews views;
  private final ControlRoom room;
  private boolean dirty;
  private long events;

  /** A frame on its way, as a capture would show it. */
  public record FrameSeen(String port, Octets frame) {}

  /**
   * A lab ready to begin.
   *
   * @param teller is told the story as it happens
   * @throws IllegalArgumentException when {@link #check} finds mistakes
   */
  public Lab(LabFile file, ProfileLibrary profiles, long seed, Consumer<LabEvent> teller) {
    this(file, profiles, seed, teller, (at, frame) -> {}, LabSurroundings.NONE, SwitchParts::soft);
  }

  /** The same, every frame that a port sends shown to {@code frames}. */
  public Lab(
      LabFile file,
      ProfileLibrary profiles,
      long seed,
      Consumer<LabEvent> teller,
      BiConsumer<Instant, FrameSeen> frames) {
    this(file, profiles, seed, teller, frames, LabSurroundings.NONE, SwitchParts::soft);
  }

  /** The same, beside something that is not of the lab. */
  public Lab(
      LabFile file,
      ProfileLibrary profiles,
      long seed,
      Consumer<LabEvent> teller,
      BiConsumer<Instant, FrameSeen> frames,
      LabSurroundings surroundings) {
    this(file, profiles, seed, teller, frames, surroundings, SwitchParts::soft);
  }

  Lab(
      LabFile file,
      ProfileLibrary profiles,
      long seed,
      Consumer<LabEvent> teller,
      BiConsumer<Instant, FrameSeen> frames,
      LabSurroundings surroundings,
      Function<SoftSwitchSettings, SwitchParts> parts) {
    List<Problem> mistakes = check(file, profiles);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(mistakes.getFirst().toString());
    }
    this.file = file;
    this.seed = seed;
    this.frames = frames;
    this.surroundings = surroundings;
    time = new VirtualTime(surroundings.start());
    chance = new SplittableRandom(seed);
    transcript = new Transcript(time, teller);
    state = new LabState(profiles, surroundings, time::now);
    prober = new Prober(time, this::probe);
    catalogue = new LabCatalogue(file, profiles, state, world);
    room = new ControlRoom(state, world, catalogue, surroundings);
    cables = new LabCables(state, world);
    build(parts);
    deeds = new LabDeeds(state, world, catalogue, cables::change);
    deeds.know(file.script());
    speech = new LabSpeech(file, state, deeds);
    Map<LabTimer, Duration> timers = timers(file.evb());
    Sights sights = new Sights(state, prober);
    views = new LabViews(file, state, sights);
    script = new LabScript(file.script(), world, sights, prober, deeds::perform, timers);
    laws = new LabLaws(file.always(), state, world, timers);
    script.begin();
  }

  /** What is wrong with a lab in the light of the profiles it uses. */
  public static List<Problem> check(LabFile file, ProfileLibrary profiles) {
    return TypeNames.check(file, profiles);
  }

  private void build(Function<SoftSwitchSettings, SwitchParts> parts) {
    int number = 1;
    for (LabFile.Switch edge : file.switches()) {
      EvbSettings offered = evb(file.evb(), EvbSettings.BRIDGE_DEFAULTS);
      EdgeName name = new EdgeName(edge.name());
      TypeLookup types = surroundings.types(name, catalogue.types(name));
      state.add(new LabSwitch(edge, offered, number, types, world, world, surroundings, parts));
      number += edge.ports().size();
    }
    number = 1;
    for (LabFile.Station station : file.stations()) {
      EvbSettings wanted = evb(file.evb(), EvbSettings.STATION_DEFAULTS).withReflectiveRelay(true);
      state.add(new Hypervisor(station, file.channelled(station), wanted, number, world));
      number += station.ports().size();
    }
    number = 1;
    for (LabFile.Extender extender : file.extenders()) {
      state.add(new LabExtender(extender, number++, world, cables::power));
    }
    file.links().forEach(cables::add);
    state.extenders().forEach(extender -> time.after(Duration.ZERO, extender::start));
    file.overlay().forEach(state.overlay()::put);
    state.switches().forEach(edge -> time.after(Duration.ZERO, () -> room.starts(edge)));
    for (LabFile.Link link : file.links()) {
      if (!link.fabric()) {
        Duration boot = Duration.ofNanos(1_000L * chance.nextInt(BOOT_SPREAD_MICROS));
        time.after(boot, () -> cables.carrier(link, true));
      }
    }
  }

  private static EvbSettings evb(LabFile.Evb wanted, EvbSettings standard) {
    return new EvbSettings(
        standard.reflectiveRelay(),
        standard.groupIds(),
        wanted.retries(),
        new TimerExponent(wanted.rte()),
        new TimerExponent(wanted.rwd()),
        new TimerExponent(wanted.rka()));
  }

  private static Map<LabTimer, Duration> timers(LabFile.Evb evb) {
    EvbOperation agreed =
        new EvbOperation(
            true,
            true,
            evb.retries(),
            new TimerExponent(evb.rte()),
            new TimerExponent(evb.rwd()),
            new TimerExponent(evb.rka()));
    return Map.of(
        LabTimer.KEEPALIVE, agreed.toutKeepAlive(),
        LabTimer.RESPONSE, agreed.respWaitDelay(),
        LabTimer.RESOURCE_WAIT, agreed.resourceWaitDelay(),
        LabTimer.LINK_HOLD, EdgeAgent.LINK_DOWN_HOLD);
  }

  /** When the next thing happens, counted from the beginning; empty when the lab is over. */
  public Optional<Duration> next() {
    return script.isDone() ? Optional.empty() : time.next();
  }

  public Duration elapsed() {
    return time.elapsed();
  }

  /** Lets the next thing happen; false when the lab is over. */
  public boolean step() {
    if (script.isDone() || events++ == MAX_EVENTS || !time.step()) {
      return false;
    }
    look();
    return true;
  }

  private void look() {
    if (dirty) {
      dirty = false;
      script.look();
      laws.look();
    }
  }

  /** Steps to the end, as fast as it goes. */
  public LabOutcome run() {
    while (step()) {
      // Everything happens in the step.
    }
    return outcome();
  }

  /** What came of it; to be asked once, at the end. */
  public LabOutcome outcome() {
    laws.audit();
    List<LabOutcome.Verdict> always = new ArrayList<>(laws.verdicts());
    failedPorts().forEach(always::add);
    return new LabOutcome(
        file.name(),
        seed,
        script.verdicts(),
        always,
        time.elapsed(),
        transcript.frames(),
        transcript.hash(),
        transcript.tail(LabOutcome.TAIL));
  }

  /** Whether every line of the script is decided. */
  public boolean isOver() {
    return script.isDone();
  }

  /** When the next thing happens, whether or not the script is over. */
  public Optional<Duration> nextAnyway() {
    return time.next();
  }

  /** Lets everything happen that is due until that moment, and lets that moment come. */
  public void passTo(Duration moment) {
    Optional<Duration> next = time.next();
    while (next.isPresent() && next.get().compareTo(moment) <= 0) {
      time.step();
      look();
      next = time.next();
    }
    time.passTo(moment);
  }

  /** Does at this moment what a sentence of a script says; says why where that cannot be. */
  public Optional<String> say(String sentence) {
    Optional<String> obstacle = speech.say(sentence);
    look();
    return obstacle;
  }

  /** Something from outside for the agent of a switch; nothing while that is stopped. */
  public void tell(EdgeName edge, BiConsumer<EdgeAgent, Instant> what) {
    state.edge(edge.value()).told(what);
    look();
  }

  /** Switches everything off: the agents' surroundings learn that they are gone. */
  public void end() {
    state.switches().forEach(LabSwitch::end);
  }

  /** The lab as it is. */
  public LabView view() {
    return new LabView(
        file.name(),
        file.about(),
        seed,
        time.elapsed(),
        script.isDone(),
        script.lines(),
        laws.verdicts(),
        views.stations(),
        views.switches(),
        cables.view(),
        transcript.tail(LabView.TAIL));
  }

  /** A defect an agent caught breaks every lab, whether or not it says so. */
  private List<LabOutcome.Verdict> failedPorts() {
    List<LabOutcome.Verdict> failed = new ArrayList<>();
    for (LabSwitch edge : state.switches()) {
      for (LabFile.Switch known : file.switches()) {
        for (String port : known.name().equals(edge.name()) ? known.ports() : List.<String>of()) {
          if (edge.port(port).filter(view -> view.failed()).isPresent()) {
            failed.add(
                new LabOutcome.Verdict(
                    "no agent has a defect",
                    0,
                    false,
                    time.elapsed(),
                    edge.name() + ":" + port + " was stopped by one; see the alarm"));
          }
        }
      }
    }
    return failed;
  }

  private void probe(Sentence.Claim.Reaches claim, int number) {
    Vm from = state.vm(claim.from());
    state
        .hostOf(from)
        .flatMap(host -> host.find(from))
        .ifPresent(guest -> guest.probe(state.vm(claim.to()), claim.service(), number));
  }

  /** What the parts ask of the lab, and what the switches tell it. */
  private final class World implements LabWorld, LabSwitch.Listener {

    @Override
    public VirtualTime time() {
      return time;
    }

    @Override
    public RandomGenerator random() {
      return chance.split();
    }

    @Override
    public void tell(String where, Kind kind, String text) {
      transcript.add(where, kind, text);
    }

    @Override
    public void changed() {
      dirty = true;
    }

    @Override
    public void transmit(PortRef from, Octets frame) {
      transcript.frame(from, frame);
      frames.accept(time.now(), new FrameSeen(from.toString(), frame));
      cables.transmit(from, frame);
    }

    @Override
    public void delivered(Vm to, MacAddress from) {
      state.vm(from).ifPresent(sender -> laws.delivered(to, sender));
    }

    @Override
    public void answered(Vm vm, int probe) {
      prober.answered(vm, probe);
      changed();
    }

    @Override
    public void forwards(LabSwitch edge, PortRef from, PortRef to, Octets in) {
      boolean fromStation = state.peer(from).flatMap(p -> state.findStation(p.node())).isPresent();
      if (fromStation && in.size() >= 12) {
        state.vm(MacAddress.of(in, 6)).ifPresent(vm -> laws.forwarded(edge, from, to, vm));
      }
    }

    @Override
    public void overlay(LabSwitch edge, List<OverlayChange> changes) {
      room.overlay(edge, changes);
    }

    @Override
    public void said(LabSwitch edge, Numbered<AgentEvent> event) {
      room.said(edge, event);
    }

    @Override
    public void asks(LabSwitch edge, TypeQuestion question) {
      if (surroundings.decides()) {
        surroundings.asks(edge.edgeName(), question);
      } else {
        catalogue.ask(edge, question);
      }
    }
  }
}
