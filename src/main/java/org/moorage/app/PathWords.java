package org.moorage.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.path.PathNeed;
import org.moorage.protocol.path.PathSurvey;
import org.moorage.protocol.path.PathSurvey.Fate;
import org.moorage.protocol.path.ProbeKind;
import org.moorage.protocol.path.ProbedAddress;

/** What the survey of a path means, in words, and what to do about it. */
final class PathWords {

  private PathWords() {}

  /** Whether frames arrived there and back, in a cell. */
  static String cell(Fate fate) {
    return switch (fate) {
      case SURVIVES -> "yes";
      case THERE_ONLY -> "there";
      case BACK_ONLY -> "back";
      case EATEN -> "no";
      case NOT_PROBED -> "";
    };
  }

  /** What becomes of frames to an address. */
  static String verdict(PathSurvey survey, MacAddress address) {
    return survey.common(address).map(PathWords::said).orElse("depends on the kind of frame");
  }

  private static String said(Fate fate) {
    return switch (fate) {
      case SURVIVES -> "survives";
      case THERE_ONLY -> "arrives there only";
      case BACK_ONLY -> "arrives here only";
      case EATEN -> "eaten";
      case NOT_PROBED -> "not probed";
    };
  }

  /** {@code EVB needs LLDP to 01:80:c2:00:00:00 (nearest customer bridge): eaten}. */
  static String unmet(PathSurvey survey, PathNeed need) {
    return need.what()
        + " needs "
        + kind(need.kind())
        + " to "
        + need.address()
        + name(survey, need.address())
        + ": "
        + said(survey.fate(need.address(), need.kind()));
  }

  private static String kind(ProbeKind kind) {
    return switch (kind) {
      case LLDP -> "LLDP";
      case ECP -> "ECP";
      case DRAFT_ECP -> "draft ECP";
      case TAGGED_LLDP -> "LLDP behind an S-TAG";
      case TAGGED_ECP -> "ECP behind an S-TAG";
    };
  }

  private static String name(PathSurvey survey, MacAddress address) {
    return survey.plan().addresses().stream()
        .filter(each -> each.mac().equals(address))
        .map(each -> " (" + each.name() + ")")
        .findFirst()
        .orElse("");
  }

  /** What to do about a need that is not met. */
  static String remedy(PathSurvey survey, PathNeed need) {
    String forward =
        "have what lies between forward "
            + need.address()
            + bridgeHint(need.address())
            + ", or connect the two directly";
    return switch (need.kind()) {
      case LLDP ->
          need.what().equals("EVB") ? forward + "; " + elsewhere(survey, "--evb-address") : forward;
      case ECP, DRAFT_ECP -> forward + "; " + elsewhere(survey, "--ecp-address");
      case TAGGED_LLDP, TAGGED_ECP ->
          forward + "; S-channels need a path that leaves frames with an S-TAG alone";
    };
  }

  /** How a Linux bridge is told to forward it. */
  private static String bridgeHint(MacAddress address) {
    if (!address.isReservedForBridges()) {
      return "";
    }
    int last = (int) (address.bits() & 0xF);
    return last == 0
        ? " (a Linux bridge does while its STP is off)"
        : " (a Linux bridge: group_fwd_mask " + "0x" + Integer.toHexString(1 << last) + ")";
  }

  private static String elsewhere(PathSurvey survey, String option) {
    List<String> words = survivors(survey);
    return words.isEmpty()
        ? "no other address survives both as LLDP and as ECP"
        : "or let both ends use one that survives: moorage agent "
            + option
            + " "
            + String.join(" or ", words)
            + ", and the station likewise";
  }

  /** What an agent may be told to use instead, as its options have it. */
  static List<String> survivors(PathSurvey survey) {
    return survey.plan().addresses().stream()
        .map(ProbedAddress::mac)
        .filter(survey::carriesEvb)
        .flatMap(address -> word(survey, address).stream())
        .collect(Collectors.toList());
  }

  private static Optional<String> word(PathSurvey survey, MacAddress address) {
    for (ReservedAddress each : ReservedAddress.values()) {
      if (each.mac().equals(address)) {
        return Optional.of(each.word());
      }
    }
    return address.equals(survey.plan().own()) ? Optional.of(address.toString()) : Optional.empty();
  }

  /** What to do where nobody answered. */
  static String silence(String name, long seconds) {
    return "nobody answered on "
        + name
        + " within "
        + seconds
        + " s; start moorage doctor path --interface IF --listen at the other end first. If it"
        + " runs there, nothing passes at all, not even broadcast: look at the cable and the VLAN";
  }
}
