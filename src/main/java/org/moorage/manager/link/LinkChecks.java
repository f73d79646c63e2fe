package org.moorage.manager.link;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.manager.Rejection;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** Whether what an agent sent is what it says; JSON leaves out what it likes. */
final class LinkChecks {

  private static final int MAX_PORTS = EdgeReport.MAX_UPLINKS;
  private static final int MAX_FILTERS = 4_096;
  private static final int MAX_VID = 4_095;
  private static final int MAX_NAMES = 1_024;
  private static final Set<String> HELD =
      Set.of("pre-associated", "pre-associated-rr", "associated");
  private static final Set<String> CAUSES =
      Set.of(
          "de-associated",
          "keepalive-expired",
          "withdrawn",
          "refused",
          "link-down",
          "s-channel-gone",
          "extended-port-gone",
          "resource-wait-expired");

  private static final Set<String> EXTENDER_STATES = Set.of("led", "heard", "none", "down");

  private static final Set<String> CAPTURE_STATES =
      Set.of(CaptureReport.RUNNING, CaptureReport.DONE, CaptureReport.FAILED);
  private static final Set<String> CAPTURE_ENDS =
      Set.of("time", "frames", "octets", "stopped", "vport-gone");

  private LinkChecks() {}

  static void check(Hello hello) {
    if (hello.linkVersion() != AgentLink.VERSION) {
      throw Rejection.bad(
          "linkVersion",
          "this manager speaks version "
              + AgentLink.VERSION
              + " of the link, the agent version "
              + hello.linkVersion()
              + "; run the same release of both");
    }
    identity(hello.identity());
    try {
      new EdgeName(given("edge", hello.edge()));
    } catch (IllegalArgumentException e) {
      throw Rejection.bad("edge", String.valueOf(e.getMessage()));
    }
    if (hello.epoch() < 1) {
      throw Rejection.bad("epoch", "epoch " + hello.epoch() + " is below 1");
    }
    given("software", hello.software());
    given("dataplane", hello.dataplane());
    given("unknownType", hello.unknownType());
    ports("uplinks", hello.uplinks());
    ports("fabric", hello.fabric());
  }

  static void check(EventBatch batch) {
    identity(batch.identity());
    if (batch.epoch() < 1) {
      throw Rejection.bad("epoch", "epoch " + batch.epoch() + " is below 1");
    }
    if (batch.events().size() > AgentLink.MAX_EVENTS) {
      throw Rejection.tooLarge(
          "a batch has at most "
              + AgentLink.MAX_EVENTS
              + " events, this one has "
              + batch.events().size());
    }
    for (EventBatch.NumberedEvent event : batch.events()) {
      if (event.sequence() < 1) {
        throw Rejection.bad("sequence", "sequence " + event.sequence() + " is below 1");
      }
      check(given("event", event.event()), event.sequence());
    }
  }

  private static void check(LinkEvent event, long sequence) {
    switch (event) {
      case LinkEvent.Granted granted -> {
        check(given("association", granted.association()));
        if (!HELD.contains(granted.association().state())) {
          throw Rejection.bad(
              "state", "\"" + granted.association().state() + "\" is not a state of what is held");
        }
        story(granted.story());
      }
      case LinkEvent.Released released -> {
        vsi(released.vsiId());
        port("uplink", released.uplink());
        if (!CAUSES.contains(given("cause", released.cause()))) {
          throw Rejection.bad("cause", "\"" + released.cause() + "\" is not a cause of a release");
        }
        given("because", released.because());
        story(released.story());
      }
      case LinkEvent.Refused refused -> {
        check(given("association", refused.association()));
        if (!refused.association().state().equals("refused")) {
          throw Rejection.bad("state", "what was refused is in state \"refused\"");
        }
        story(refused.story());
      }
      case LinkEvent.LinkChanged link -> port("uplink", link.uplink());
      case LinkEvent.Alarm alarm -> {
        if (alarm.uplink() != null) {
          port("uplink", alarm.uplink());
        }
        given("sentence", alarm.sentence());
      }
      case LinkEvent.ToldAll(long since) -> {
        if (since < 1 || since > sequence) {
          throw Rejection.bad("since", "since " + since + " is outside 1.." + sequence);
        }
      }
    }
  }

  private static void check(AssociationReport report) {
    port("uplink", report.uplink());
    vsi(report.vsiId());
    given("state", report.state());
    range("typeId", report.typeId(), VsiTypeId.MAX);
    range("version", report.version(), VsiTypeVersion.MAX);
    given("managerId", report.managerId());
    given("standard", report.standard());
    range("entries", report.entries(), Integer.MAX_VALUE);
    range("micros", report.micros(), Long.MAX_VALUE);
    if (report.filters().size() > MAX_FILTERS) {
      throw Rejection.bad(
          "filters", "an association has at most " + MAX_FILTERS + " filter entries");
    }
    for (AssociationReport.Filter filter : report.filters()) {
      range("vid", filter.vid(), MAX_VID);
      if (filter.answered() != null) {
        range("answered", filter.answered(), MAX_VID);
      }
      if (filter.mac() != null) {
        mac(filter.mac());
      }
    }
  }

