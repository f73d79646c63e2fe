package org.moorage.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.profile.rules.RuleList;
import org.moorage.yaml.YamlScalar;

/**
 * Writes a profile as the file of a library that reads back as the same profile: fields in the
 * order of the documentation, rules as their author wrote them, what says the same when left out
 * left out.
 */
public final class ProfileWriter {

  private final StringBuilder text = new StringBuilder();

  private ProfileWriter() {}

  public static String write(PortProfile profile) {
    return new ProfileWriter().all(profile);
  }

  /** The value of {@code vlan}: {@code { access: 100 }}. */
  public static String vlan(VlanTerms terms) {
    return switch (terms) {
      case VlanTerms.Access(var vlan) -> "{ access: " + vlan + " }";
      case VlanTerms.Pool(var range) -> "{ pool: " + range + " }";
      case VlanTerms.Trunk(var vlans, var untagged) ->
          "{ trunk: ["
              + vlans.stream().map(VlanRange::toString).collect(Collectors.joining(", "))
              + "]"
              + untagged.map(vlan -> ", native: " + vlan).orElse("")
              + " }";
      case VlanTerms.Isolated(var primary, var isolated) ->
          "{ isolated: " + primary + "/" + isolated + " }";
    };
  }

  private String all(PortProfile profile) {
    line("type", profile.type().toString());
    line("name", YamlScalar.word(profile.name()));
    line("version", profile.version().toString());
    if (!profile.about().isEmpty()) {
      line("about", YamlScalar.block(profile.about()));
    }
    line("vlan", vlan(profile.vlan()));
    rules("from-vm", profile.fromVm());
    rules("to-vm", profile.toVm());
    rates(profile.rates());
    marking(profile.marking());
    guard(profile.guard());
    profile.overlay().ifPresent(overlay -> line("overlay", overlay(overlay)));
    profile.sampling().ifPresent(rate -> line("sampling", "1 in " + rate));
    if (profile.whenManagerAway() != FailPolicy.LAST_KNOWN) {
      line("when-manager-away", profile.whenManagerAway().word());
    }
    return text.toString();
  }

  private void line(String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  private void rules(String direction, RuleList rules) {
    if (rules.lines().isEmpty()) {
      line(direction, "[]");
      return;
    }
    text.append(direction).append(":\n");
    for (RuleList.Line rule : rules.lines()) {
      String words = rule.text().replaceAll("\\s+", " ");
      text.append("  - ").append(YamlScalar.block(words)).append('\n');
    }
  }

  private void rates(Rates rates) {
    if (rates.equals(Rates.UNLIMITED)) {
      return;
    }
    text.append("rate:\n");
    rates.fromVm().ifPresent(rate -> line("  from-vm", rate(rate)));
    rates.toVm().ifPresent(rate -> line("  to-vm", rate(rate)));
  }

  private static String rate(Rate rate) {
    boolean burstIsTheUsual = rate.equals(Rate.of(rate.committed()));
    return "{ committed: "
        + rate.committed()
        + (burstIsTheUsual ? "" : ", burst: " + rate.burst())
        + " }";
  }

  private void marking(Marking marking) {
    List<String> terms = new ArrayList<>();
    marking.pcp().ifPresent(pcp -> terms.add("pcp: " + pcp));
    marking.dscp().ifPresent(dscp -> terms.add("dscp: " + dscp));
    if (!terms.isEmpty()) {
      line("marking", "{ " + String.join(", ", terms) + " }");
    }
  }

  private void guard(Guard guard) {
    if (guard.equals(Guard.PLAIN)) {
      return;
    }
    text.append("guard:\n");
    line("  mac", guard.mac().word());
    switch (guard.ip()) {
      case Guard.IpGuard.Off() -> {}
      case Guard.IpGuard.Learned() -> line("  ip", "learned");
      case Guard.IpGuard.Fixed(var allowed) ->
          line(
              "  ip",
              allowed.stream()
                  .map(block -> YamlScalar.flow(block.toString()))
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    onWhere("  dhcp-snooping", guard.dhcpSnooping());
    onWhere("  arp-inspection", guard.arpInspection());
    onWhere("  router-advertisements", guard.routerAdvertisements());
    Optional<FrameRate> storm = guard.storm();
    storm.ifPresent(rate -> line("  storm", rate.toString()));
  }

  private void onWhere(String key, boolean on) {
    if (on) {
      line(key, "on");
    }
  }

  private static String overlay(OverlayTerms overlay) {
    return switch (overlay) {
      case OverlayTerms.Subnet(String network, String subnet) ->
          "{ subnet: " + network + "/" + subnet + " }";
      case OverlayTerms.FromGroupId(String network) ->
          "{ from-group-id: { of: " + YamlScalar.word(network) + " } }";
    };
  }
}
