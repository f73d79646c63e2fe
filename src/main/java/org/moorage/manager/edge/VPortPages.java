package org.moorage.manager.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.EdgeReport.VPortCount;
import org.moorage.manager.association.VsiRow;
import org.moorage.manager.association.VsiRows;
import org.moorage.manager.association.VsiSearch;
import org.moorage.manager.capture.VPortCaptures;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /vports} and {@code /vports/{id}}: the port each VSI has, and what passes it. */
@Controller
class VPortPages {

  private final VsiRows rows;
  private final VPortSheet sheet;
  private final EdgeReports reports;
  private final VPortHistory history;
  private final VPortCaptures captures;

  VPortPages(
      VsiRows rows,
      VPortSheet sheet,
      EdgeReports reports,
      VPortHistory history,
      VPortCaptures captures) {
    this.rows = rows;
    this.sheet = sheet;
    this.reports = reports;
    this.history = history;
    this.captures = captures;
  }

  /** A vPort with what it counted; nothing where the edge has not reported it. */
  record VPortRow(VsiRow row, @Nullable VPortCount count, EdgeReports.@Nullable Rate rates) {

    public long drops() {
      return count == null ? 0 : sum(count.droppedFromVm()) + sum(count.droppedToVm());
    }
  }

  /** A reason with the frames dropped for it each way. */
  record Drop(String reason, long fromVm, long toVm) {}

  @GetMapping("/vports")
  String vPorts(@RequestParam Map<String, String> parameters, Model model) {
    VsiSearch search = VsiSearch.of(parameters).withVPort();
    Paging asked = Paging.of(parameters, VsiRows.SORTED_BY);
    Page<VsiRow> found = rows.page(search, asked);
    Page<VPortRow> page =
        Page.of(
            found.rows().stream().map(this::counted).toList(), found.total(), asked, search.said());
    model.addAttribute("page", page);
    model.addAttribute("search", search);
    model.addAttribute("most", VsiRows.MAX_COUNTED);
    return "vports";
  }

  @GetMapping(value = "/vports", params = "format=csv")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> parameters) {
    VsiSearch search = VsiSearch.of(parameters).withVPort();
    Paging asked = Paging.of(parameters, VsiRows.SORTED_BY).forCsv();
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (VsiRow row : rows.list(search, asked)) {
      VPortRow counted = counted(row);
      VPortCount count = counted.count();
      List<@Nullable Object> line = new ArrayList<>();
      line.add(row.vPort());
      line.add(row.vsiId());
      line.add(row.edge());
      line.add(row.uplink());
      line.add(row.type());
      line.add(count == null ? null : count.framesFromVm());
      line.add(count == null ? null : count.octetsFromVm());
      line.add(count == null ? null : count.framesToVm());
      line.add(count == null ? null : count.octetsToVm());
      line.add(count == null ? null : counted.drops());
      lines.add(line);
    }
    return Csv.answer(
        "vports",
        List.of(
            "vport",
            "vsi",
            "edge",
            "uplink",
            "type",
            "frames from vm",
            "octets from vm",
            "frames to vm",
            "octets to vm",
            "dropped frames"),
        lines);
  }

  @GetMapping("/vports/{id}")
  String vPort(@PathVariable String id, Model model) {
    VPortSheet.Sheet found =
        sheet
            .find(id)
            .orElseThrow(() ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "No edge has told of vPort " + id + "; /vports lists those that are held."));
    VsiRow row = found.row();
    VPortRow counted = counted(row);
    model.addAttribute("id", id);
    model.addAttribute("sheet", found);
    model.addAttribute("counted", counted);
    model.addAttribute("captures", captures.of(id));
    model.addAttribute("usual", CaptureTerms.USUAL);
    model.addAttribute("drops", drops(counted.count()));
    model.addAttribute(
        "rules", sheet.rules(row.typeId(), row.version(), counted.count()).orElse(null));
    model.addAttribute(
        "curve",
        Sparkline.of(
            found.held() ? history.watch(row.edgeId(), id) : List.<VPortHistory.Sample>of()));
    return "vport";
  }

  private VPortRow counted(VsiRow row) {
    String vPort = row.vPort();
    return vPort == null
        ? new VPortRow(row, null, null)
        : reports
            .count(row.edgeId(), vPort)
            .map(count -> new VPortRow(row, count, reports.rate(row.edgeId(), vPort)))
            .orElseGet(() -> new VPortRow(row, null, null));
  }

  private static List<Drop> drops(@Nullable VPortCount count) {
    if (count == null) {
      return List.of();
    }
    Map<String, Drop> drops = new TreeMap<>();
    count.droppedFromVm().forEach((why, frames) -> drops.put(why, new Drop(why, frames, 0)));
    count
        .droppedToVm()
        .forEach((why, frames) ->
            drops.merge(
                why,
                new Drop(why, 0, frames),
                (from, to) -> new Drop(why, from.fromVm(), to.toVm())));
    return drops.values().stream().filter(drop -> drop.fromVm() + drop.toVm() > 0).toList();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
