package org.moorage.agent;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.moorage.dataplane.DropReason;
import org.moorage.frameport.FramePortCounters;

/** The agent's counters in the text format Prometheus reads. */
final class DoorMetrics {

  private final StringBuilder text = new StringBuilder(4_096);

  private DoorMetrics() {}

  static String of(AgentView view, Map<String, FramePortCounters> framePorts) {
    DoorMetrics metrics = new DoorMetrics();
    metrics.agent(view);
    metrics.uplinks(view);
    metrics.framePorts(new TreeMap<>(framePorts));
    return metrics.text.toString();
  }

  private void agent(AgentView view) {
    head("moorage_associations", "gauge", "VSIs by state; ended ones as far as remembered");
    for (AssociationState state : AssociationState.values()) {
      line("moorage_associations", view.states().getOrDefault(state, 0L), "state", state.label());
    }
    for (Map.Entry<AgentCounter, Long> counter : new TreeMap<>(view.counters()).entrySet()) {
      String name = "moorage_" + counter.getKey().label() + "_total";
      head(name, "counter", counter.getKey().about());
      line(name, counter.getValue());
    }
    head("moorage_rule_entries", "gauge", "rule entries of all vPorts together");
    line("moorage_rule_entries", view.ruleEntries());
    head("moorage_alarms", "gauge", "alarms shown");
    line("moorage_alarms", view.alarms().size());
    head("moorage_journal_writable", "gauge", "1 while what is held can be written to disk");
    line("moorage_journal_writable", view.journalTrouble().isEmpty() ? 1 : 0);
    head("moorage_started_seconds", "gauge", "when the agent started, Unix time");
    line("moorage_started_seconds", view.started().getEpochSecond());
    Runtime runtime = Runtime.getRuntime();
    head("moorage_heap_bytes", "gauge", "heap in use");
    line("moorage_heap_bytes", runtime.totalMemory() - runtime.freeMemory());
  }

  private void uplinks(AgentView view) {
    head("moorage_uplink_up", "gauge", "1 while the link is up");
    for (AgentView.PortView port : view.ports()) {
      line("moorage_uplink_up", port.linkUp() ? 1 : 0, "uplink", port.name().value());
    }
    head("moorage_uplink_failed", "gauge", "1 once a defect stopped the port's protocols");
    for (AgentView.PortView port : view.ports()) {
      line("moorage_uplink_failed", port.failed() ? 1 : 0, "uplink", port.name().value());
    }
    head("moorage_uplink_associations", "gauge", "VSIs held");
    for (AgentView.PortView port : view.ports()) {
      line("moorage_uplink_associations", port.associations(), "uplink", port.name().value());
    }
    String control = "moorage_control_dropped_total";
    head(control, "counter", "control frames and TLVs not acted upon, by reason");
    for (AgentView.PortView port : view.ports()) {
      port.controlDrops()
          .forEach((reason, count) ->
              line(control, count, "uplink", port.name().value(), "reason", reason));
    }
    String frames = "moorage_frames_dropped_total";
    head(frames, "counter", "frames the data plane dropped, by the port they came in on");
    for (AgentView.PortView port : view.ports()) {
      for (Map.Entry<DropReason, Long> drop : new TreeMap<>(port.drops()).entrySet()) {
        line(frames, drop.getValue(), "port", port.name().value(), "reason", drop.getKey().label());
      }
    }
    new TreeMap<>(view.fabricDrops())
        .forEach((reason, count) -> line(frames, count, "port", "fabric", "reason", reason));
  }

  private void framePorts(Map<String, FramePortCounters> ports) {
    head("moorage_port_frames_total", "counter", "frames read from and sent to interfaces");
    ports.forEach((port, counters) -> {
      line("moorage_port_frames_total", counters.framesIn(), "port", port, "way", "in");
      line("moorage_port_frames_total", counters.framesOut(), "port", port, "way", "out");
    });
    head("moorage_port_octets_total", "counter", "octets of those frames, without FCS");
    ports.forEach((port, counters) -> {
      line("moorage_port_octets_total", counters.octetsIn(), "port", port, "way", "in");
      line("moorage_port_octets_total", counters.octetsOut(), "port", port, "way", "out");
    });
    String dropped = "moorage_port_dropped_total";
    head(dropped, "counter", "frames an interface's reader or writer dropped, by reason");
    ports.forEach((port, counters) ->
        new TreeMap<>(counters.dropped())
            .forEach((reason, count) -> line(dropped, count, "port", port, "reason", reason)));
  }

  private void head(String name, String type, String about) {
    text.append("# HELP ").append(name).append(' ').append(about).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, long value, String... labels) {
    text.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? "{" : ",").append(labels[i]).append("=\"");
      text.append(escape(labels[i + 1])).append('"');
    }
    text.append(labels.length > 0 ? "} " : " ");
    text.append(String.format(Locale.ROOT, "%d", value)).append('\n');
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
