package org.moorage.agent;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.edge.Standing;
import org.moorage.edge.VPort;
import org.moorage.edge.VPortMatch;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.stack.BridgePortView;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import tools.jackson.core.JsonGenerator;

/** What the local door shows, as JSON: the shapes of the REST interface. */
final class DoorJson {

  private final JsonGenerator out;

  DoorJson(JsonGenerator out) {
    this.out = out;
  }

  void health(String edge) {
    out.writeStartObject();
    out.writeStringProperty("status", "up");
    out.writeStringProperty("edge", edge);
    out.writeEndObject();
  }

  void associations(List<AssociationView> views) {
    out.writeStartArray();
    views.forEach(this::association);
    out.writeEndArray();
  }

  void association(AssociationView view) {
    out.writeStartObject();
    members(view);
    out.writeEndObject();
  }

  private void members(AssociationView view) {
    VsiRequest request = view.request();
    out.writeStringProperty("id", view.id().toString());
    out.writeStringProperty("vsiId", request.vsiId().toString());
    out.writeNumberProperty("typeId", request.typeId().value());
    out.writeNumberProperty("version", request.version().value());
    text("profile", view.profile().map(name -> name.replaceFirst("/\\d+$", "")));
    text("standing", view.standing().map(DoorJson::standing));
    out.writeStringProperty("state", view.state().label());
    out.writeStringProperty("edge", view.edge().value());
    out.writeStringProperty("uplink", view.id().port().value());
    out.writeNullProperty("sChannel");
    filters(request.filters(), view);
    out.writeStringProperty("since", view.since().toString());
    out.writeBooleanProperty("current", view.current());
    out.writeStringProperty("managerId", request.manager().toString());
    out.writeArrayPropertyStart("hints");
    if (request.migrateTo()) {
      out.writeString("migrate-to");
    }
    if (request.migrateFrom()) {
      out.writeString("migrate-from");
    }
    out.writeEndArray();
    out.writeStringProperty("standard", standard(request.flavour()));
    text("vPort", view.vPort().map(Object::toString));
    out.writeNumberProperty("entries", view.entries());
    out.writeNumberProperty("keepAlives", view.keepAlives());
    out.writeStringProperty("lastHeard", view.lastHeard().toString());
    out.writeNumberProperty("micros", view.micros());
    text("reason", some(view.reason()));
    text("fix", some(view.fix()));
  }

