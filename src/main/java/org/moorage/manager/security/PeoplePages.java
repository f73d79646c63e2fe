package org.moorage.manager.security;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.moorage.manager.console.Problem;
import org.springframework.context.MessageSource;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /users}: who signs in, with which role. */
@Controller
@RequestMapping("/users")
class PeoplePages {

  private static final String BACK = "redirect:/users";

  private final People people;
  private final MessageSource messages;

  PeoplePages(People people, MessageSource messages) {
    this.people = people;
    this.messages = messages;
  }

  @ModelAttribute("roles")
  List<String> roles() {
    return Role.OF_PEOPLE.stream().map(Role::word).toList();
  }

  @GetMapping
  String list(Model page) {
    page.addAttribute("people", people.all());
    page.addAttribute("form", Map.of("name", "", "role", Role.OPERATOR.word()));
    page.addAttribute("errors", Map.of());
    return "users";
  }

  @PostMapping
  String create(
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "role", defaultValue = "") String role,
      @RequestParam(name = "password", defaultValue = "") String password,
      Model page,
      RedirectAttributes then,
      Locale language) {
    boolean makeUp = password.isEmpty();
    String chosen = makeUp ? people.madeUpPassword() : password;
    try {
      people.create(name.strip(), role, chosen);
    } catch (Problem problem) {
      list(page);
      page.addAttribute("form", Map.of("name", name, "role", role));
      page.addAttribute(
          "errors",
          Map.of(
              problem.field() == null ? "name" : problem.field(),
              problem.sentence(messages, language)));
      return "users";
    }
    then.addFlashAttribute("notice", say("users.created", language, name.strip()));
    if (makeUp) {
      show(then, name.strip(), chosen);
    }
    return BACK;
  }

  @PostMapping("/{name}/role")
  String changeRole(
      @PathVariable("name") String name,
      @RequestParam(name = "role", defaultValue = "") String role,
      RedirectAttributes then,
      Locale language) {
    return change(then, language, name, () -> people.changeRole(name, role));
  }

  @PostMapping("/{name}/disable")
  String disable(@PathVariable("name") String name, RedirectAttributes then, Locale language) {
    return change(then, language, name, () -> people.disable(name));
  }

  @PostMapping("/{name}/enable")
  String enable(@PathVariable("name") String name, RedirectAttributes then, Locale language) {
    return change(then, language, name, () -> people.enable(name));
  }

  @PostMapping("/{name}/remove")
  String remove(@PathVariable("name") String name, RedirectAttributes then, Locale language) {
    return change(then, language, name, () -> people.remove(name));
  }

  /** A new password made up for somebody who forgot theirs. */
  @PostMapping("/{name}/password")
  String resetPassword(
      @PathVariable("name") String name,
      RedirectAttributes then,
      Authentication who,
      Locale language) {
    if (who.getName().equals(name)) {
      return "redirect:/account";
    }
    String password = people.madeUpPassword();
    return change(
        then,
        language,
        name,
        () -> {
          people.resetPassword(name, password);
          show(then, name, password);
        });
  }

  private String change(RedirectAttributes then, Locale language, String name, Runnable what) {
    try {
      what.run();
      then.addFlashAttribute("notice", say("users.changed", language, name));
    } catch (Problem problem) {
      then.addFlashAttribute("problem", problem.sentence(messages, language));
    }
    return BACK;
  }

  private static void show(RedirectAttributes then, String name, String password) {
    then.addFlashAttribute("secretOf", name);
    then.addFlashAttribute("secret", password);
  }

  private String say(String key, Locale language, Object... arguments) {
    return messages.getMessage(key, arguments, language);
  }
}
