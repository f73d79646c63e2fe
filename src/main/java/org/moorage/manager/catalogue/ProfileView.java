package org.moorage.manager.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.OverlayTerms;
import org.moorage.profile.PortProfile;
import org.moorage.profile.Rate;
import org.moorage.profile.rules.AddressTerm;
import org.moorage.profile.rules.Endpoint;
import org.moorage.profile.rules.PortTerm;
import org.moorage.profile.rules.RuleList;

/**
 * A profile in parts, in the words of the file.
 *
 * @param groups what each group its rules name stands for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProfileView(
    String about,
    String vlan,
    List<RuleView> fromVm,
    List<RuleView> toVm,
    @Nullable RateView rateFromVm,
    @Nullable RateView rateToVm,
    @Nullable Integer pcp,
    @Nullable String dscp,
    GuardView guard,
    @Nullable String overlay,
    @Nullable Integer sampling,
    String whenManagerAway,
    Map<String, List<String>> groups) {

  /**
   * A rule.
   *
   * @param line where in the text
   * @param text as written
   */
  record RuleView(
      int line,
      String text,
      String action,
      String protocol,
      String from,
      String to,
      boolean log,
      boolean oneWay) {}

  /** A rate with its units. */
  record RateView(String committed, String burst) {}

  /** The guards. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GuardView(
      String mac,
      String ip,
      boolean dhcpSnooping,
      boolean arpInspection,
      boolean routerAdvertisements,
      @Nullable String storm) {}

  static ProfileView of(PortProfile profile) {
    return new ProfileView(
        profile.about(),
        profile.vlan().text(),
        rules(profile.fromVm()),
        rules(profile.toVm()),
        profile.rates().fromVm().map(ProfileView::rate).orElse(null),
        profile.rates().toVm().map(ProfileView::rate).orElse(null),
        profile.marking().pcp().isPresent() ? profile.marking().pcp().getAsInt() : null,
        profile.marking().dscp().map(Object::toString).orElse(null),
        new GuardView(
            profile.guard().mac().word(),
            profile.guard().ip().text(),
            profile.guard().dhcpSnooping(),
            profile.guard().arpInspection(),
            profile.guard().routerAdvertisements(),
            profile.guard().storm().map(Object::toString).orElse(null)),
        profile.overlay().map(ProfileView::overlay).orElse(null),
        profile.sampling().isPresent() ? profile.sampling().getAsInt() : null,
        profile.whenManagerAway().word(),
        groups(profile));
  }

  /** The line a rule stands on. */
  static int line(RuleList.Line rule) {
    String number = rule.place().substring(rule.place().lastIndexOf(':') + 1);
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
  }

  private static List<RuleView> rules(RuleList rules) {
    return rules.lines().stream()
        .map(line ->
            new RuleView(
                line(line),
                line.text(),
                line.rule().action().word(),
                line.rule().protocol().text(),
                line.rule().from().text(),
                line.rule().to().text(),
                line.rule().log(),
                line.rule().oneWay()))
        .toList();
  }

  private static RateView rate(Rate rate) {
    return new RateView(rate.committed().toString(), rate.burst().toString());
  }

  private static String overlay(OverlayTerms overlay) {
    return switch (overlay) {
      case OverlayTerms.Subnet(String network, String subnet) -> network + "/" + subnet;
      case OverlayTerms.FromGroupId(String network) -> "group IDs of " + network;
    };
  }

  private static Map<String, List<String>> groups(PortProfile profile) {
    Map<String, List<String>> groups = new TreeMap<>();
    Stream.of(profile.fromVm(), profile.toVm())
        .flatMap(list -> list.lines().stream())
        .flatMap(line -> Stream.of(line.rule().from(), line.rule().to()))
        .forEach(end -> groups(end, groups));
    return groups;
  }

  private static void groups(Endpoint end, Map<String, List<String>> groups) {
    for (AddressTerm term : end.addresses()) {
      if (term instanceof AddressTerm.Group(var name, var members)) {
        groups.put(name, members.stream().map(Object::toString).toList());
      }
    }
    for (PortTerm term : end.ports()) {
      if (term instanceof PortTerm.Group(var name, var members)) {
        groups.put(name + " (ports)", members.stream().map(Object::toString).toList());
      }
    }
  }
}
