package org.moorage.manager.association;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /alarms}: what edges said somebody should look at. */
@Controller
class AlarmPages {

  private static final List<String> SORTED_BY = List.of("-at");
  private static final int MAX_NAME = 64;

  private final AlarmRows rows;

  AlarmPages(AlarmRows rows) {
    this.rows = rows;
  }

  @GetMapping("/alarms")
  String alarms(@RequestParam Map<String, String> parameters, Model model) {
    Optional<String> edge = edge(parameters);
    Paging asked = Paging.of(parameters, SORTED_BY);
    model.addAttribute(
        "page",
        Page.of(
            rows.list(edge, asked.offset(), asked.limit()),
            rows.count(edge),
            asked,
            Map.of("edge", edge.orElse(""))));
    model.addAttribute("edge", edge.orElse(""));
    model.addAttribute("most", AlarmRows.MAX_COUNTED);
    return "alarms";
  }

  @GetMapping(value = "/alarms", params = "format=csv")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> parameters) {
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (AlarmRows.Alarm alarm : rows.list(edge(parameters), 0, Paging.MAX_CSV)) {
      List<@Nullable Object> line = new ArrayList<>();
      line.add(alarm.at());
      line.add(alarm.edge());
      line.add(alarm.uplink());
      line.add(alarm.vsiId());
      line.add(alarm.text());
      lines.add(line);
    }
    return Csv.answer("alarms", List.of("at", "edge", "uplink", "vsi", "text"), lines);
  }

  private static Optional<String> edge(Map<String, String> parameters) {
    return Optional.ofNullable(parameters.get("edge"))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && name.length() <= MAX_NAME && name.indexOf('\0') < 0);
  }
}
