package org.moorage.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.manager.ManagerUnderTest;
import org.moorage.manager.ManagerUnderTest.Database;
import org.moorage.manager.console.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in and what follows from it, over HTTP as a browser and a program do it. */
class SecurityTest {

  private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final TestClock clock = new TestClock();
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private ManagerUnderTest manager = ManagerUnderTest.start(Database.H2, clock, Map.of());

  @AfterEach
  void close() {
    browser.close();
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void peopleAndTokensLiveOnBothDatabases(Database database) {
    manager.close();
    manager = ManagerUnderTest.start(database, clock, Map.of());
    People people = manager.bean(People.class);
    people.create("anna", "operator", "a long password");
    people.changeRole("anna", "network-admin");
    people.disable("admin");
    assertThatThrownBy(() -> people.disable("anna")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> people.changeRole("anna", "operator")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> people.remove("anna")).isInstanceOf(Problem.class);
    people.enable("admin");
    people.remove("anna");

    Tokens tokens = manager.bean(Tokens.class);
    Tokens.Made made = tokens.create("leaf-1", "agent", 1);
    assertThat(tokens.bearer(made.secret()))
        .isEqualTo(new Tokens.Bearer.Known("leaf-1", Role.AGENT));
    assertThat(tokens.all().getFirst().lastUsedAt()).isEqualTo(clock.instant());
    clock.pass(Duration.ofSeconds(59));
    tokens.bearer(made.secret());
    assertThat(tokens.all().getFirst().lastUsedAt()).isBefore(clock.instant());
    clock.pass(Duration.ofDays(1));
    assertThat(tokens.bearer(made.secret())).isInstanceOf(Tokens.Bearer.Expired.class);
    tokens.revoke(made.token().id());
    assertThat(tokens.bearer(made.secret())).isInstanceOf(Tokens.Bearer.Unknown.class);
    assertThat(
            manager
                .bean(JdbcClient.class)
                .sql("select count(*) from audit_entry where action like 'account.%'")
                .query(Long.class)
                .single())
        .isEqualTo(6);
    assertThat(manager.get("/audit?sort=subject&action=token.create&text=ROLE").body())
        .contains("leaf-1");
    assertThat(manager.get("/api/v1/audit?subject=leaf%25").body()).isEqualTo("[]");
  }

  @Test
  void theFormSignsInAndOutAgain() throws Exception {
    assertThat(signIn("admin", ManagerUnderTest.PASSWORD).headers().firstValue("location"))
        .hasValueSatisfying(where -> assertThat(where).doesNotContain("/login"));
    assertThat(get("/users").statusCode()).isEqualTo(200);
    post("/logout", "/users", Map.of());
    assertThat(get("/users").statusCode()).isEqualTo(302);
  }

  @Test
  void aWrongNameAndAWrongPasswordLookTheSame() throws Exception {
    String wrong = location(signIn("admin", "not the password"));
    assertThat(location(signIn("nobody", "not the password"))).isEqualTo(wrong).contains("wrong");
  }

  @Test
  void whoGuessesWaitsEvenWithTheRightPassword() throws Exception {
    for (int i = 0; i < LoginLimits.FREE_FOR_A_NAME; i++) {
      signIn("admin", "guess " + i);
    }
    assertThat(location(signIn("admin", ManagerUnderTest.PASSWORD))).contains("wait=1");
    assertThat(manager.get("/api/v1/users").statusCode()).isEqualTo(429);
    clock.pass(Duration.ofSeconds(2));
    assertThat(location(signIn("admin", ManagerUnderTest.PASSWORD))).doesNotContain("/login");
    assertThat(manager.get("/audit?action=sign-in.refused").body()).contains("next attempt");
  }

  @Test
  void aChangeWithoutOurFormIsRefused() throws Exception {
    signIn("admin", ManagerUnderTest.PASSWORD);
    HttpRequest.Builder forged =
        HttpRequest.newBuilder(manager.uri("/users"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("name=eve&role=network-admin"));
    assertThat(browser.send(forged.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    HttpRequest.Builder remembered =
        manager
            .request("/api/v1/users")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    assertThat(manager.send(remembered).statusCode()).isEqualTo(403);
  }

  @Test
  void aSessionEndsWhenItsAccountChanges() throws Exception {
    manager.bean(People.class).create("anna", "operator", "a long password");
    signIn("anna", "a long password");
    assertThat(get("/audit").statusCode()).isEqualTo(200);
    manager.bean(People.class).disable("anna");
    assertThat(get("/audit").statusCode()).isEqualTo(302);
    assertThat(location(signIn("anna", "a long password"))).contains("wrong");
  }

  @Test
  void onesOwnPasswordChangesAndTheSessionGoesOn() throws Exception {
    signIn("admin", ManagerUnderTest.PASSWORD);
    String other = "quite another password";
    HttpResponse<String> wrong =
        post(
            "/account/password",
            "/account",
            Map.of("old", "wrong", "password", other, "again", other));
    assertThat(wrong.body()).contains("This is not your password");
    post(
        "/account/password",
        "/account",
        Map.of("old", ManagerUnderTest.PASSWORD, "password", other, "again", other));
    assertThat(get("/account").statusCode()).isEqualTo(200);
    assertThat(manager.get("/api/v1/users").statusCode()).isEqualTo(401);
  }

  @Test
  void aOneTimeLinkWorksOnceAndNotForLong() throws Exception {
    String link = manager.bean(OneTimeLink.class).make();
    assertThat(location(get(link))).doesNotContain("/login");
    assertThat(get("/users").statusCode()).isEqualTo(200);
    assertThat(location(get(link))).contains("used");
    String late = manager.bean(OneTimeLink.class).make();
    clock.pass(Duration.ofMinutes(10));
    assertThat(location(get(late))).contains("used");
  }

  @Test
  void formsSayWhatIsWrongAndEscapeWhatWasTyped() throws Exception {
    signIn("admin", ManagerUnderTest.PASSWORD);
    HttpResponse<String> page =
        post("/users", "/users", Map.of("name", "<b>eve", "role", "operator", "password", ""));
    assertThat(page.body()).contains("small letters").contains("&lt;b&gt;eve");
    HttpResponse<String> brief =
        post("/users", "/users", Map.of("name", "eve", "role", "operator", "password", "short"));
    assertThat(brief.body()).contains("at least 12 characters");
  }

  @Test
  void theWayBackStaysInTheConsole() throws Exception {
    for (String back : new String[] {"//evil.example", "/\\evil.example", "https://evil.example"}) {
      HttpResponse<String> answer =
          post("/preferences", "/login", Map.of("theme", "dark", "back", back));
      assertThat(answer.headers().firstValue("location").orElse("")).doesNotContain("evil");
      assertThat(answer.statusCode()).isEqualTo(302);
    }
  }

  @Test
  void everyAnswerCarriesThePolicies() throws Exception {
    HttpResponse<String> page = get("/login");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(page.headers().allValues("set-cookie").toString()).contains("HttpOnly", "SameSite");
    assertThat(page.body()).doesNotContain("style=").doesNotContain("onclick=");
  }

  @Test
  void problemsOfProgramsAreDetailsWithoutTraces() {
    assertThat(
            manager
                .send(
                    manager
                        .request("/api/v1/tokens")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"name\":")))
                .body())
        .contains("urn:moorage:problem:bad-json", "\"status\":400")
        .doesNotContain("org.moorage");
    assertThat(manager.get("/api/v1/users?limit=0").body()).contains("\"field\":\"limit\"");
    assertThat(manager.get("/api/v1/nothing").statusCode()).isEqualTo(404);
    byte[] large = new byte[BodyBound.MAX_OCTETS + 1];
    assertThat(
            manager
                .send(
                    manager
                        .request("/api/v1/decode")
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(large)))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void theDescriptionOfRestIsForOperatorsToo() {
    String secret = manager.bean(Tokens.class).create("reader", "operator", 1).secret();
    HttpResponse<String> described =
        manager.send(
            HttpRequest.newBuilder(manager.uri("/api/v1/openapi"))
                .header("Authorization", "Bearer " + secret));
    assertThat(described.statusCode()).isEqualTo(200);
    assertThat(described.body()).contains("/api/v1/tokens", "bearer").doesNotContain("\"/users\"");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(manager.uri(path)).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> signIn(String name, String password) throws Exception {
    return post("/login", "/login", Map.of("username", name, "password", password));
  }

  /** Fills in a form of a page and sends it. */
  private HttpResponse<String> post(String path, String page, Map<String, String> fields)
      throws Exception {
    Matcher token = FORM_TOKEN.matcher(get(page).body());
    assertThat(token.find()).isTrue();
    String form =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "_csrf=" + token.group(1) + "&", ""));
    return browser.send(
        HttpRequest.newBuilder(manager.uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("");
  }
}
