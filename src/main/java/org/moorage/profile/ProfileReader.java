package org.moorage.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.profile.rules.Groups;
import org.moorage.profile.rules.RuleList;
import org.moorage.profile.rules.RuleParser;
import org.moorage.profile.rules.RuleReading;
import org.moorage.profile.rules.WrittenName;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFields;
import org.moorage.yaml.YamlValue;

/** Reads one profile: the YAML of {@code profiles/NAME/vN.yaml}. */
final class ProfileReader {

  /** Every mapping of a profile and its keys; the JSON schema has the same. */
  static final Map<String, List<String>> KEYS =
      Map.of(
          "",
          List.of(
              "type",
              "name",
              "version",
              "about",
              "vlan",
              "from-vm",
              "to-vm",
              "rate",
              "marking",
              "guard",
              "overlay",
              "sampling",
              "when-manager-away"),
          "vlan",
          List.of("access", "pool", "trunk", "native", "isolated"),
          "rate",
          List.of("from-vm", "to-vm"),
          "rate.from-vm",
          List.of("committed", "burst"),
          "rate.to-vm",
          List.of("committed", "burst"),
          "marking",
          List.of("pcp", "dscp"),
          "guard",
          List.of("mac", "ip", "dhcp-snooping", "arp-inspection", "router-advertisements", "storm"),
          "overlay",
          List.of("subnet", "from-group-id"),
          "overlay.from-group-id",
          List.of("of"));

  private static final List<String> VLAN_KINDS = List.of("access", "pool", "trunk", "isolated");
  private static final Pattern VLAN = Pattern.compile("[0-9]{1,4}");
  private static final Pattern ISOLATED = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");
  private static final Pattern SUBNET = Pattern.compile("([^/]+)/([^/]+)");
  private static final Pattern SAMPLING = Pattern.compile("1 in ([0-9]{1,9})");

  private final YamlFields fields;
  private final Groups groups;
  private final Problems problems;

  private ProfileReader(YamlFields fields, Groups groups, Problems problems) {
    this.fields = fields;
    this.groups = groups;
    this.problems = problems;
  }

  /** The profile, where nothing is wrong with it. */
  static Optional<PortProfile> read(YamlValue file, Groups groups, Problems problems) {
    int before = problems.size();
    return YamlFields.of(file, "", keys(""), problems)
        .flatMap(fields -> new ProfileReader(fields, groups, problems).profile(before));
  }

