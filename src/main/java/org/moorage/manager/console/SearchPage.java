package org.moorage.manager.console;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /search?q=}: leads straight to the one thing found, else shows what there is. */
@Controller
class SearchPage {

  private final Search search;

  SearchPage(Search search) {
    this.search = search;
  }

  @GetMapping("/search")
  String search(@RequestParam(defaultValue = "") String q, Model model) {
    List<Search.Found> found = search.find(q);
    var places =
        found.stream()
            .flatMap(kind -> kind.hits().stream())
            .map(Search.Hit::path)
            .collect(Collectors.toCollection(TreeSet::new));
    if (places.size() == 1) {
      return "redirect:" + places.first();
    }
    model.addAttribute("found", found);
    model.addAttribute("wanted", q.strip());
    return "search";
  }
}
