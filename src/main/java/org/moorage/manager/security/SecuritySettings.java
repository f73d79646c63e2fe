package org.moorage.manager.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.util.unit.DataSize;

/**
 * Who is who, and what is sent along with every answer. Who may what is in {@link Routes}.
 *
 * <p>People sign in by a form and have a session, programs come with a token or with name and
 * password in every request. Whatever a browser sends by itself, the session's cookie above all,
 * counts for nothing without the token of our own form.
 */
@Configuration
class SecuritySettings {

  static final String SESSION_COOKIE = "moorage-session";

  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  @Bean
  SecurityFilterChain filterChain(
      HttpSecurity http,
      Routes routes,
      Refusals refusals,
      SignIn signIn,
      SignedIn signedIn,
      People people,
      Tokens tokens) {
    CookieCsrfTokenRepository csrf = new CookieCsrfTokenRepository();
    csrf.setCookieName("moorage-form");
    csrf.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    CookieRequestCache wanted = new CookieRequestCache();
    wanted.setRequestMatcher(SecuritySettings::isPage);
    return http.authenticationManager(new ProviderManager(signIn))
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(
                    DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .anyRequest()
                .access(routes))
        .csrf(forms ->
            forms
                .csrfTokenRepository(csrf)
                .requireCsrfProtectionMatcher(SecuritySettings::needsFormToken))
        .cors(cors -> cors.disable())
        .httpBasic(basic -> basic.authenticationEntryPoint(refusals))
        .formLogin(form ->
            form.loginPage("/login")
                .successHandler(signedIn)
                .failureHandler(SecuritySettings::backToForm))
        .logout(logout -> logout.logoutUrl("/logout").logoutSuccessUrl("/login?out"))
        .requestCache(cache -> cache.requestCache(wanted))
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                .frameOptions(frames -> frames.deny())
                .crossOriginOpenerPolicy(
                    policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(
                    policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(
                    policy -> policy.policy("camera=(), geolocation=(), microphone=()")))
        .addFilterBefore(new BearerFilter(tokens, refusals), BasicAuthenticationFilter.class)
        .addFilterBefore(new StandingFilter(people), AuthorizationFilter.class)
        .build();
  }

  @Bean
  FilterRegistrationBean<BodyBound> bodyBound(
      Refusals refusals,
      @Value("${spring.servlet.multipart.max-request-size}") DataSize maxUpload) {
    FilterRegistrationBean<BodyBound> bound =
        new FilterRegistrationBean<>(new BodyBound(maxUpload.toBytes(), refusals));
    bound.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return bound;
  }

  /**
   * A change needs the token of our own form unless it brings its own credentials: no browser adds
   * an Authorization header to what another site makes it send, save a remembered name and
   * password, and then it says where the request comes from.
   */
  private static boolean needsFormToken(HttpServletRequest request) {
    if (SAFE.contains(request.getMethod())) {
      return false;
    }
    Cookie[] cookies = request.getCookies();
    boolean hasSession =
        cookies != null
            && Arrays.stream(cookies).anyMatch(each -> each.getName().equals(SESSION_COOKIE));
    String site = String.valueOf(request.getHeader("Sec-Fetch-Site")).toLowerCase(Locale.ROOT);
    boolean fromElsewhere = site.equals("cross-site") || site.equals("same-site");
    boolean bringsItsOwn = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    boolean isProgram = request.getRequestURI().startsWith("/api/") && !hasSession;
    return fromElsewhere || hasSession || !(bringsItsOwn || isProgram);
  }

  /** Pages to come back to after signing in. */
  private static boolean isPage(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && !request.getRequestURI().startsWith("/api/")
        && String.valueOf(request.getHeader(HttpHeaders.ACCEPT))
            .contains(MediaType.TEXT_HTML_VALUE);
  }

  private static void backToForm(
      HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response,
      org.springframework.security.core.AuthenticationException why)
      throws java.io.IOException {
    response.sendRedirect(
        why instanceof SignIn.TooSoon soon
            ? "/login?wait=" + soon.seconds()
            : why instanceof org.springframework.security.authentication.BadCredentialsException
                ? "/login?wrong"
                : "/login?away");
  }
}
