package org.moorage.manager.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Frame.Place;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Gives every page its {@link Frame}. */
@Component
class FrameInterceptor implements HandlerInterceptor {

  private static final List<List<Place>> RAIL =
      List.of(
          List.of(
              new Place("overview", "/"),
              new Place("types", "/types"),
              new Place("vsis", "/vsis"),
              new Place("vports", "/vports"),
              new Place("edges", "/edges"),
              new Place("migrations", "/migrations")),
          List.of(
              new Place("alarms", "/alarms"),
              new Place("audit", "/audit"),
              new Place("decode", "/decode"),
              new Place("lab", "/lab")),
          List.of(
              new Place("users", "/users"),
              new Place("tokens", "/tokens"),
              new Place("docs", "/docs")));

  private static final String SEEN = FrameInterceptor.class.getName() + ".seen";

  private static final Set<String> FOR_ADMINS = Set.of("users", "tokens");

  private final LiveHub hub;
  private final ObjectProvider<RequestMappingHandlerMapping> mappings;
  private volatile @Nullable Set<String> served;

  FrameInterceptor(
      LiveHub hub,
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.hub = hub;
    this.mappings = mappings;
  }

  /** Before anything of the page is read, so that no change falls between. */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(SEEN, hub.seen());
    return true;
  }

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    String view = page == null ? null : page.getViewName();
    if (page == null || view == null || view.startsWith("redirect:")) {
      return;
    }
    page.addObject("frame", frame(request));
    page.addObject("seen", request.getAttribute(SEEN));
  }

  /** The frame of a request. */
  Frame frame(HttpServletRequest request) {
    String person = request.getRemoteUser();
    boolean admin = request.isUserInRole("NETWORK_ADMIN");
    List<List<Place>> rail =
        person == null
            ? List.of()
            : RAIL.stream()
                .map(group ->
                    group.stream()
                        .filter(place -> admin || !FOR_ADMINS.contains(place.name()))
                        .filter(place -> served().contains(place.path()))
                        .toList())
                .filter(group -> !group.isEmpty())
                .toList();
    return new Frame(
        RequestContextUtils.getLocale(request).getLanguage(),
        theme(request),
        person,
        rail,
        person != null && served().contains("/search"),
        here(request));
  }

  private static @Nullable String theme(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? null
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(Preferences.THEME_COOKIE))
            .map(Cookie::getValue)
            .filter(Preferences.THEMES::contains)
            .findFirst()
            .orElse(null);
  }

  private static String here(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) != null
        || !request.getMethod().equals("GET")) {
      return "/";
    }
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  /** Paths some controller answers: the rail offers nothing else. */
  private Set<String> served() {
    Set<String> paths = served;
    if (paths == null) {
      paths = new TreeSet<>();
      for (var mapping : mappings.getObject().getHandlerMethods().keySet()) {
        paths.addAll(mapping.getPatternValues());
      }
      served = paths;
    }
    return paths;
  }
}
