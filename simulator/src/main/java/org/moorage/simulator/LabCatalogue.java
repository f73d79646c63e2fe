package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.agent.TypeQuestion;
import org.moorage.edge.EdgeName;
import org.moorage.edge.TypeLookup;
import org.moorage.profile.Lookup;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.simulator.Sentence.Action;

/**
 * The manager's catalogue where a script speaks of the manager, and the copies the agents have of
 * it. A version the script releases is a draft until then; everything else is released. In a lab
 * that never speaks of its manager every agent knows the profiles themselves.
 */
final class LabCatalogue {

  private record Version(VsiTypeId type, VsiTypeVersion number) {}

  private enum State {
    DRAFT,
    RELEASED,
    RETIRED
  }

  private final ProfileLibrary profiles;
  private final LabState state;
  private final LabWorld world;
  private final boolean spokenOf;
  private final Map<Version, State> versions = new HashMap<>();
  private final Map<String, Map<Version, State>> copies = new HashMap<>();

  /** What comes to the manager while it is away, in order. */
  private final List<Runnable> waiting = new ArrayList<>();

  private boolean away;

  LabCatalogue(LabFile file, ProfileLibrary profiles, LabState state, LabWorld world) {
    this.profiles = profiles;
    this.state = state;
    this.world = world;
    spokenOf = file.speaksOfManager();
    if (!spokenOf) {
      return;
    }
    for (PortProfile profile : profiles.all()) {
      versions.put(new Version(profile.type(), profile.version()), State.RELEASED);
    }
    for (LabFile.Line line : file.script()) {
      if (line.sentence() instanceof Action.Release(TypeName type)) {
        state
            .findType(type)
            .ifPresent(id -> versions.replace(new Version(id, type.version()), State.DRAFT));
      }
    }
    file.switches().forEach(edge -> copy(edge.name()));
  }

  private void copy(String edge) {
    Map<Version, State> served = new HashMap<>(versions);
    served.values().removeIf(State.DRAFT::equals);
    copies.put(edge, served);
  }

  /** What the agent of a switch knows of VSI types. */
  TypeLookup types(EdgeName edge) {
    if (!spokenOf) {
      return profiles::lookup;
    }
    return (type, version) -> {
      Version wanted = new Version(type, version);
      State known = copies.getOrDefault(edge.value(), Map.of()).get(wanted);
      return known == null ? new Lookup.NotHere(type, version) : served(wanted, known);
    };
  }

  private Lookup served(Version version, State known) {
    Lookup found = profiles.lookup(version.type(), version.number());
    return known == State.RETIRED && found instanceof Lookup.Found(PortProfile profile)
        ? new Lookup.Retired(profile)
        : found;
  }

  /** An agent asks for what is not in its copy. */
  void ask(LabSwitch edge, TypeQuestion question) {
    Version wanted = new Version(question.type(), question.version());
    world
        .time()
        .after(
            ControlRoom.MANAGEMENT,
            () -> {
              Lookup answer = answer(wanted);
              Duration back = away ? Duration.ZERO : ControlRoom.MANAGEMENT;
              world
                  .time()
                  .after(
                      back,
                      () ->
                          edge.told((agent, now) ->
                              agent.resolved(wanted.type(), wanted.number(), answer, now)));
            });
  }

  private Lookup answer(Version wanted) {
    if (away) {
      return new Lookup.Unreachable(wanted.type(), wanted.number(), "the manager does not answer");
    }
    State known = versions.get(wanted);
    if (known != null && known != State.DRAFT) {
      return served(wanted, known);
    }
    String named = "type " + wanted.type() + " version " + wanted.number();
    return new Lookup.Denied(
        wanted.type(),
        wanted.number(),
        known == null
            ? named + " is not in the manager's catalogue"
            : named + " is a draft that is not released",
        known == null ? "make it there, or let the station ask for another" : "release it");
  }

  /** The manager hears it, now or when it is back. */
  void heard(Runnable what) {
    if (away) {
      waiting.add(what);
    } else {
      what.run();
    }
  }

  // What the script does.

  Optional<String> goAway() {
    if (away) {
      return Optional.of("the manager is away already");
    }
    away = true;
    world.tell("manager", Kind.DONE, "goes away: no agent reaches it");
    return Optional.empty();
  }

  Optional<String> comeBack() {
    if (!away) {
      return Optional.of("the manager is not away");
    }
    away = false;
    world.tell(
        "manager", Kind.DONE, "is back; " + waiting.size() + " events waited for it at the agents");
    List<Runnable> late = List.copyOf(waiting);
    waiting.clear();
    world.time().after(ControlRoom.MANAGEMENT, () -> late.forEach(this::heard));
    spread();
    return Optional.empty();
  }

  Optional<String> release(TypeName type) {
    return change(type, State.DRAFT, State.RELEASED, "releases");
  }

  Optional<String> retire(TypeName type) {
    return change(type, State.RELEASED, State.RETIRED, "retires");
  }

  private Optional<String> change(TypeName type, State from, State to, String verb) {
    Optional<Version> version =
        state
            .findType(type)
            .map(id -> new Version(id, type.version()))
            .filter(versions::containsKey);
    if (version.isEmpty()) {
      return Optional.of("there is no " + type + " in the catalogue");
    }
    if (!versions.replace(version.get(), from, to)) {
      State is = versions.getOrDefault(version.get(), State.DRAFT);
      return Optional.of(
          type + " is " + (is == State.DRAFT ? "a draft" : is == to ? "so already" : "past that"));
    }
    world.tell("admin", Kind.DONE, verb + " " + type);
    spread();
    return Optional.empty();
  }

  /** The agents learn of changes, unless the manager is away. */
  private void spread() {
    world
        .time()
        .after(
            ControlRoom.MANAGEMENT,
            () -> {
              if (!away) {
                List.copyOf(copies.keySet()).forEach(this::copy);
                world.changed();
              }
            });
  }
}
