package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import org.moorage.manager.console.Language;
import org.moorage.manager.console.Problem;
import org.springframework.context.MessageSource;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /account}: one's own password and language. */
@Controller
@RequestMapping("/account")
class AccountPages {

  private final People people;
  private final SignedIn signedIn;
  private final Language language;
  private final MessageSource messages;

  AccountPages(People people, SignedIn signedIn, Language language, MessageSource messages) {
    this.people = people;
    this.signedIn = signedIn;
    this.language = language;
    this.messages = messages;
  }

  @GetMapping
  String show(Authentication who, Model page, Locale now) {
    page.addAttribute("account", people.find(who.getName()).orElse(null));
    page.addAttribute("chosen", people.language(who.getName()).orElse(now.getLanguage()));
    page.addAttribute("errors", Map.of());
    return "account";
  }

  @PostMapping("/password")
  String changePassword(
      @RequestParam(name = "old", defaultValue = "") String old,
      @RequestParam(name = "password", defaultValue = "") String password,
      @RequestParam(name = "again", defaultValue = "") String again,
      Authentication who,
      Model page,
      RedirectAttributes then,
      HttpServletRequest request,
      HttpServletResponse response,
      Locale now) {
    try {
      if (!password.equals(again)) {
        throw Problem.bad("again", "account.problem.again");
      }
      people.changeOwnPassword(who.getName(), old, password);
    } catch (Problem problem) {
      show(who, page, now);
      page.addAttribute(
          "errors", Map.of(String.valueOf(problem.field()), problem.sentence(messages, now)));
      return "account";
    }
    people.enabled(who.getName()).ifPresent(person -> signedIn.stay(person, request, response));
    then.addFlashAttribute("notice", messages.getMessage("account.password-changed", null, now));
    return "redirect:/account";
  }

  @PostMapping("/language")
  String changeLanguage(
      @RequestParam(name = "language", defaultValue = "") String tag,
      Authentication who,
      HttpServletRequest request,
      HttpServletResponse response) {
    people.changeLanguage(who.getName(), tag);
    language.setLocale(request, response, Locale.forLanguageTag(tag));
    return "redirect:/account";
  }
}
