package org.moorage.agent;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.agentlink.StoryLine;
import org.moorage.edge.VPort;
import org.moorage.edge.VPortMatch;
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
    AssociationReport report = AgentReports.association(view);
    out.writeStringProperty("id", view.id().toString());
    out.writeStringProperty("vsiId", report.vsiId());
    out.writeNumberProperty("typeId", report.typeId());
    out.writeNumberProperty("version", report.version());
    text("profile", report.profile());
    text("standing", report.standing());
    out.writeStringProperty("state", report.state());
    out.writeStringProperty("edge", view.edge().value());
    out.writeStringProperty("uplink", report.uplink());
    text("sChannel", report.sChannel());
    text("station", report.station());
    out.writeArrayPropertyStart("filters");
    report.filters().forEach(this::filter);
    out.writeEndArray();
    out.writeStringProperty("since", view.since().toString());
    out.writeBooleanProperty("current", view.current());
    out.writeStringProperty("managerId", report.managerId());
    out.writeArrayPropertyStart("hints");
    report.hints().forEach(out::writeString);
    out.writeEndArray();
    out.writeStringProperty("standard", report.standard());
    text("vPort", report.vPort());
    text("separation", report.separation());
    out.writeNumberProperty("entries", report.entries());
    out.writeNumberProperty("keepAlives", view.keepAlives());
    out.writeStringProperty("lastHeard", view.lastHeard().toString());
    out.writeNumberProperty("micros", report.micros());
    text("reason", report.reason());
    text("fix", report.fix());
  }

  private void filter(AssociationReport.Filter filter) {
    out.writeStartObject();
    if (filter.group() != null) {
      out.writeNumberProperty("group", filter.group().longValue());
    }
    text("mac", filter.mac());
    out.writeNumberProperty("vid", filter.vid());
    if (filter.answered() != null) {
      out.writeNumberProperty("answered", filter.answered().intValue());
    }
    if (filter.pcp() != null) {
      out.writeNumberProperty("pcp", filter.pcp().intValue());
    }
    out.writeEndObject();
  }

  void story(Story story) {
    out.writeStartObject();
    out.writeName("association");
    association(story.association());
    out.writeBooleanProperty("shortened", story.shortened());
    out.writeArrayPropertyStart("steps");
    for (StoryLine line : AgentReports.lines(story.steps())) {
      out.writeStartObject();
      out.writeStringProperty("at", line.at());
      out.writeStringProperty("step", line.step());
      out.writeBooleanProperty("begins", line.begins());
      if (line.micros() != null) {
        out.writeNumberProperty("micros", line.micros().longValue());
      }
      out.writeStringProperty("text", line.text());
      if (line.octets() != null) {
        out.writeStringProperty("octets", line.octets());
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
    text("profileDirectory", facts.profileDirectory().isEmpty() ? null : facts.profileDirectory());
    out.writeNumberProperty("profiles", facts.profiles().getAsInt());
    manager(facts.manager().get());
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

  private void manager(Optional<LinkState> link) {
    if (link.isEmpty()) {
      out.writeNullProperty("manager");
      return;
    }
    LinkState state = link.get();
    out.writeObjectPropertyStart("manager");
    out.writeStringProperty("url", state.manager());
    out.writeBooleanProperty("connected", state.connected());
    text("trouble", state.trouble());
    out.writeNumberProperty("waitingEvents", state.waitingEvents());
    out.writeNumberProperty("catalogueRevision", state.catalogueRevision());
    out.writeEndObject();
  }

  void uplinks(AgentView view) {
    out.writeStartArray();
    view.ports().forEach(this::uplink);
    out.writeEndArray();
  }

  void extenders(AgentView view) {
    out.writeStartArray();
    view.extenders().stream().map(ExtenderReports::of).forEach(this::extender);
    out.writeEndArray();
  }

  private void extender(ExtenderReport extender) {
    out.writeStartObject();
    out.writeStringProperty("cascade", extender.cascade());
    out.writeStringProperty("state", extender.state());
    text("name", extender.name());
    text("address", extender.address());
    text("trouble", extender.trouble());
    out.writeStringProperty("manufacturer", extender.manufacturer());
    out.writeStringProperty("model", extender.model());
    out.writeStringProperty("serial", extender.serial());
    out.writeStringProperty("hardware", extender.hardware());
    out.writeStringProperty("software", extender.software());
    out.writeNumberProperty("groups", extender.groups());
    counts("dropped", extender.dropped());
    counts("frameDrops", extender.frameDrops());
    out.writeArrayPropertyStart("ports");
    for (ExtenderReport.Port port : extender.ports()) {
      out.writeStartObject();
      out.writeStringProperty("name", port.name());
      out.writeNumberProperty("number", port.number());
      out.writeStringProperty("said", port.said());
      out.writeNumberProperty("eChannel", port.eChannel());
      out.writeBooleanProperty("up", port.up());
      out.writeNumberProperty("megabits", port.megabits());
      out.writeNumberProperty("framesIn", port.framesIn());
      out.writeNumberProperty("octetsIn", port.octetsIn());
      out.writeNumberProperty("framesOut", port.framesOut());
      out.writeNumberProperty("octetsOut", port.octetsOut());
      out.writeNumberProperty("dropped", port.dropped());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void uplink(AgentView.PortView port) {
    EdgeReport.Uplink uplink = AgentReports.uplink(port);
    out.writeStartObject();
    out.writeStringProperty("name", uplink.name());
    text("sChannel", uplink.sChannel());
    out.writeStringProperty("state", uplink.state());
    text("neighbour", uplink.neighbour());
    out.writeStringProperty("standard", uplink.standard());
    out.writeBooleanProperty("reflectiveRelay", uplink.reflectiveRelay());
    out.writeBooleanProperty("groupIds", uplink.groupIds());
    out.writeBooleanProperty("paced", uplink.paced());
    out.writeNumberProperty("associations", uplink.associations());
    out.writeNumberProperty("deciding", uplink.deciding());
    out.writeStringProperty("timers", uplink.timers());
    out.writeNumberProperty("retries", uplink.retries());
    out.writeNumberProperty("ackTimerExponent", uplink.ackTimerExponent());
    out.writeNumberProperty("resourceWaitExponent", uplink.resourceWaitExponent());
    out.writeNumberProperty("keepAliveExponent", uplink.keepAliveExponent());
    counts("dropped", uplink.dropped());
    counts("frameDrops", uplink.frameDrops());
    EdgeReport.Capacity capacity = uplink.capacity();
    if (capacity != null) {
      out.writeObjectPropertyStart("capacity");
      out.writeNumberProperty("most", capacity.most());
      out.writeNumberProperty("fromVm", capacity.fromVm());
      out.writeNumberProperty("toVm", capacity.toVm());
      out.writeEndObject();
    }
    path(uplink.path());
    out.writeNumberProperty("droppedFrames", sum(uplink.frameDrops()) + sum(uplink.dropped()));
    out.writeEndObject();
  }

  private void path(@Nullable ControlPath path) {
    if (path == null) {
      return;
    }
    out.writeObjectPropertyStart("path");
    out.writeStringProperty("evb", path.evb());
    out.writeStringProperty("ecp", path.ecp());
    out.writeStringProperty("draftEcp", path.draftEcp());
    out.writeStringProperty("verdict", path.verdict().label());
    out.writeArrayPropertyStart("heard");
    for (ControlPath.Heard each : path.heard()) {
      out.writeStartObject();
      out.writeStringProperty("address", each.address());
      out.writeStringProperty("protocol", each.protocol());
      out.writeNumberProperty("frames", each.frames());
      out.writeStringProperty("last", each.last());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
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
    out.writeStringProperty("separation", AgentReports.separation(vPort.plan().separation()));
    out.writeArrayPropertyStart("matches");
    for (VPortMatch match : vPort.plan().matches()) {
      out.writeString(match.toString());
    }
    out.writeEndArray();
    EdgeReport.VPortCount count = AgentReports.count(vPort.id().toString(), view.counters());
    permitted("fromVm", count.framesFromVm(), count.octetsFromVm());
    permitted("toVm", count.framesToVm(), count.octetsToVm());
    counts("droppedFromVm", count.droppedFromVm());
    counts("droppedToVm", count.droppedToVm());
    out.writeArrayPropertyStart("ruleHits");
    count.ruleHits().forEach(hits -> out.writeNumber(hits.longValue()));
    out.writeEndArray();
    out.writeEndObject();
  }

  private void permitted(String name, long frames, long octets) {
    out.writeObjectPropertyStart(name);
    out.writeNumberProperty("frames", frames);
    out.writeNumberProperty("octets", octets);
    out.writeEndObject();
  }

  private void counts(String name, Map<String, Long> counts) {
    out.writeObjectPropertyStart(name);
    new TreeMap<>(counts).forEach(out::writeNumberProperty);
    out.writeEndObject();
  }

  private void text(String name, Optional<String> value) {
    text(name, value.orElse(null));
  }

  private void text(String name, @Nullable String value) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, value);
    }
  }
}
