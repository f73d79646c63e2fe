package org.moorage.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.security.Routes.Who;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every address some controller answers, asked with every role that may not. */
class RoutesTest {

  private record Route(String method, String path) {}

  private static ManagerUnderTest manager = ManagerUnderTest.start(Database.H2);
  private static final Map<Role, String> SECRETS = new EnumMap<>(Role.class);

  @BeforeAll
  static void makeTokens() {
    for (Role role : Role.values()) {
      SECRETS.put(
          role, manager.bean(Tokens.class).create("of-" + role.word(), role.word(), 1).secret());
    }
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  @Test
  void everyRouteHasItsRow() {
    assertThat(routes()).hasSizeGreaterThan(20);
    assertThat(routes())
        .filteredOn(route -> Routes.who(route.method(), route.path()).isEmpty())
        .isEmpty();
  }

  @Test
  void everyWrongRoleIsRefusedEverywhere() {
    List<String> let = new ArrayList<>();
    for (Route route : routes()) {
      Who who = Routes.who(route.method(), route.path()).orElseThrow();
      for (Role role : Role.values()) {
        if (!who.includes(role)) {
          int status = ask(route, SECRETS.get(role));
          if (status != 403) {
            let.add(route + " answers " + role + " with " + status);
          }
        }
      }
      if (who != Who.EVERYBODY) {
        int status = ask(route, null);
        boolean refused =
            status == 401 || status == 403 || status == 302 && !route.path().startsWith("/api/");
        if (!refused) {
          let.add(route + " answers nobody with " + status);
        }
      }
    }
    assertThat(let).isEmpty();
  }

  @Test
  void whatNoRowNamesIsNobodys() {
    assertThat(ask(new Route("GET", "/h2-console"), SECRETS.get(Role.NETWORK_ADMIN)))
        .isEqualTo(404);
    assertThat(ask(new Route("GET", "/env"), SECRETS.get(Role.NETWORK_ADMIN))).isEqualTo(404);
    assertThat(ask(new Route("DELETE", "/users"), SECRETS.get(Role.NETWORK_ADMIN))).isEqualTo(405);
    assertThat(ask(new Route("GET", "/users/../health"), null)).isNotEqualTo(200);
    assertThat(ask(new Route("GET", "/users;x=y"), SECRETS.get(Role.OPERATOR))).isNotEqualTo(200);
    assertThat(ask(new Route("GET", "//users"), SECRETS.get(Role.OPERATOR))).isNotEqualTo(200);
  }

  private static int ask(Route route, @org.jspecify.annotations.Nullable String secret) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(manager.uri(route.path()))
            .method(route.method(), BodyPublishers.noBody());
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret);
    }
    return manager.send(request).statusCode();
  }

  private static Set<Route> routes() {
    return manager.beans(RequestMappingInfoHandlerMapping.class).stream()
        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
        .flatMap(info -> {
          Set<String> methods = new TreeSet<>();
          info.getMethodsCondition().getMethods().forEach(each -> methods.add(each.name()));
          if (methods.isEmpty()) {
            methods.add("GET");
          }
          return methods.stream()
              .flatMap(method ->
                  info.getPatternValues().stream()
                      .map(pattern ->
                          new Route(
                              method,
                              pattern
                                  .replaceAll("\\{\\*[^}]*}", "x")
                                  .replaceAll("\\{[^}]*}", "x")
                                  .replace("/**", "/x"))));
        })
        .filter(route -> !route.path().equals("/error"))
        .collect(Collectors.toSet());
  }
}