  static void check(EdgeReport report) {
    identity(report.identity());
    instant("started", report.started());
    if (report.vPorts().size() > AgentLink.MAX_VPORTS) {
      throw Rejection.tooLarge("a report has at most " + AgentLink.MAX_VPORTS + " vPorts");
    }
    if (report.uplinks().size() > MAX_PORTS
        || report.counters().size() > MAX_NAMES
        || report.fabricDrops().size() > MAX_NAMES) {
      throw Rejection.tooLarge("a report has at most " + MAX_PORTS + " uplinks and counters");
    }
    for (EdgeReport.Uplink uplink : report.uplinks()) {
      port("name", uplink.name());
      given("state", uplink.state());
      given("standard", uplink.standard());
      given("timers", uplink.timers());
      range("retries", uplink.retries(), EvbSettings.MAX_RETRIES);
      range("ackTimerExponent", uplink.ackTimerExponent(), TimerExponent.MAX);
      range("resourceWaitExponent", uplink.resourceWaitExponent(), TimerExponent.MAX);
      range("keepAliveExponent", uplink.keepAliveExponent(), TimerExponent.MAX);
      if (uplink.path() != null) {
        check(uplink.path());
      }
    }
    if (report.led().size() > ExtenderReport.MAX_EXTENDERS) {
      throw Rejection.tooLarge(
          "a report has at most " + ExtenderReport.MAX_EXTENDERS + " port extenders");
    }
    report.led().forEach(LinkChecks::check);
    for (EdgeReport.VPortCount count : report.vPorts()) {
      given("vPort", count.vPort());
    }
  }

  private static void check(ExtenderReport extender) {
    port("cascade", extender.cascade());
    if (!EXTENDER_STATES.contains(given("state", extender.state()))) {
      throw Rejection.bad(
          "state", "\"" + extender.state() + "\" is not a state of a port extender");
    }
    if (extender.ports().size() > ExtenderReport.MAX_PORTS
        || extender.dropped().size() > MAX_NAMES
        || extender.frameDrops().size() > MAX_NAMES) {
      throw Rejection.tooLarge(
          "a port extender has at most " + ExtenderReport.MAX_PORTS + " ports");
    }
    for (ExtenderReport.Port each : extender.ports()) {
      port("name", each.name());
      given("said", each.said());
      range("number", each.number(), ExtendedPort.MAX_NUMBER);
      range("eChannel", each.eChannel(), EChannelId.MAX);
      range("megabits", each.megabits(), Integer.MAX_VALUE);
    }
  }

  static void check(CaptureProgress progress) {
    identity(progress.identity());
    CaptureReport report = given("capture", progress.capture());
    given("id", report.id());
    given("vPort", report.vPort());
    if (!CAPTURE_STATES.contains(given("state", report.state()))) {
      throw Rejection.bad("state", "\"" + report.state() + "\" is not a state of a capture");
    }
    range("frames", report.frames(), CaptureTerms.MAX_FRAMES);
    range("octets", report.octets(), CaptureTerms.MAX_OCTETS);
    range("missing", report.missing(), Long.MAX_VALUE);
    range("secondsLeft", report.secondsLeft(), CaptureTerms.MAX_SECONDS);
    String ended = report.ended();
    if (ended != null && !CAPTURE_ENDS.contains(ended)) {
      throw Rejection.bad("ended", "\"" + ended + "\" is not an end of a capture");
    }
    if (report.state().equals(CaptureReport.FAILED)) {
      given("trouble", report.trouble());
    }
  }

  private static void check(ControlPath path) {
    mac(given("evb", path.evb()));
    mac(given("ecp", path.ecp()));
    mac(given("draftEcp", path.draftEcp()));
    if (path.heard().size() > ControlPath.MAX_HEARD) {
      throw Rejection.tooLarge("a path has at most " + ControlPath.MAX_HEARD + " things heard");
    }
    for (ControlPath.Heard heard : path.heard()) {
      mac(given("address", heard.address()));
      given("protocol", heard.protocol());
      range("frames", heard.frames(), Long.MAX_VALUE);
      instant("last", heard.last());
    }
  }

  private static void instant(String field, @Nullable String text) {
    try {
      Instant.parse(given(field, text));
    } catch (DateTimeParseException e) {
      throw Rejection.bad(field, "\"" + text + "\" is not a time like 2026-01-31T08:00:00Z");
    }
  }

  private static void story(List<StoryLine> lines) {
    for (StoryLine line : lines) {
      given("at", line.at());
      given("step", line.step());
      given("text", line.text());
    }
  }

  static UUID identity(@Nullable UUID identity) {
    return given("identity", identity);
  }

  private static void ports(String field, List<String> names) {
    if (names.size() > MAX_PORTS) {
      throw Rejection.bad(field, "an edge has at most " + MAX_PORTS + " " + field);
    }
    names.forEach(name -> port(field, name));
  }

  private static void port(String field, @Nullable String name) {
    try {
      new PortName(given(field, name));
    } catch (IllegalArgumentException e) {
      throw Rejection.bad(field, String.valueOf(e.getMessage()));
    }
  }

  private static void vsi(@Nullable String text) {
    if (VsiId.parse(given("vsiId", text)).isEmpty()) {
      throw Rejection.bad("vsiId", "\"" + text + "\" is not a VSIID");
    }
  }

  private static void mac(String text) {
    try {
      MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw Rejection.bad("mac", "\"" + text + "\" is not a MAC address");
    }
  }

  private static void range(String field, long value, long most) {
    if (value < 0 || value > most) {
      throw Rejection.bad(field, field + " " + value + " is outside 0.." + most);
    }
  }

  static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw Rejection.bad(field, field + " is missing");
    }
    return value;
  }
}
