package org.moorage.manager.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.FailPolicy;
import org.moorage.profile.Guard;
import org.moorage.profile.OverlayTerms;
import org.moorage.profile.PortProfile;
import org.moorage.profile.Rate;
import org.moorage.profile.VlanRange;
import org.moorage.profile.VlanTerms;
import org.moorage.profile.rules.RuleList;
import org.moorage.yaml.Problem;

/**
 * A profile as the fields of a form, which say the same as its YAML: either can be made from the
 * other. A field's name is the one problems give it.
 *
 * @param values what stands in each field
 */
record ProfileForm(Map<String, String> values) {

  static final String VLAN_KIND = "vlan.kind";
  static final String VLAN = "vlan.value";
  static final String GUARD_ADDRESSES = "guard.ip.allowed";
  static final String OVERLAY_KIND = "overlay.kind";
  static final String OVERLAY = "overlay.value";

  private static final Pattern RULE_LINE = Pattern.compile("\\s*-\\s+(.*)");
  private static final Pattern COMMENT_LINE = Pattern.compile("\\s*(#.*)");
  private static final Pattern COLUMN = Pattern.compile("column (\\d{1,6}): ");

  /** Columns before a rule in the YAML a form makes. */
  private static final int BEFORE_RULE = FormYaml.ITEM.length();

  ProfileForm {
    values = new LinkedHashMap<>(values);
  }

  /** What stands in a field; empty where nothing does. */
  public String get(String field) {
    return values.getOrDefault(field, "");
  }

  /** Whether a box is ticked. */
  public boolean on(String field) {
    return get(field).equals("on");
  }

  /** The same with another value in one field. */
  ProfileForm with(String field, String value) {
    ProfileForm changed = new ProfileForm(values);
    changed.values.put(field, value);
    return changed;
  }

  /** What an administrator starts from who has nothing. */
  static ProfileForm fresh() {
    ProfileForm form = new ProfileForm(Map.of());
    form.values.put("version", "1");
    form.values.put(VLAN_KIND, "access");
    form.values.put("from-vm", "permit udp to any port 53\npermit icmp\ndeny any log\n");
    form.values.put("to-vm", "permit icmp\ndeny any\n");
    form.values.put("guard.mac", Guard.MacGuard.FILTER.word());
    form.values.put("guard.ip", "off");
    form.values.put("when-manager-away", FailPolicy.LAST_KNOWN.word());
    return form;
  }

  /**
   * The fields of a profile.
   *
   * @param text it was read from, for the comments beside its rules
   */
  static ProfileForm of(PortProfile profile, String text) {
    ProfileForm form = new ProfileForm(Map.of());
    form.put("type", profile.type());
    form.put("name", profile.name());
    form.put("version", profile.version());
    form.put("about", profile.about());
    form.vlan(profile.vlan());
    List<String> lines = text.lines().toList();
    form.put("from-vm", rules(profile.fromVm(), lines));
    form.put("to-vm", rules(profile.toVm(), lines));
    profile.rates().fromVm().ifPresent(rate -> form.rate("rate.from-vm", rate));
    profile.rates().toVm().ifPresent(rate -> form.rate("rate.to-vm", rate));
    profile.marking().pcp().ifPresent(pcp -> form.put("marking.pcp", pcp));
    profile.marking().dscp().ifPresent(dscp -> form.put("marking.dscp", dscp));
    form.guard(profile.guard());
    profile.overlay().ifPresent(form::overlay);
    profile.sampling().ifPresent(rate -> form.put("sampling", "1 in " + rate));
    form.put("when-manager-away", profile.whenManagerAway().word());
    return form;
  }

  /** The YAML of the fields, also where they are wrong. */
  String yaml() {
    return new FormYaml(this).text();
  }

  /**
   * Problems of {@link #yaml} by the field they belong to; those of no field under an empty name.
   * Rules are named by their place in the field.
   */
  Map<String, List<String>> errors(List<Problem> problems) {
    FormYaml yaml = new FormYaml(this);
    Map<String, List<String>> errors = new TreeMap<>();
    for (Problem problem : problems) {
      String field = fieldOf(problem.field());
      String sentence =
          problem.message() + (problem.suggestion().isEmpty() ? "" : "; " + problem.suggestion());
      Integer row = yaml.rowOf(problem.line());
      if (row != null) {
        sentence = row + ": " + shifted(sentence);
      }
      errors.computeIfAbsent(field, name -> new ArrayList<>()).add(sentence);
    }
    return errors;
  }

