package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /login}, and the link that signs in once. */
@Controller
class SignInPages {

  private final OneTimeLink links;
  private final People people;
  private final SignedIn signedIn;

  SignInPages(OneTimeLink links, People people, SignedIn signedIn) {
    this.links = links;
    this.people = people;
    this.signedIn = signedIn;
  }

  @GetMapping("/login")
  String form(
      @RequestParam(name = "wait", required = false) @Nullable String wait,
      HttpServletRequest request,
      Model page) {
    if (request.getRemoteUser() != null) {
      return "redirect:/";
    }
    page.addAttribute("wait", wait != null && wait.matches("\\d{1,5}") ? wait : null);
    return "login";
  }

  @GetMapping("/login/once")
  String once(
      @RequestParam(name = "token", defaultValue = "") String token,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!links.use(token)) {
      return "redirect:/login?used";
    }
    return people
        .anAdministrator()
        .map(person -> {
          signedIn.signIn(person, request, response);
          return "redirect:/";
        })
        .orElse("redirect:/login?used");
  }
}
