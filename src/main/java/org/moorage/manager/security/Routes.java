package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AgentLink;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which route asks for which role: one table, the first row that fits a request decides, and what
 * no row names is nobody's.
 */
@Component
class Routes implements AuthorizationManager<RequestAuthorizationContext> {

  /** Who may. */
  enum Who {
    EVERYBODY(),
    READERS(Role.OPERATOR, Role.NETWORK_ADMIN),
    ADMINS(Role.NETWORK_ADMIN),
    AGENTS(Role.AGENT);

    private final Set<Role> roles;

    Who(Role... roles) {
      this.roles = Set.of(roles);
    }

    boolean includes(Role role) {
      return this == EVERYBODY || roles.contains(role);
    }
  }

  /**
   * A row of the table.
   *
   * @param methods HTTP methods; HEAD goes with GET
   * @param who may
   * @param path as Spring writes patterns; {@code /x/**} is x and all below it
   */
  record Row(Set<String> methods, Who who, PathPattern path) {

    boolean fits(PathContainer asked) {
      return path.matches(asked);
    }
  }

  private static final String READING = "GET";
  private static final String POSTING = "POST";
  private static final String CHANGING = "POST PUT PATCH DELETE";

  private static final List<Row> TABLE =
      List.of(
              // What must be there before anybody is known.
              rows(READING, Who.EVERYBODY, "/health", "/health/**", "/login", "/login/once"),
              rows(READING, Who.EVERYBODY, "/moorage.css", "/pages.css", "/moorage.js"),
              rows(READING, Who.EVERYBODY, "/moorage.svg"),
              rows("GET POST", Who.EVERYBODY, "/error"),
              rows(POSTING, Who.EVERYBODY, "/login", "/preferences"),
              // Pages.
              rows("GET POST", Who.ADMINS, "/users/**", "/tokens/**"),
              rows("GET POST", Who.READERS, "/account/**", "/decode"),
              rows(POSTING, Who.READERS, "/logout"),
              rows(READING, Who.READERS, "/", "/search", "/live", "/audit", "/docs/**"),
              rows(READING, Who.ADMINS, "/vports/*/captures/*/file"),
              rows("GET", Who.READERS, "/types/**", "/vsis/**", "/vports/**", "/edges/**"),
              rows("GET", Who.READERS, "/migrations/**", "/alarms/**", "/lab/**"),
              rows(POSTING, Who.ADMINS, "/types/**", "/vports/**", "/edges/**", "/lab/**"),
              // REST.
              rows("GET POST", Who.AGENTS, AgentLink.ROOT + "/**"),
              rows(READING, Who.READERS, "/metrics", "/api/v1/openapi", "/api/v1/openapi.yaml"),
              rows("GET " + CHANGING, Who.ADMINS, "/api/v1/users/**", "/api/v1/tokens/**"),
              rows(POSTING, Who.READERS, "/api/v1/decode"),
              rows(READING, Who.READERS, "/api/v1/audit", "/api/v1/alarms", "/api/v1/migrations"),
              rows(READING, Who.READERS, "/api/v1/vsi-types/**", "/api/v1/groups/**"),
              rows(READING, Who.ADMINS, "/api/v1/vports/*/captures/*/file"),
              rows(READING, Who.READERS, "/api/v1/associations/**", "/api/v1/vports/**"),
              rows(READING, Who.READERS, "/api/v1/edges/**", "/api/v1/labs/**"),
              rows(CHANGING, Who.ADMINS, "/api/v1/vsi-types/**", "/api/v1/groups/**"),
              rows(CHANGING, Who.ADMINS, "/api/v1/vports/**"),
              rows(CHANGING, Who.ADMINS, "/api/v1/edges/**", "/api/v1/labs/**"))
          .stream()
          .flatMap(List::stream)
          .toList();

  private static List<Row> rows(String methods, Who who, String... paths) {
    return Arrays.stream(paths)
        .map(path ->
            new Row(Set.of(methods.split(" ")), who, PathPatternParser.defaultInstance.parse(path)))
        .toList();
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> asking, RequestAuthorizationContext context) {
    Optional<Row> row = row(context.getRequest());
    if (row.isEmpty()) {
      return new AuthorizationDecision(false);
    }
    if (row.get().who() == Who.EVERYBODY) {
      return new AuthorizationDecision(true);
    }
    Authentication who = asking.get();
    return new AuthorizationDecision(
        who != null
            && who.isAuthenticated()
            && Arrays.stream(Role.values())
                .filter(row.get().who()::includes)
                .flatMap(role -> role.authorities().stream())
                .anyMatch(who.getAuthorities()::contains));
  }

  /** Who may use a method of a path. */
  static Optional<Who> who(String method, String path) {
    return row(method, PathContainer.parsePath(path)).map(Row::who);
  }

  static Optional<Row> row(HttpServletRequest request) {
    return row(request.getMethod(), path(request));
  }

  /** Methods some row names for this path; empty when the path is unknown. */
  static Set<String> methods(HttpServletRequest request) {
    PathContainer path = path(request);
    return TABLE.stream()
        .filter(row -> row.fits(path))
        .flatMap(row -> row.methods().stream())
        .collect(Collectors.toSet());
  }

  private static Optional<Row> row(String method, PathContainer path) {
    String meant = method.equals("HEAD") ? "GET" : method;
    return TABLE.stream()
        .filter(row -> row.methods().contains(meant) && row.fits(path))
        .findFirst();
  }

  private static PathContainer path(HttpServletRequest request) {
    return ServletRequestPathUtils.parse(request).pathWithinApplication();
  }
}