  /** Columns are told as in the YAML; a rule begins at the first of its field. */
  private static String shifted(String sentence) {
    Matcher column = COLUMN.matcher(sentence);
    if (!column.lookingAt()) {
      return sentence;
    }
    int there = Integer.parseInt(column.group(1)) - BEFORE_RULE;
    return "column " + Math.max(1, there) + ": " + sentence.substring(column.end());
  }

  private static String fieldOf(String field) {
    return switch (field) {
      case "vlan", "vlan.access", "vlan.pool", "vlan.trunk", "vlan.isolated" -> VLAN;
      case "overlay", "overlay.subnet", "overlay.from-group-id", "overlay.from-group-id.of" ->
          OVERLAY;
      case "rate.from-vm" -> "rate.from-vm.committed";
      case "rate.to-vm" -> "rate.to-vm.committed";
      default -> field;
    };
  }

  // ---- from a profile

  private void put(String field, Object value) {
    values.put(field, value.toString());
  }

  private void vlan(VlanTerms vlan) {
    switch (vlan) {
      case VlanTerms.Access(var only) -> vlan("access", only.toString());
      case VlanTerms.Pool(var range) -> vlan("pool", range.toString());
      case VlanTerms.Trunk(var ranges, var untagged) -> {
        vlan("trunk", String.join(", ", ranges.stream().map(VlanRange::toString).toList()));
        untagged.ifPresent(only -> put("vlan.native", only));
      }
      case VlanTerms.Isolated(var primary, var isolated) ->
          vlan("isolated", primary + "/" + isolated);
    }
  }

  private void vlan(String kind, String value) {
    put(VLAN_KIND, kind);
    put(VLAN, value);
  }

  private void rate(String field, Rate rate) {
    put(field + ".committed", rate.committed());
    if (!rate.equals(Rate.of(rate.committed()))) {
      put(field + ".burst", rate.burst());
    }
  }

  private void guard(Guard guard) {
    put("guard.mac", guard.mac().word());
    switch (guard.ip()) {
      case Guard.IpGuard.Off(), Guard.IpGuard.Learned() -> put("guard.ip", guard.ip().text());
      case Guard.IpGuard.Fixed _ -> {
        put("guard.ip", "list");
        put(GUARD_ADDRESSES, guard.ip().text());
      }
    }
    tick("guard.dhcp-snooping", guard.dhcpSnooping());
    tick("guard.arp-inspection", guard.arpInspection());
    tick("guard.router-advertisements", guard.routerAdvertisements());
    guard.storm().ifPresent(storm -> put("guard.storm", storm));
  }

  private void tick(String field, boolean on) {
    if (on) {
      put(field, "on");
    }
  }

  private void overlay(OverlayTerms overlay) {
    switch (overlay) {
      case OverlayTerms.Subnet(String network, String subnet) -> {
        put(OVERLAY_KIND, "subnet");
        put(OVERLAY, network + "/" + subnet);
      }
      case OverlayTerms.FromGroupId(String network) -> {
        put(OVERLAY_KIND, "from-group-id");
        put(OVERLAY, network);
      }
    }
  }

  /** Rules one a line, with the comments beside and above them. */
  private static String rules(RuleList rules, List<String> file) {
    StringBuilder text = new StringBuilder();
    int before = 0;
    for (RuleList.Line rule : rules.lines()) {
      int line = ProfileView.line(rule);
      for (String comment : commentsAbove(file, line, before)) {
        text.append(comment).append('\n');
      }
      text.append(withComment(rule.text(), line, file)).append('\n');
      before = line;
    }
    return text.toString();
  }

  private static List<String> commentsAbove(List<String> file, int line, int before) {
    List<String> comments = new ArrayList<>();
    for (int above = line - 1; above > before && above >= 1 && above <= file.size(); above--) {
      Matcher comment = COMMENT_LINE.matcher(file.get(above - 1));
      if (!comment.matches()) {
        break;
      }
      comments.addFirst(comment.group(1));
    }
    return comments;
  }

  private static String withComment(String rule, int line, List<String> file) {
    String words = rule.replaceAll("\\s+", " ");
    String written = line >= 1 && line <= file.size() ? file.get(line - 1) : "";
    Matcher item = RULE_LINE.matcher(written);
    boolean asWritten =
        item.matches()
            && item.group(1).startsWith(words)
            && item.group(1).substring(words.length()).matches("\\s+#.*");
    return asWritten ? item.group(1) : words;
  }

  /** A number in a field, where it is one. */
  @Nullable Integer number(String field) {
    return get(field).matches("\\d{1,9}") ? Integer.valueOf(get(field)) : null;
  }
}
