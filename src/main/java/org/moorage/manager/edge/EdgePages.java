package org.moorage.manager.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.EdgeReport;
import org.moorage.manager.association.AlarmRows;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /edges} and {@code /edges/{name}}: the edge switches, and one of them drawn. */
@Controller
class EdgePages {

  private static final List<String> SORTED_BY =
      List.of("edge", "state", "held", "refused", "drops", "waiting");
  private static final int ALARMS = 10;

  private final EdgeRows rows;
  private final EdgeDrawing drawing;
  private final AlarmRows alarms;
  private final EdgeRegistry edges;
  private final MessageSource messages;

  EdgePages(
      EdgeRows rows,
      EdgeDrawing drawing,
      AlarmRows alarms,
      EdgeRegistry edges,
      MessageSource messages) {
    this.rows = rows;
    this.drawing = drawing;
    this.alarms = alarms;
    this.edges = edges;
    this.messages = messages;
  }

  /** What was dropped on a port for a reason. */
  record Drop(String port, String reason, long count) {}

  @GetMapping("/edges")
  String edges(@RequestParam Map<String, String> parameters, Model model) {
    Paging asked = Paging.of(parameters, SORTED_BY);
    String wanted = wanted(parameters);
    List<EdgeRow> found = found(wanted, asked);
    List<EdgeRow> shown = found.stream().skip(asked.offset()).limit(asked.limit()).toList();
    model.addAttribute("page", Page.of(shown, found.size(), asked, Map.of("edge", wanted)));
    model.addAttribute("wanted", wanted);
    return "edges";
  }

  @GetMapping(value = "/edges", params = "format=csv")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> parameters) {
    List<List<Object>> lines = new ArrayList<>();
    for (EdgeRow edge : found(wanted(parameters), Paging.of(parameters, SORTED_BY))) {
      lines.add(
          List.of(
              edge.shownName(),
              edge.id(),
              edge.state(),
              edge.heardAt(),
              edge.uplinks().size(),
              edge.held(),
              edge.refused(),
              edge.drops(),
              edge.waitingEvents(),
              edge.software(),
              edge.dataplane()));
    }
    return Csv.answer(
        "edges",
        List.of(
            "edge",
            "id",
            "state",
            "heard",
            "server ports",
            "vsis",
            "refused",
            "drops",
            "waiting events",
            "software",
            "data plane"),
        lines);
  }

  @GetMapping("/edges/{name}")
  String edge(@PathVariable String name, Model model) {
    EdgeRow edge = known(name);
    model.addAttribute("edge", edge);
    model.addAttribute("ports", drawing.ports(edge));
    model.addAttribute("drops", drops(edge.report()));
    EdgeReport report = edge.report();
    model.addAttribute("extenders", report == null ? List.of() : report.led());
    model.addAttribute("paths", ControlPathRows.of(edge.report()));
    model.addAttribute("alarms", alarms.list(Optional.of(name), 0, ALARMS));
    return "edge";
  }

  /**
   * Takes the name from the edge that has it.
   *
   * @param repeated the name once more, so that nobody does it by a slip
   */
  @PostMapping("/edges/{name}/replace")
  String replace(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String repeated,
      Model model,
      RedirectAttributes next) {
    known(name);
    if (!repeated.strip().equals(name)) {
      model.addAttribute("repeated", repeated);
      return edge(name, model);
    }
    edges.replace(name);
    next.addFlashAttribute(
        "notice",
        messages.getMessage("edge.replaced", new Object[] {name}, LocaleContextHolder.getLocale()));
    return "redirect:/edges";
  }

  private EdgeRow known(String name) {
    return rows.find(name)
        .orElseThrow(() ->
            new ResponseStatusException(
                HttpStatus.NOT_FOUND,
                "No edge is called " + name + "; /edges lists those that said hello."));
  }

  private List<EdgeRow> found(String wanted, Paging asked) {
    Comparator<EdgeRow> order =
        EdgeRows.SORTS.getOrDefault(asked.sort(), Comparator.comparing(EdgeRow::shownName));
    Comparator<EdgeRow> directed = asked.descending() ? order.reversed() : order;
    return rows.all().stream()
        .filter(edge -> edge.shownName().toLowerCase(Locale.ROOT).contains(wanted))
        .sorted(directed.thenComparing(EdgeRow::shownName))
        .toList();
  }

  private static String wanted(Map<String, String> parameters) {
    return parameters.getOrDefault("edge", "").strip().toLowerCase(Locale.ROOT);
  }

  /** The most frequent first. */
  private static List<Drop> drops(@Nullable EdgeReport report) {
    if (report == null) {
      return List.of();
    }
    List<Drop> drops = new ArrayList<>();
    for (EdgeReport.Uplink uplink : report.uplinks()) {
      Map<String, Long> reasons = new TreeMap<>(uplink.dropped());
      uplink.frameDrops().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
      reasons.forEach((reason, count) -> drops.add(new Drop(uplink.name(), reason, count)));
    }
    report.fabricDrops().forEach((reason, count) -> drops.add(new Drop("", reason, count)));
    return drops.stream()
        .filter(drop -> drop.count() > 0)
        .sorted(Comparator.comparingLong(Drop::count).reversed().thenComparing(Drop::reason))
        .toList();
  }
}
