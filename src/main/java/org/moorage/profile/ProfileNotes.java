package org.moorage.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.profile.rules.Endpoint;
import org.moorage.profile.rules.Rule;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleList;
import org.moorage.profile.rules.RuleProtocol;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlValue;

/**
 * What is in order but does not do what its author may think: terms that this version keeps without
 * enforcing them, and rules that no frame ever reaches.
 */
final class ProfileNotes {

  private final PortProfile profile;
  private final YamlValue.Mapping file;
  private final Problems notes;

  private ProfileNotes(PortProfile profile, YamlValue.Mapping file, Problems notes) {
    this.profile = profile;
    this.file = file;
    this.notes = notes;
  }

  static void write(PortProfile profile, YamlValue.Mapping file, Problems notes) {
    ProfileNotes writer = new ProfileNotes(profile, file, notes);
    writer.unenforced();
    writer.unreached("from-vm", profile.fromVm());
    writer.unreached("to-vm", profile.toVm());
  }

  private void unenforced() {
    Guard guard = profile.guard();
    if (guard.arpInspection() && guard.ip() instanceof Guard.IpGuard.Off) {
      note("guard", "arp-inspection", "checks only the sender's MAC address while \"ip\" is off");
    }
    if (profile.whenManagerAway() != FailPolicy.LAST_KNOWN) {
      note(
          "",
          "when-manager-away",
          "is kept with the profile; without a manager the directory itself decides");
    }
  }

  /** Rules behind one that matches everything they could match. */
  private void unreached(String direction, RuleList list) {
    List<YamlValue> items = items(direction);
    List<RuleList.Line> before = new ArrayList<>();
    for (int i = 0; i < list.lines().size(); i++) {
      RuleList.Line line = list.lines().get(i);
      Rule rule = line.rule();
      Optional<RuleList.Line> cover =
          before.stream().filter(earlier -> covers(earlier.rule(), rule)).findFirst();
      if (cover.isPresent()) {
        notes.add(
            items.get(i).line(),
            direction,
            "\""
                + line.text()
                + "\" is never reached; \""
                + cover.get().text()
                + "\" stands before it");
      } else if (deniesArp(rule)) {
        notes.add(
            items.get(i).line(),
            direction,
            "\"" + line.text() + "\" has no effect; ARP always passes, under guard");
      }
      if (rule.from().isAny() && rule.to().isAny()) {
        before.add(line);
      }
    }
  }

  /** Whether an earlier rule without ends takes every frame of a later one. */
  private static boolean covers(Rule earlier, Rule later) {
    return switch (earlier.protocol()) {
      case RuleProtocol.Any() -> true;
      case RuleProtocol.Ip(var version) ->
          version.isEmpty() && isIp(later) || earlier.protocol().equals(later.protocol());
      case RuleProtocol.Icmp(var version, var types) ->
          types.isEmpty()
                  && later.protocol() instanceof RuleProtocol.Icmp icmp
                  && (version.isEmpty() || version.equals(icmp.version()))
              || earlier.protocol().equals(later.protocol());
      case RuleProtocol.Transport _, RuleProtocol.OfEtherType _ ->
          earlier.protocol().equals(later.protocol());
    };
  }

  private static boolean isIp(Rule rule) {
    return switch (rule.protocol()) {
      case RuleProtocol.Ip _, RuleProtocol.Transport _, RuleProtocol.Icmp _ -> true;
      case RuleProtocol.Any() -> hasAddress(rule.from()) || hasAddress(rule.to());
      case RuleProtocol.OfEtherType _ -> false;
    };
  }

  private static boolean hasAddress(Endpoint end) {
    return !end.addresses().isEmpty();
  }

  private static boolean deniesArp(Rule rule) {
    return rule.action() == RuleAction.DENY
        && rule.protocol().equals(new RuleProtocol.OfEtherType(EtherType.ARP));
  }

  private List<YamlValue> items(String direction) {
    Optional<YamlValue> value = value(file, direction);
    return value.isPresent() && value.get() instanceof YamlValue.Items list
        ? list.items()
        : List.of();
  }

  private void note(String path, String key, String sentence) {
    YamlValue.Mapping mapping =
        path.isEmpty() ? file : (YamlValue.Mapping) value(file, path).orElse(file);
    notes.add(
        ProfileDirectory.line(mapping, key), path.isEmpty() ? key : path + "." + key, sentence);
  }

  private static Optional<YamlValue> value(YamlValue.Mapping mapping, String key) {
    return mapping.members().stream()
        .filter(member -> member.key().text().equals(key))
        .map(YamlValue.Member::value)
        .findFirst();
  }
}
