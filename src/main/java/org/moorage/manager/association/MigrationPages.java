package org.moorage.manager.association;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.association.MigrationRows.MigrationRow;
import org.moorage.manager.association.MigrationRows.Search;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Figures;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /migrations}: VSIs that moved, and how long it took. */
@Controller
class MigrationPages {

  private static final Duration MEASURED = Duration.ofHours(24);
  private static final List<String> SORTED_BY = List.of("-up");

  private final MigrationRows rows;
  private final Figures figures;
  private final InstantSource clock;

  MigrationPages(MigrationRows rows, Figures figures, InstantSource clock) {
    this.rows = rows;
    this.figures = figures;
    this.clock = clock;
  }

  @GetMapping("/migrations")
  String migrations(@RequestParam Map<String, String> parameters, Model model) {
    Search search = Search.of(parameters);
    Paging asked = Paging.of(parameters, SORTED_BY);
    Map<String, String> said = new LinkedHashMap<>();
    said.put("vsi", search.vsi());
    said.put("edge", search.edge());
    said.put("state", search.state());
    Durations durations = rows.durations(clock.instant().minus(MEASURED));
    model.addAttribute("page", Page.of(rows.list(search, asked), rows.count(search), asked, said));
    model.addAttribute("search", search);
    model.addAttribute("states", Search.STATES);
    model.addAttribute("durations", durations);
    model.addAttribute("histogram", durations.histogram(figures::micros));
    model.addAttribute("moved", rows.since(clock.instant().minus(MEASURED)));
    model.addAttribute("most", MigrationRows.MAX_COUNTED);
    return "migrations";
  }

  @GetMapping(value = "/migrations", params = "format=csv")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> parameters) {
    Paging asked = Paging.of(parameters, SORTED_BY).forCsv();
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (MigrationRow row : rows.list(Search.of(parameters), asked)) {
      List<@Nullable Object> line = new ArrayList<>();
      line.add(row.vsiId());
      line.add(row.type());
      line.add(row.fromEdge());
      line.add(row.fromUplink());
      line.add(row.toEdge());
      line.add(row.toUplink());
      line.add(row.announcedAt());
      line.add(row.upAt());
      line.add(row.goneAt());
      line.add(row.upMicros());
      line.add(row.goneMicros());
      lines.add(line);
    }
    return Csv.answer(
        "migrations",
        List.of(
            "vsi",
            "type",
            "from edge",
            "from uplink",
            "to edge",
            "to uplink",
            "announced",
            "up",
            "gone",
            "announced to up us",
            "up to gone us"),
        lines);
  }
}
