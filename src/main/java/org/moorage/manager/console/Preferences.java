package org.moorage.manager.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The switches for theme and language, kept in cookies so that pages come right at once. */
@Controller
class Preferences {

  static final String THEME_COOKIE = "moorage-theme";
  static final Set<String> THEMES = Set.of("light", "dark");

  private static final int KEPT_SECONDS = (int) Duration.ofDays(365).toSeconds();

  private final Language language;

  Preferences(Language language) {
    this.language = language;
  }

  @PostMapping("/preferences")
  String change(
      @RequestParam(name = "theme", required = false) @Nullable String theme,
      @RequestParam(name = "language", required = false) @Nullable String languageTag,
      @RequestParam(name = "back", defaultValue = "/") String back,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (theme != null) {
      boolean known = THEMES.contains(theme);
      Cookie cookie = cookie(request, THEME_COOKIE, known ? theme : "");
      cookie.setMaxAge(known ? KEPT_SECONDS : 0);
      response.addCookie(cookie);
    }
    if (languageTag != null) {
      language.setLocale(request, response, Locale.forLanguageTag(languageTag));
    }
    return "redirect:" + (isOurs(back) ? back : "/");
  }

  /** A cookie for a year that no script reads. */
  static Cookie cookie(HttpServletRequest request, String name, String value) {
    Cookie cookie = new Cookie(name, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(request.isSecure());
    cookie.setMaxAge(KEPT_SECONDS);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }

  /** A path of this console, not of a host named behind two slashes. */
  private static boolean isOurs(String back) {
    return back.matches("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]{0,2000}") && !back.contains("{");
  }
}
