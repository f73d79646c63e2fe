package org.moorage.manager.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/** The language of pages: what the person chose, else what the browser asks for, else English. */
@Component("localeResolver")
public class Language implements LocaleResolver {

  /** Languages there are texts in. */
  public static final Set<String> LANGUAGES = Set.of("en", "zh");

  private static final String COOKIE = "moorage-language";

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    if (request.getAttribute(COOKIE) instanceof Locale chosenNow) {
      return chosenNow;
    }
    return chosen(request)
        .orElseGet(() ->
            Locale.forLanguageTag(request.getLocale().getLanguage().equals("zh") ? "zh" : "en"));
  }

  @Override
  public void setLocale(
      HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    if (locale != null && response != null && LANGUAGES.contains(locale.getLanguage())) {
      Locale kept = Locale.forLanguageTag(locale.getLanguage());
      request.setAttribute(COOKIE, kept);
      response.addCookie(Preferences.cookie(request, COOKIE, kept.getLanguage()));
    }
  }

  private static Optional<Locale> chosen(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .filter(LANGUAGES::contains)
            .findFirst()
            .map(Locale::forLanguageTag);
  }
}
