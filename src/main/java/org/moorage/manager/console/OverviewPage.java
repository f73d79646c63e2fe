package org.moorage.manager.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /}: how everything is, and what needs somebody. */
@Controller
class OverviewPage {

  private final Overview overview;

  OverviewPage(Overview overview) {
    this.overview = overview;
  }

  @GetMapping("/")
  String overview(Model model) {
    model.addAttribute("now", overview.now());
    return "overview";
  }
}
