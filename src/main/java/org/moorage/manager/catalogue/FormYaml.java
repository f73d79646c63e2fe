package org.moorage.manager.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.yaml.YamlScalar;

/** The YAML that a form's fields say, whatever they are. */
final class FormYaml {

  /** What stands before a rule. */
  static final String ITEM = "  - ";

  private final ProfileForm form;
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, Integer> rows = new HashMap<>();
  private int lines;

  FormYaml(ProfileForm form) {
    this.form = form;
    plain("type");
    plain("name");
    plain("version");
    plain("about");
    vlan();
    rules("from-vm");
    rules("to-vm");
    rates();
    braces("marking", List.of("pcp", "dscp"));
    guard();
    overlay();
    plain("sampling");
    plain("when-manager-away");
  }

  String text() {
    return text.toString();
  }

  /** The row of its field that a line of the text came from; null where it is no rule. */
  @Nullable Integer rowOf(int line) {
    return rows.get(line);
  }

  private void line(String words) {
    text.append(words).append('\n');
    lines++;
  }

  private String value(String field) {
    return form.get(field).strip();
  }

  private void plain(String field) {
    if (!value(field).isEmpty()) {
      line(field + ": " + YamlScalar.block(value(field).replaceAll("\\s*\\R\\s*", " ")));
    }
  }

  private void vlan() {
    String kind = value(ProfileForm.VLAN_KIND);
    String vlan = value(ProfileForm.VLAN);
    List<String> terms = new ArrayList<>();
    if (!vlan.isEmpty() && !kind.isEmpty()) {
      terms.add(
          YamlScalar.flow(kind)
              + ": "
              + (kind.equals("trunk") ? list(vlan) : YamlScalar.flow(vlan)));
    }
    if (!value("vlan.native").isEmpty()) {
      terms.add("native: " + YamlScalar.flow(value("vlan.native")));
    }
    line(terms.isEmpty() ? "vlan: {}" : "vlan: { " + String.join(", ", terms) + " }");
  }

  private void rules(String field) {
    List<String> written = form.get(field).lines().map(String::strip).toList();
    if (written.stream().allMatch(row -> row.isEmpty() || row.startsWith("#"))) {
      line(field + ": []");
      return;
    }
    line(field + ":");
    for (int row = 0; row < written.size(); row++) {
      String words = written.get(row);
      if (words.startsWith("#")) {
        line("  " + words);
      } else if (!words.isEmpty()) {
        int comment = words.indexOf(" #");
        String rule = comment < 0 ? words : words.substring(0, comment).strip();
        line(ITEM + YamlScalar.block(rule) + (comment < 0 ? "" : words.substring(rule.length())));
        rows.put(lines, row + 1);
      }
    }
  }

  private void rates() {
    List<String> directions =
        List.of("from-vm", "to-vm").stream()
            .filter(direction ->
                !value("rate." + direction + ".committed").isEmpty()
                    || !value("rate." + direction + ".burst").isEmpty())
            .toList();
    if (!directions.isEmpty()) {
      line("rate:");
      for (String direction : directions) {
        braces("rate." + direction, "  " + direction, List.of("committed", "burst"));
      }
    }
  }

  private void braces(String field, List<String> parts) {
    braces(field, field, parts);
  }

  private void braces(String field, String key, List<String> parts) {
    String inside =
        parts.stream()
            .filter(part -> !value(field + "." + part).isEmpty())
            .map(part -> part + ": " + YamlScalar.flow(value(field + "." + part)))
            .collect(Collectors.joining(", "));
    if (!inside.isEmpty()) {
      line(key + ": { " + inside + " }");
    }
  }

  private void guard() {
    List<String> terms = new ArrayList<>();
    if (!value("guard.mac").isEmpty()) {
      terms.add("mac: " + YamlScalar.flow(value("guard.mac")));
    }
    String ip = value("guard.ip");
    if (ip.equals("list")) {
      terms.add("ip: " + list(value(ProfileForm.GUARD_ADDRESSES)));
    } else if (!ip.isEmpty() && !ip.equals("off")) {
      terms.add("ip: " + YamlScalar.flow(ip));
    }
    for (String each : List.of("dhcp-snooping", "arp-inspection", "router-advertisements")) {
      if (form.on("guard." + each)) {
        terms.add(each + ": on");
      }
    }
    if (!value("guard.storm").isEmpty()) {
      terms.add("storm: " + YamlScalar.flow(value("guard.storm")));
    }
    if (!terms.isEmpty()) {
      line("guard: { " + String.join(", ", terms) + " }");
    }
  }

  private void overlay() {
    String value = value(ProfileForm.OVERLAY);
    switch (value(ProfileForm.OVERLAY_KIND)) {
      case "subnet" -> line("overlay: { subnet: " + YamlScalar.flow(value) + " }");
      case "from-group-id" ->
          line("overlay: { from-group-id: { of: " + YamlScalar.flow(value) + " } }");
      default -> {}
    }
  }

  private static String list(String words) {
    return Arrays.stream(words.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .map(YamlScalar::flow)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
