package org.moorage.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.simulator.Sentence.Action;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.yaml.Problem;

/** Whether the VSI types a script names can be meant, and whether each VM has one. */
final class TypeNames {

  private TypeNames() {}

  static List<Problem> check(LabFile file, ProfileLibrary profiles) {
    Set<String> known = new TreeSet<>();
    profiles.all().stream().map(PortProfile::name).forEach(known::add);
    Set<String> typed = new HashSet<>();
    List<Problem> mistakes = new ArrayList<>();
    for (LabFile.Line line : file.script()) {
      Optional<TypeName> type = type(line.sentence());
      type.flatMap(name -> unknown(name, known))
          .or(() -> untyped(line.sentence(), type.isPresent(), typed))
          .ifPresent(said -> mistakes.add(Problem.of(file.file(), line.line(), "", said)));
    }
    return mistakes;
  }

  private static Optional<String> unknown(TypeName type, Set<String> known) {
    if (known.contains(type.name())) {
      return Optional.empty();
    }
    if (type.name().matches("\\d{1,8}")) {
      return Integer.parseInt(type.name()) > VsiTypeId.MAX
          ? Optional.of("type " + type.name() + " is outside 0.." + VsiTypeId.MAX)
          : Optional.empty();
    }
    String nearest = DidYouMean.question(type.name(), known);
    return Optional.of(
        "no profile is called \""
            + type.name()
            + "\""
            + (nearest.isEmpty() ? "; there are " + String.join(", ", known) : nearest));
  }

  private static Optional<String> untyped(Sentence sentence, boolean named, Set<String> typed) {
    List<String> vms = List.of();
    if (sentence instanceof Action.Placing one) {
      vms = List.of(one.vm());
    } else if (sentence instanceof Action.StartMany many) {
      vms = many.vms();
    }
    if (named) {
      typed.addAll(vms);
    }
    return vms.stream()
        .filter(vm -> !typed.contains(vm))
        .findFirst()
        .map(vm -> vm + " has no type yet; write \"as web-server/2\" behind its name");
  }

  private static Optional<TypeName> type(Sentence sentence) {
    if (sentence instanceof Action.Placing one) {
      return one.type();
    }
    if (sentence instanceof Action.StartMany many) {
      return many.type();
    }
    if (sentence instanceof Action.Change change) {
      return change.type();
    }
    if (sentence instanceof Action.Release(TypeName named)) {
      return Optional.of(named);
    }
    if (sentence instanceof Action.Retire(TypeName named)) {
      return Optional.of(named);
    }
    return sentence instanceof Claim.Associated seen ? seen.type() : Optional.empty();
  }
}