  private Optional<PortProfile> profile(int before) {
    OptionalInt type = fields.requiredInteger("type", 0, VsiTypeId.MAX);
    Optional<String> name = fields.requiredParsed("name", WrittenName::require);
    OptionalInt version = fields.requiredInteger("version", 0, VsiTypeVersion.MAX);
    String about = fields.parsed("about", ProfileReader::about).orElse("");
    Optional<VlanTerms> vlan = vlan();
    RuleList fromVm = rules("from-vm");
    RuleList toVm = rules("to-vm");
    Rates rates = rates();
    Marking marking = marking();
    Guard guard = guard();
    Optional<OverlayTerms> overlay = overlay();
    OptionalInt sampling = sampling();
    FailPolicy away =
        fields
            .oneOf("when-manager-away", List.of(FailPolicy.values()), FailPolicy::word)
            .orElse(FailPolicy.LAST_KNOWN);
    if (problems.size() > before || type.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    return name.flatMap(text ->
        vlan.map(terms ->
            new PortProfile(
                new VsiTypeId(type.getAsInt()),
                text,
                new VsiTypeVersion(version.getAsInt()),
                about,
                terms,
                fromVm,
                toVm,
                rates,
                marking,
                guard,
                overlay,
                sampling,
                away)));
  }

  private static String about(String text) {
    if (text.length() > PortProfile.MAX_ABOUT) {
      throw new IllegalArgumentException(
          "has " + text.length() + " characters; it takes 0.." + PortProfile.MAX_ABOUT);
    }
    return text.strip();
  }

  private Optional<VlanTerms> vlan() {
    Optional<YamlValue> at = fields.required("vlan");
    Optional<YamlFields> vlan =
        at.isEmpty() ? Optional.empty() : fields.fields("vlan", keys("vlan"));
    if (vlan.isEmpty()) {
      return Optional.empty();
    }
    YamlFields terms = vlan.get();
    List<String> kinds = VLAN_KINDS.stream().filter(kind -> terms.value(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      fields.problem(
          at.get(),
          "vlan",
          (kinds.isEmpty() ? "says nothing" : "says " + String.join(" and ", kinds))
              + "; write exactly one of access, pool, trunk, isolated");
      return Optional.empty();
    }
    if (terms.value("native").isPresent() && !kinds.getFirst().equals("trunk")) {
      fields.problem(at.get(), "vlan.native", "belongs to a trunk; leave it out");
    }
    return switch (kinds.getFirst()) {
      case "access" -> terms.parsed("access", ProfileReader::vlanId).map(VlanTerms.Access::new);
      case "pool" -> terms.parsed("pool", VlanRange::parse).map(VlanTerms.Pool::new);
      case "isolated" -> terms.parsed("isolated", ProfileReader::isolated);
      default -> trunk(terms);
    };
  }

  private Optional<VlanTerms> trunk(YamlFields terms) {
    int before = problems.size();
    List<VlanRange> vlans = terms.parsedItems("trunk", VlanRange::parse);
    Optional<VlanId> untagged = terms.parsed("native", ProfileReader::vlanId);
    if (untagged.isPresent() && vlans.stream().noneMatch(range -> range.contains(untagged.get()))) {
      terms
          .value("native")
          .ifPresent(at ->
              terms.problem(
                  at, "native", "VLAN " + untagged.get() + " is not in the trunk; add it there"));
    }
    if (vlans.size() > VlanTerms.MAX_TRUNK_RANGES) {
      terms
          .value("trunk")
          .ifPresent(at ->
              terms.problem(
                  at,
                  "trunk",
                  "has " + vlans.size() + " ranges; it takes 1.." + VlanTerms.MAX_TRUNK_RANGES));
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new VlanTerms.Trunk(vlans, untagged));
  }

  private static VlanId vlanId(String text) {
    if (!VLAN.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a VLAN; it is 1..4094");
    }
    return new VlanId(Integer.parseInt(text));
  }

  private static VlanTerms isolated(String text) {
    Matcher matcher = ISOLATED.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a private VLAN; write PRIMARY/ISOLATED, as in 100/105");
    }
    return new VlanTerms.Isolated(vlanId(matcher.group(1)), vlanId(matcher.group(2)));
  }

  private RuleList rules(String direction) {
    Optional<YamlValue> value = fields.value(direction);
    if (value.isEmpty()) {
      problems.add(fields.line(), direction, "is missing; write [] to deny everything");
      return RuleList.NONE;
    }
    if (!(value.get() instanceof YamlValue.Items list)) {
      fields.problem(
          value.get(), direction, "is " + value.get().kind() + "; write a list of rules");
      return RuleList.NONE;
    }
    if (list.items().size() > RuleList.MAX_RULES) {
      fields.problem(
          list,
          direction,
          "has " + list.items().size() + " rules; at most " + RuleList.MAX_RULES + " are read");
      return RuleList.NONE;
    }
    List<RuleList.Line> lines = new ArrayList<>();
    for (YamlValue item : list.items()) {
      rule(direction, item).ifPresent(lines::add);
    }
    return new RuleList(lines);
  }

  private Optional<RuleList.Line> rule(String direction, YamlValue item) {
    if (!(item instanceof YamlValue.Text text)) {
      fields.problem(item, direction, "holds " + item.kind() + " where a rule belongs");
      return Optional.empty();
    }
    return switch (RuleParser.parse(text.text(), groups)) {
      case RuleReading.Read(var rule) ->
          Optional.of(
              new RuleList.Line(rule, problems.file() + ":" + text.line(), text.text().strip()));
      case RuleReading.Mistaken(int column, String sentence) -> {
        int shown = text.plain() ? text.column() + column - 1 : column;
        fields.problem(
            text,
            direction,
            "column " + shown + (text.plain() ? "" : " of the rule") + ": " + sentence);
        yield Optional.empty();
      }
    };
  }

  private Rates rates() {
    Optional<YamlFields> rate = fields.fields("rate", keys("rate"));
    return new Rates(
        rate.flatMap(both -> rate(both, "from-vm")), rate.flatMap(both -> rate(both, "to-vm")));
  }

  private static Optional<Rate> rate(YamlFields both, String direction) {
    return both.fields(direction, keys("rate." + direction))
        .flatMap(rate -> {
          Optional<ByteCount> burst = rate.parsed("burst", ByteCount::parse);
          return rate.requiredParsed("committed", BitRate::parse)
              .map(committed -> burst.map(b -> new Rate(committed, b)).orElse(Rate.of(committed)));
        });
  }

  private Marking marking() {
    return fields
        .fields("marking", keys("marking"))
        .map(marking ->
            new Marking(
                marking.integer("pcp", 0, Marking.MAX_PCP), marking.parsed("dscp", Dscp::parse)))
        .orElse(Marking.NONE);
  }

  private Guard guard() {
    Optional<YamlFields> fields = this.fields.fields("guard", keys("guard"));
    if (fields.isEmpty()) {
      return Guard.PLAIN;
    }
    YamlFields guard = fields.get();
    return new Guard(
        guard
            .oneOf("mac", List.of(Guard.MacGuard.values()), Guard.MacGuard::word)
            .orElse(Guard.PLAIN.mac()),
        ipGuard(guard),
        guard.onOff("dhcp-snooping").orElse(Guard.PLAIN.dhcpSnooping()),
        guard.onOff("arp-inspection").orElse(Guard.PLAIN.arpInspection()),
        guard.onOff("router-advertisements").orElse(Guard.PLAIN.routerAdvertisements()),
        guard.parsed("storm", FrameRate::parse));
  }

  private Guard.IpGuard ipGuard(YamlFields guard) {
    Optional<YamlValue> value = guard.value("ip");
    if (value.isPresent() && value.get() instanceof YamlValue.Items list) {
      List<IpPrefix> allowed = guard.parsedItems("ip", IpPrefix::parse);
      if (allowed.size() > Guard.MAX_FIXED) {
        guard.problem(
            list, "ip", "has " + allowed.size() + " blocks; it takes 1.." + Guard.MAX_FIXED);
      } else if (!allowed.isEmpty()) {
        return new Guard.IpGuard.Fixed(allowed);
      }
      return Guard.PLAIN.ip();
    }
    Guard.IpGuard off = new Guard.IpGuard.Off();
    Guard.IpGuard learned = new Guard.IpGuard.Learned();
    return guard.oneOf("ip", List.of(learned, off), Guard.IpGuard::text).orElse(Guard.PLAIN.ip());
  }

  private Optional<OverlayTerms> overlay() {
    Optional<YamlFields> overlay = fields.fields("overlay", keys("overlay"));
    if (overlay.isEmpty()) {
      return Optional.empty();
    }
    Optional<OverlayTerms> subnet = overlay.get().parsed("subnet", ProfileReader::subnet);
    Optional<OverlayTerms> group =
        overlay
            .get()
            .fields("from-group-id", keys("overlay.from-group-id"))
            .flatMap(from -> from.requiredParsed("of", OverlayTerms.FromGroupId::new));
    boolean oneOfThem =
        overlay.get().value("subnet").isPresent()
            != overlay.get().value("from-group-id").isPresent();
    if (!oneOfThem) {
      problems.add(
          overlay.get().line(), "overlay", "write exactly one of subnet and from-group-id");
    }
    return subnet.or(() -> group);
  }

  private static OverlayTerms subnet(String text) {
    Matcher matcher = SUBNET.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a subnet; write VM-NETWORK/SUBNET, as in contoso/web");
    }
    return new OverlayTerms.Subnet(matcher.group(1), matcher.group(2));
  }

  private OptionalInt sampling() {
    return fields
        .parsed("sampling", ProfileReader::oneIn)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static int oneIn(String text) {
    Matcher matcher = SAMPLING.matcher(text);
    int rate = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (rate < 1 || rate > PortProfile.MAX_SAMPLING) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a sampling rate; write \"1 in N\" with N up to "
              + PortProfile.MAX_SAMPLING);
    }
    return rate;
  }

  private static List<String> keys(String path) {
    return KEYS.getOrDefault(path, List.of());
  }
}
