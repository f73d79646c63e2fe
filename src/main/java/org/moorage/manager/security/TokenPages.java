package org.moorage.manager.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.moorage.manager.console.Problem;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /tokens}: what programs come with. */
@Controller
@RequestMapping("/tokens")
class TokenPages {

  private final Tokens tokens;
  private final MessageSource messages;

  TokenPages(Tokens tokens, MessageSource messages) {
    this.tokens = tokens;
    this.messages = messages;
  }

  @ModelAttribute("roles")
  List<String> roles() {
    return Arrays.stream(Role.values()).map(Role::word).toList();
  }

  @GetMapping
  String list(Model page) {
    page.addAttribute("tokens", tokens.all());
    page.addAttribute(
        "form",
        Map.of("name", "", "role", Role.AGENT.word(), "days", Integer.toString(Tokens.USUAL_DAYS)));
    page.addAttribute("errors", Map.of());
    return "tokens";
  }

  @PostMapping
  String create(
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "role", defaultValue = "") String role,
      @RequestParam(name = "days", defaultValue = "") String days,
      Model page,
      RedirectAttributes then,
      Locale language) {
    try {
      int number = days.strip().matches("\\d{1,6}") ? Integer.parseInt(days.strip()) : 0;
      Tokens.Made made = tokens.create(name.strip(), role, number);
      then.addFlashAttribute("secretOf", made.token().name());
      then.addFlashAttribute("secretRole", made.token().role());
      then.addFlashAttribute("secret", made.secret());
      return "redirect:/tokens";
    } catch (Problem problem) {
      list(page);
      page.addAttribute("form", Map.of("name", name, "role", role, "days", days));
      page.addAttribute(
          "errors",
          Map.of(
              problem.field() == null ? "name" : problem.field(),
              problem.sentence(messages, language)));
      return "tokens";
    }
  }

  @PostMapping("/{id}/revoke")
  String revoke(@PathVariable("id") UUID id, RedirectAttributes then, Locale language) {
    try {
      tokens.revoke(id);
      then.addFlashAttribute("notice", messages.getMessage("tokens.revoked", null, language));
    } catch (Problem problem) {
      then.addFlashAttribute("problem", problem.sentence(messages, language));
    }
    return "redirect:/tokens";
  }
}
