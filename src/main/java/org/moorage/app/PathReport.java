package org.moorage.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.path.PathListener.Surveyed;
import org.moorage.protocol.path.PathNeed;
import org.moorage.protocol.path.PathSurvey;
import org.moorage.protocol.path.PathSurvey.Fate;
import org.moorage.protocol.path.ProbeKind;
import org.moorage.protocol.path.ProbedAddress;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The survey of a path as a table for people, and as JSON.
 *
 * @param port the interface probed from
 * @param seconds how long an answer was waited for
 */
record PathReport(
    String port, MacAddress mac, PathSurvey survey, List<PathNeed> needs, long seconds) {

  private static final String ROW = "%-17s  %-24s  %-22s  %-5s  %-5s  %-5s  %-6s  %-6s  %s%n";

  PathReport {
    needs = List.copyOf(needs);
  }

  /** Whether everything needed passes both ways. */
  boolean isFine() {
    return survey.peer().isPresent() && survey.unmet(needs).isEmpty();
  }

  void print(PrintWriter out) {
    if (survey.peer().isEmpty()) {
      out.println(PathWords.silence(port, seconds));
      return;
    }
    out.println("from " + port + " (" + mac + ") to " + survey.peer().get());
    if (survey.peers() > 1) {
      out.println(survey.peers() + " ends answered; this is about the one heard first");
    }
    out.println("yes: there and back; there, back: one way only; no: eaten");
    out.println();
    out.printf(
        Locale.ROOT,
        ROW,
        "address",
        "name",
        "used by",
        "LLDP",
        "ECP",
        "draft",
        "S-LLDP",
        "S-ECP",
        "verdict");
    for (ProbedAddress address : survey.plan().addresses()) {
      out.printf(
          Locale.ROOT,
          ROW,
          address.mac(),
          address.name(),
          address.usedBy(),
          cell(address, ProbeKind.LLDP),
          cell(address, ProbeKind.ECP),
          cell(address, ProbeKind.DRAFT_ECP),
          cell(address, ProbeKind.TAGGED_LLDP),
          cell(address, ProbeKind.TAGGED_ECP),
          PathWords.verdict(survey, address.mac()));
    }
    out.println();
    List<PathNeed> unmet = survey.unmet(needs);
    for (PathNeed need : unmet) {
      out.println(PathWords.unmet(survey, need));
      out.println("  fix: " + PathWords.remedy(survey, need));
    }
    if (unmet.isEmpty()) {
      out.println("everything needed survives: " + named(needs));
    }
  }

  private static String named(List<PathNeed> needs) {
    return String.join(", ", needs.stream().map(PathNeed::what).toList());
  }

  private String cell(ProbedAddress address, ProbeKind kind) {
    return PathWords.cell(survey.fate(address.mac(), kind));
  }

  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("interface", port);
    all.put("mac", mac.toString());
    all.put("peer", survey.peer().map(MacAddress::toString).orElse(null));
    all.put("peers", survey.peers());
    all.put("fine", isFine());
    if (survey.peer().isEmpty()) {
      all.put("fix", PathWords.silence(port, seconds));
    } else {
      all.put("addresses", survey.plan().addresses().stream().map(this::address).toList());
      all.put("needs", needs.stream().map(this::need).toList());
      all.put("survivors", PathWords.survivors(survey));
    }
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(all);
  }

  private Map<String, Object> address(ProbedAddress address) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("address", address.mac().toString());
    one.put("name", address.name());
    one.put("usedBy", address.usedBy());
    for (ProbeKind kind : ProbeKind.values()) {
      Fate fate = survey.fate(address.mac(), kind);
      if (fate != Fate.NOT_PROBED) {
        one.put(word(kind), word(fate));
      }
    }
    one.put("verdict", survey.common(address.mac()).map(PathReport::word).orElse("mixed"));
    return one;
  }

  private Map<String, Object> need(PathNeed need) {
    Map<String, Object> one = new LinkedHashMap<>();
    boolean met = survey.unmet(List.of(need)).isEmpty();
    one.put("what", need.what());
    one.put("address", need.address().toString());
    one.put("kind", word(need.kind()));
    one.put("met", met);
    if (!met) {
      one.put("fix", PathWords.remedy(survey, need));
    }
    return one;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A survey somebody made of this end, on a line. */
  static String line(Surveyed surveyed, boolean json) {
    if (!json) {
      return surveyed.prober()
          + " probed this end: "
          + surveyed.arrived()
          + " of "
          + surveyed.probes()
          + " kinds of frame arrived here; the other end has the table";
    }
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("prober", surveyed.prober().toString());
    one.put("arrived", surveyed.arrived());
    one.put("probes", surveyed.probes());
    return JsonMapper.builder().build().writeValueAsString(one);
  }
}