  private void filters(FilterInfo filters, AssociationView view) {
    out.writeArrayPropertyStart("filters");
    for (int i = 0; i < filters.entries().size(); i++) {
      FilterInfo.Entry entry = filters.entries().get(i);
      out.writeStartObject();
      if (filters.format().hasGroup()) {
        out.writeNumberProperty("group", entry.group());
      }
      text("mac", entry.mac().map(Object::toString));
      out.writeNumberProperty("vid", entry.vid().vid());
      if (i < view.answered().size()) {
        out.writeNumberProperty("answered", view.answered().get(i).vid());
        out.writeNumberProperty("pcp", view.answered().get(i).priority());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  void story(Story story) {
    out.writeStartObject();
    out.writeName("association");
    association(story.association());
    out.writeBooleanProperty("shortened", story.shortened());
    out.writeArrayPropertyStart("steps");
    for (StoryStep step : story.steps()) {
      out.writeStartObject();
      out.writeStringProperty("at", step.at().toString());
      out.writeStringProperty("step", step.word());
      out.writeBooleanProperty("begins", step.took().isEmpty());
      step.took().ifPresent(micros -> out.writeNumberProperty("micros", micros));
      out.writeStringProperty("text", step.text());
      if (!step.octets().isEmpty()) {
        out.writeStringProperty("octets", step.octets().hex());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  void edges(AgentView view, DoorFacts facts) {
    out.writeStartArray();
    edge(view, facts);
    out.writeEndArray();
  }

  void edge(AgentView view, DoorFacts facts) {
    EdgeAgentSettings settings = view.settings();
    out.writeStartObject();
    out.writeStringProperty("name", settings.name().value());
    out.writeStringProperty("id", settings.identity().id().toString());
    out.writeNumberProperty("epoch", settings.identity().epoch());
    out.writeStringProperty("started", view.started().toString());
    out.writeStringProperty("dataplane", facts.dataplane());
    out.writeStringProperty("profileDirectory", facts.profileDirectory());
    out.writeNumberProperty("profiles", facts.profiles());
    out.writeStringProperty("unknownType", settings.edge().unknownType().text());
    out.writeObjectPropertyStart("associations");
    new TreeMap<>(view.states())
        .forEach((state, count) -> out.writeNumberProperty(state.label(), count));
    out.writeEndObject();
    out.writeNumberProperty("ruleEntries", view.ruleEntries());
    out.writeArrayPropertyStart("fabric");
    settings.fabric().forEach(port -> out.writeString(port.value()));
    out.writeEndArray();
    counts("fabricDrops", view.fabricDrops());
    text("journalTrouble", view.journalTrouble());
    out.writeArrayPropertyStart("alarms");
    for (AgentEvent.Alarm alarm : view.alarms()) {
      out.writeStartObject();
      out.writeStringProperty("at", alarm.at().toString());
      text("uplink", alarm.port().map(Object::toString));
      out.writeStringProperty("text", alarm.sentence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  void uplinks(AgentView view) {
    out.writeStartArray();
    view.ports().forEach(this::uplink);
    out.writeEndArray();
  }

  private void uplink(AgentView.PortView port) {
    BridgePortView stack = port.stack();
    EvbOperation operation = stack.operation();
    out.writeStartObject();
    out.writeStringProperty("name", port.name().value());
    out.writeStringProperty("state", port.failed() ? "failed" : port.linkUp() ? "up" : "down");
    text("neighbour", stack.neighbour().map(NeighbourWords::name));
    out.writeStringProperty(
        "standard", stack.flavour().map(DoorJson::standard).orElse("not heard yet"));
    out.writeBooleanProperty("reflectiveRelay", stack.reflectiveRelayOn());
    out.writeBooleanProperty("groupIds", operation.groupIdsUsable());
    out.writeBooleanProperty("paced", stack.paced());
    out.writeNumberProperty("associations", port.associations());
    out.writeNumberProperty("deciding", stack.deciding());
    out.writeStringProperty("timers", timers(operation));
    out.writeNumberProperty("retries", operation.maxRetries());
    out.writeNumberProperty("ackTimerExponent", operation.ackExponent().exponent());
    out.writeNumberProperty("resourceWaitExponent", operation.resourceWaitExponent().exponent());
    out.writeNumberProperty("keepAliveExponent", operation.keepAliveExponent().exponent());
    counts("dropped", stack.dropped());
    Map<String, Long> frames = new TreeMap<>();
    port.drops().forEach((reason, count) -> frames.put(reason.label(), count));
    counts("frameDrops", frames);
    out.writeNumberProperty(
        "droppedFrames",
        frames.values().stream().mapToLong(Long::longValue).sum()
            + stack.dropped().values().stream().mapToLong(Long::longValue).sum());
    out.writeEndObject();
  }

  void vPorts(List<AgentViews.VPortView> views) {
    out.writeStartArray();
    views.forEach(this::vPort);
    out.writeEndArray();
  }

  private void vPort(AgentViews.VPortView view) {
    VPort vPort = view.vPort();
    out.writeStartObject();
    out.writeStringProperty("id", vPort.id().toString());
    out.writeStringProperty("vsiId", vPort.vsi().toString());
    out.writeStringProperty("uplink", vPort.port().value());
    out.writeStringProperty("state", vPort.state().name().toLowerCase(Locale.ROOT));
    out.writeStringProperty("since", vPort.since().toString());
    out.writeStringProperty("profile", vPort.plan().profileName());
    out.writeStringProperty(
        "separation", vPort.plan().separation().name().toLowerCase(Locale.ROOT));
    out.writeArrayPropertyStart("matches");
    for (VPortMatch match : vPort.plan().matches()) {
      out.writeString(match.toString());
    }
    out.writeEndArray();
    permitted("fromVm", view.counters().permittedFromVm());
    permitted("toVm", view.counters().permittedToVm());
    drops("droppedFromVm", view.counters().droppedFromVm());
    drops("droppedToVm", view.counters().droppedToVm());
    out.writeArrayPropertyStart("ruleHits");
    view.counters().ruleHits().forEach(hits -> out.writeNumber(hits.longValue()));
    out.writeEndArray();
    out.writeEndObject();
  }

  private void permitted(String name, FrameCount count) {
    out.writeObjectPropertyStart(name);
    out.writeNumberProperty("frames", count.frames());
    out.writeNumberProperty("octets", count.octets());
    out.writeEndObject();
  }

  private void drops(String name, Map<DropReason, FrameCount> drops) {
    out.writeObjectPropertyStart(name);
    new TreeMap<>(drops)
        .forEach((reason, count) -> out.writeNumberProperty(reason.label(), count.frames()));
    out.writeEndObject();
  }

  private void counts(String name, Map<String, Long> counts) {
    out.writeObjectPropertyStart(name);
    new TreeMap<>(counts).forEach(out::writeNumberProperty);
    out.writeEndObject();
  }

  private void text(String name, Optional<String> value) {
    value.ifPresentOrElse(
        text -> out.writeStringProperty(name, text), () -> out.writeNullProperty(name));
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static String standard(Flavour flavour) {
    return switch (flavour) {
      case RATIFIED -> "ratified";
      case DRAFT -> "draft 0";
    };
  }

  private static String standing(Standing standing) {
    return switch (standing) {
      case KNOWN -> "known";
      case UNKNOWN_ACCEPTED -> "unknown-accepted";
      case QUARANTINED -> "quarantined";
    };
  }

  /** "retries 3, resend after 10 ms, keep-alive every 10.5 s, VSI forgotten after 15.8 s". */
  static String timers(EvbOperation operation) {
    return "retries "
        + operation.maxRetries()
        + ", resend after "
        + span(operation.ackTimer())
        + ", keep-alive every "
        + span(operation.reinitKeepAlive())
        + ", VSI forgotten after "
        + span(operation.toutKeepAlive());
  }

  private static String span(Duration span) {
    double millis = span.toNanos() / 1e6;
    return millis < 1_000
        ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
