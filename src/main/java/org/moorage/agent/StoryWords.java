package org.moorage.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moorage.dataplane.Applied;
import org.moorage.edge.Decision;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.ReleaseCause;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpType;

/** The words of a story. */
final class StoryWords {

  /** Filter entries and matches named one by one; of more, the rest is counted. */
  private static final int NAMED = 4;

  private StoryWords() {}

  static String text(StoryStep step) {
    return switch (step) {
      case StoryStep.Heard heard -> heard(heard.request());
      case StoryStep.LookedUp lookedUp -> lookedUp.answer().sentence();
      case StoryStep.Decided decided -> decision(decided.decision());
      case StoryStep.Programmed programmed -> programmed(programmed);
      case StoryStep.Unprogrammed unprogrammed ->
          "nothing is programmed for a VSI that is announced without a reservation";
      case StoryStep.Answered answered ->
          type(answered.type()) + ", " + status(answered.status(), answered.flavour());
      case StoryStep.Announced announced -> announced(announced);
      case StoryStep.Withdrawn withdrawn -> withdrawn.because();
      case StoryStep.Released released ->
          cause(released.cause()) + "; what was programmed for the VSI is gone";
      case StoryStep.Restored restored ->
          "the agent was restarted and took the VSI up again; it is held since " + restored.since();
      case StoryStep.KeptAlive keptAlive ->
          keptAlive.times()
              + (keptAlive.times() == 1 ? " keepalive was" : " keepalives were")
              + " heard and answered, the last one then";
    };
  }

  /** Why a reservation ended by itself. */
  static String overdue(Duration hold) {
    return "its reservation was held for "
        + hold.toSeconds()
        + " s and no associate came; what was set aside is free again (reservation-hold)";
  }

  static String type(VdpType type) {
    return switch (type) {
      case PRE_ASSOCIATE -> "Pre-Associate";
      case PRE_ASSOCIATE_RR -> "Pre-Associate with resource reservation";
      case ASSOCIATE -> "Associate";
      case DE_ASSOCIATE -> "De-Associate";
    };
  }

  static String status(int status, Flavour flavour) {
    return switch (flavour) {
      case RATIFIED ->
          status == 0
              ? "unasked (0x00)"
              : new VdpStatus(status).text() + String.format(Locale.ROOT, " (0x%02x)", status);
      case DRAFT ->
          DraftResponse.of(status).map(DraftResponse::text).orElse("response")
              + " ("
              + status
              + ", draft 0)";
    };
  }

  static String cause(ReleaseCause cause) {
    return switch (cause) {
      case DE_ASSOCIATED -> "the station de-associated";
      case KEEPALIVE_EXPIRED -> "no keepalive came for as long as negotiated";
      case WITHDRAWN -> "the edge withdrew the VSI and told the station";
      case REFUSED -> "a changed request was refused";
      case LINK_DOWN -> "the link stayed down";
      case S_CHANNEL_GONE -> "its S-channel is gone";
      case EXTENDED_PORT_GONE -> "the port extender it was behind is gone";
      case RESOURCE_WAIT_EXPIRED -> "the request was not decided in time";
    };
  }

  private static String heard(VsiRequest request) {
    StringBuilder words = new StringBuilder(type(request.type()));
    words.append(" of type ").append(request.typeId());
    words.append(" version ").append(request.version());
    words.append(", manager ").append(request.manager());
    words.append(", ").append(filters(request.filters()));
    words.append(request.migrateTo() ? ", moving here" : "");
    words.append(request.migrateFrom() ? ", leaving here" : "");
    words.append(request.flavour() == Flavour.DRAFT ? ", draft 0" : "");
    for (OrganizationalTlv tlv : request.organization()) {
      words.append(", ").append(tlv.meaning().text());
    }
    return words.toString();
  }

  static String filters(FilterInfo filters) {
    List<String> words = new ArrayList<>();
    for (FilterInfo.Entry entry : filters.entries().stream().limit(NAMED).toList()) {
      words.add(
          (filters.format().hasGroup() ? "group " + entry.group() + " " : "")
              + entry.mac().map(mac -> mac + " ").orElse("")
              + "VID "
              + entry.vid());
    }
    return "filter " + String.join(", ", words) + andMore(filters.entries().size());
  }

  private static String decision(Decision decision) {
    String rules = String.join("; ", decision.because());
    return switch (decision) {
      case Decision.Accept accept -> "granted: " + rules;
      case Decision.NoVPort none -> "granted without a vPort: " + rules;
      case Decision.Refuse refuse -> "refused: " + (rules.isEmpty() ? refuse.reason() : rules);
    };
  }

  private static String announced(StoryStep.Announced step) {
    int frames = step.frames().size();
    return "the network was told where the VM is: "
        + frames
        + (frames == 1 ? " frame" : " frames")
        + " on "
        + String.join(", ", step.ports().stream().limit(NAMED).map(PortName::value).toList())
        + andMore(step.ports().size());
  }

  private static String programmed(StoryStep.Programmed step) {
    VPortPlan plan = step.plan();
    return switch (step.applied()) {
      case Applied.Failed(String reason) -> "the data plane refused: " + reason;
      case Applied.Done(int entries) ->
          "vPort "
              + plan.id()
              + (plan.forwarding() ? " forwards" : " is reserved")
              + " under "
              + plan.profileName()
              + ": "
              + matches(plan.matches())
              + ", "
              + entries
              + (entries == 1 ? " entry" : " entries");
    };
  }

  private static String matches(List<VPortMatch> matches) {
    return String.join(", ", matches.stream().limit(NAMED).map(VPortMatch::toString).toList())
        + andMore(matches.size());
  }

  private static String andMore(int all) {
    return all > NAMED ? " and " + (all - NAMED) + " more" : "";
  }

  /** What a refusal in the answer means where no decision of ours stands behind it. */
  static Optional<String> refusal(int status) {
    VdpStatus octet = new VdpStatus(status);
    return octet.isResponse() && octet.errorCode() != 0
        ? Optional.of("the request breaks a rule of VDP: " + octet.text())
        : Optional.empty();
  }

  /** A defect of our own, as somebody has to report it. */
  static String defect(RuntimeException defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    return "a defect stopped the protocols of this port, its vPorts stay as they are: "
        + defect
        + (trace.length == 0 ? "" : " at " + trace[0])
        + "; unplug and plug the link, or restart the agent, and report it";
  }
}
