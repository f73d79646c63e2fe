package org.moorage.simulator;

import java.util.List;
import java.util.Optional;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.simulator.Sentence.Action;

/** Sentences said to a running lab: the words of a script, done at once. */
final class LabSpeech {

  /** A sentence longer than this is none. */
  static final int MAX_CHARACTERS = 500;

  private final LabFile file;
  private final LabState state;
  private final LabDeeds deeds;

  LabSpeech(LabFile file, LabState state, LabDeeds deeds) {
    this.file = file;
    this.state = state;
    this.deeds = deeds;
  }

  /** Does what the sentence says; says why where that cannot be. */
  Optional<String> say(String sentence) {
    if (sentence.length() > MAX_CHARACTERS) {
      return Optional.of("a sentence has at most " + MAX_CHARACTERS + " characters");
    }
    try {
      Action action = Words.ACTIONS.read(sentence.strip(), names());
      Optional<String> obstacle = missing(action);
      if (obstacle.isPresent()) {
        return obstacle;
      }
      deeds.know(action);
      return deeds.perform(action);
    } catch (Mistaken mistaken) {
      return Optional.of(mistaken.sentence());
    }
  }

  /** Read anew each time: a sentence that came to nothing leaves no name behind. */
  private LabNames names() {
    LabNames names = new LabNames();
    file.stations().forEach(station -> names.addStation(station.name(), station.ports()));
    file.switches().forEach(edge -> names.addSwitch(edge.name(), edge.ports()));
    for (LabFile.Link link : file.links()) {
      names.link(link);
    }
    state.vms().forEach(vm -> names.newVm(vm.name()));
    return names;
  }

  private Optional<String> missing(Action action) {
    return switch (action) {
      case Action.Placing one -> missing(List.of(one.vm()), one.type());
      case Action.StartMany many -> missing(many.vms(), many.type());
      case Action.Change change -> unknown(change.type());
      case Action.Stop stop -> Optional.empty();
      case Action.StopAll all -> Optional.empty();
      case Action.Move move -> Optional.empty();
      case Action.MoveAll all -> Optional.empty();
      case Action.Die die -> Optional.empty();
      case Action.Recover recover -> Optional.empty();
      case Action.Cut cut -> Optional.empty();
      case Action.Mend mend -> Optional.empty();
      case Action.Worsen worsen -> Optional.empty();
      case Action.RestartAgent restart -> Optional.empty();
      case Action.ManagerAway away -> ofScript();
      case Action.ManagerBack back -> ofScript();
      case Action.Release release -> ofScript();
      case Action.Retire retire -> ofScript();
    };
  }

  /** Its catalogue is there only where the script speaks of it. */
  private Optional<String> ofScript() {
    return file.speaksOfManager()
        ? Optional.empty()
        : Optional.of("the script of this lab does not speak of its manager; run one that does");
  }

  private Optional<String> missing(List<String> vms, Optional<TypeName> type) {
    List<String> fresh = vms.stream().filter(name -> state.findVm(name).isEmpty()).toList();
    if (!fresh.isEmpty() && type.isEmpty()) {
      return Optional.of(
          fresh.getFirst() + " has no type yet; write \"as web-server/2\" behind its name");
    }
    if (state.vms().size() + fresh.size() > Words.MAX_CROWD) {
      return Optional.of("a lab has at most " + Words.MAX_CROWD + " VMs");
    }
    return unknown(type);
  }

  private Optional<String> unknown(Optional<TypeName> type) {
    return type.flatMap(named -> {
      Optional<VsiTypeId> found = state.findType(named);
      return found.isPresent()
          ? Optional.empty()
          : Optional.of("no VSI type is called \"" + named.name() + "\"");
    });
  }
}
