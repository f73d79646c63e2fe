package org.moorage.manager.association;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

/** {@code /vsis} and {@code /vsis/{vsiId}}: which VSIs are where, and the story of one. */
@Controller
class AssociationPages {

  private final VsiRows rows;
  private final VsiSheet sheet;
  private final VsiStory story;
  private final InstantSource clock;

  AssociationPages(VsiRows rows, VsiSheet sheet, VsiStory story, InstantSource clock) {
    this.rows = rows;
    this.sheet = sheet;
    this.story = story;
    this.clock = clock;
  }

  @GetMapping("/vsis")
  String vsis(@RequestParam Map<String, String> parameters, Model model) {
    VsiSearch search = VsiSearch.of(parameters);
    Paging asked = Paging.of(parameters, VsiRows.SORTED_BY);
    Page<VsiRow> page = rows.page(search, asked);
    model.addAttribute("page", page);
    model.addAttribute("search", search);
    model.addAttribute("states", VsiSearch.STATES);
    model.addAttribute("most", VsiRows.MAX_COUNTED);
    return "vsis";
  }

  @GetMapping(value = "/vsis", params = "format=csv")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> parameters) {
    VsiSearch search = VsiSearch.of(parameters);
    Paging asked = Paging.of(parameters, VsiRows.SORTED_BY).forCsv();
    return Csv.answer(
        "vsis",
        List.of(
            "vsi", "state", "current", "type", "version", "profile", "edge", "uplink", "mac", "vid",
            "station", "since", "reason"),
        rows.list(search, asked).stream().map(AssociationPages::cells).toList());
  }

  private static List<String> cells(VsiRow row) {
    VsiFilter filter = row.firstFilter();
    return List.of(
        row.vsiId(),
        row.state(),
        Boolean.toString(row.current()),
        Integer.toString(row.typeId()),
        Integer.toString(row.version()),
        row.profile() == null ? "" : row.profile(),
        row.edge(),
        row.uplink(),
        filter == null || filter.mac() == null ? "" : filter.mac(),
        filter == null ? "" : Integer.toString(filter.shownVid()),
        row.station() == null ? "" : row.station(),
        row.since().toString(),
        row.reason() == null ? "" : row.reason());
  }

  @GetMapping("/vsis/{vsiId}")
  String vsi(@PathVariable String vsiId, Model model) {
    List<VsiSheet.Home> homes = sheet.homes(vsiId);
    List<VsiStory.Event> events = story.events(vsiId);
    if (homes.isEmpty() && events.isEmpty()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          "No edge has told of VSI " + vsiId + "; /vsis lists those that were announced.");
    }
    List<VsiStory.Told> told = story.told(events);
    model.addAttribute("vsiId", vsiId);
    model.addAttribute("homes", homes);
    model.addAttribute("home", homes.isEmpty() ? null : homes.getFirst());
    model.addAttribute("told", told);
    model.addAttribute(
        "decision",
        told.stream().flatMap(each -> each.decision().stream()).findFirst().orElse(null));
    model.addAttribute(
        "timeline",
        VsiTimeline.of(events, homes.stream().map(VsiSheet.Home::row).toList(), clock.instant()));
    return "vsi";
  }
}
