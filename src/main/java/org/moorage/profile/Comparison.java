package org.moorage.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.moorage.profile.rules.AddressTerm;
import org.moorage.profile.rules.Endpoint;
import org.moorage.profile.rules.PortTerm;
import org.moorage.profile.rules.RuleList;

/** Two profiles compared: what of the later one a VM would notice, in the order of the file. */
public final class Comparison {

  private static final String NONE = "none";

  private final List<Change> changes = new ArrayList<>();

  private Comparison() {}

  /** The differences of content; type and version numbers, comments and spacing are none. */
  public static List<Change> of(PortProfile before, PortProfile after) {
    Comparison comparison = new Comparison();
    comparison.terms(before, after);
    return List.copyOf(comparison.changes);
  }

  private void terms(PortProfile before, PortProfile after) {
    term("name", "name", before.name(), after.name());
    term("about", "description", orNone(before.about()), orNone(after.about()));
    term("vlan", "VLAN", before.vlan().text(), after.vlan().text());
    rules("from-vm", before.fromVm(), after.fromVm());
    rules("to-vm", before.toVm(), after.toVm());
    groups(before, after);
    rate("from-vm", "from the VM", before.rates().fromVm(), after.rates().fromVm());
    rate("to-vm", "to the VM", before.rates().toVm(), after.rates().toVm());
    term("marking.pcp", "marked priority (PCP)", pcp(before), pcp(after));
    term(
        "marking.dscp", "marked DSCP", text(before.marking().dscp()), text(after.marking().dscp()));
    guard(before.guard(), after.guard());
    term("overlay", "overlay", overlay(before), overlay(after));
    term("sampling", "sampling", sampling(before), sampling(after));
    term(
        "when-manager-away",
        "while no manager answers",
        before.whenManagerAway().word(),
        after.whenManagerAway().word());
  }

  private void term(String term, String words, String before, String after) {
    if (!before.equals(after)) {
      changes.add(new Change.Term(term, words, before, after));
    }
  }

  private void rate(String direction, String words, Optional<Rate> before, Optional<Rate> after) {
    term(
        "rate." + direction + ".committed",
        "committed rate " + words,
        before.map(rate -> rate.committed().toString()).orElse("not limited"),
        after.map(rate -> rate.committed().toString()).orElse("not limited"));
    if (before.isPresent() && after.isPresent()) {
      term(
          "rate." + direction + ".burst",
          "burst " + words,
          before.get().burst().toString(),
          after.get().burst().toString());
    }
  }

  private void guard(Guard before, Guard after) {
    term("guard.mac", "source MAC addresses", before.mac().word(), after.mac().word());
    term("guard.ip", "source IP addresses", before.ip().text(), after.ip().text());
    onOff("dhcp-snooping", "DHCP snooping", before.dhcpSnooping(), after.dhcpSnooping());
    onOff("arp-inspection", "ARP inspection", before.arpInspection(), after.arpInspection());
    onOff(
        "router-advertisements",
        "router advertisements from the VM",
        before.routerAdvertisements(),
        after.routerAdvertisements());
    term("guard.storm", "broadcast bound", text(before.storm()), text(after.storm()));
  }

  private void onOff(String term, String words, boolean before, boolean after) {
    term("guard." + term, words, before ? "on" : "off", after ? "on" : "off");
  }

  // ---- rules: what stayed in order is the longest common run of sentences

  private void rules(String direction, RuleList before, RuleList after) {
    List<String> old = sentences(before);
    List<String> now = sentences(after);
    boolean[] oldStays = new boolean[old.size()];
    boolean[] nowStays = new boolean[now.size()];
    common(old, now, oldStays, nowStays);
    Map<String, Deque<Integer>> appeared = new HashMap<>();
    for (int i = 0; i < now.size(); i++) {
      if (!nowStays[i]) {
        appeared.computeIfAbsent(now.get(i), text -> new ArrayDeque<>()).add(i);
      }
    }
    for (int i = 0; i < old.size(); i++) {
      Deque<Integer> elsewhere = appeared.get(old.get(i));
      if (!oldStays[i] && elsewhere != null && !elsewhere.isEmpty()) {
        int to = elsewhere.remove();
        nowStays[to] = true;
        changes.add(new Change.RuleMoved(direction, i + 1, to + 1, old.get(i)));
      } else if (!oldStays[i]) {
        changes.add(new Change.RuleRemoved(direction, i + 1, old.get(i)));
      }
    }
    for (int i = 0; i < now.size(); i++) {
      if (!nowStays[i]) {
        changes.add(new Change.RuleAdded(direction, i + 1, now.get(i)));
      }
    }
  }

  private static List<String> sentences(RuleList rules) {
    return rules.lines().stream().map(line -> line.rule().text()).toList();
  }

  private static void common(
      List<String> old, List<String> now, boolean[] oldStays, boolean[] nowStays) {
    short[][] longest = new short[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        longest[i][j] =
            old.get(i).equals(now.get(j))
                ? (short) (longest[i + 1][j + 1] + 1)
                : (short) Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() && j < now.size()) {
      if (old.get(i).equals(now.get(j))) {
        oldStays[i++] = true;
        nowStays[j++] = true;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  // ---- groups that both name and that stand for something else

  private void groups(PortProfile before, PortProfile after) {
    Map<String, Set<String>> old = members(before);
    members(after)
        .forEach((group, now) -> {
          Set<String> was = old.get(group);
          if (was != null && !was.equals(now)) {
            changes.add(new Change.GroupMeans(group, without(now, was), without(was, now)));
          }
        });
  }

  private static Map<String, Set<String>> members(PortProfile profile) {
    Map<String, Set<String>> groups = new TreeMap<>();
    Stream.of(profile.fromVm(), profile.toVm())
        .flatMap(list -> list.lines().stream())
        .flatMap(line -> Stream.of(line.rule().from(), line.rule().to()))
        .forEach(end -> members(end, groups));
    return groups;
  }

  private static void members(Endpoint end, Map<String, Set<String>> groups) {
    for (AddressTerm term : end.addresses()) {
      if (term instanceof AddressTerm.Group(var name, var members)) {
        groups.put(name, texts(members, Object::toString));
      }
    }
    for (PortTerm term : end.ports()) {
      if (term instanceof PortTerm.Group(var name, var members)) {
        groups.put(name + " (ports)", texts(members, Object::toString));
      }
    }
  }

  private static <T> Set<String> texts(List<T> members, Function<T, String> text) {
    Set<String> texts = new LinkedHashSet<>();
    members.forEach(member -> texts.add(text.apply(member)));
    return texts;
  }

  private static List<String> without(Set<String> all, Set<String> some) {
    return all.stream().filter(each -> !some.contains(each)).toList();
  }

  // ---- words

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse(NONE);
  }

  private static String pcp(PortProfile profile) {
    return profile.marking().pcp().isPresent()
        ? Integer.toString(profile.marking().pcp().getAsInt())
        : NONE;
  }

  private static String sampling(PortProfile profile) {
    return profile.sampling().isPresent() ? "1 in " + profile.sampling().getAsInt() : NONE;
  }

  private static String overlay(PortProfile profile) {
    return profile
        .overlay()
        .map(overlay ->
            switch (overlay) {
              case OverlayTerms.Subnet(String network, String subnet) ->
                  "subnet " + network + "/" + subnet;
              case OverlayTerms.FromGroupId(String network) -> "group IDs of " + network;
            })
        .orElse(NONE);
  }
}
