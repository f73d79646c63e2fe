package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.moorage.manager.console.ProblemJson;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/**
 * What is answered to those who may not: programs get a problem detail, people the page to sign in
 * or a page that says why.
 */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final String RETRY_SECONDS = "5";

  private final LoginUrlAuthenticationEntryPoint login =
      new LoginUrlAuthenticationEntryPoint("/login");

  /** Somebody unknown, or known wrongly. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException, jakarta.servlet.ServletException {
    if (why instanceof SignIn.TooSoon soon) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(soon.seconds()));
      problem(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-attempts",
          "too many failed attempts; try again in " + soon.seconds() + " s");
      return;
    }
    if (why instanceof InternalAuthenticationServiceException) {
      databaseAway(response);
      return;
    }
    if (isProgram(request)) {
      problem(
          response,
          HttpStatus.UNAUTHORIZED,
          "not-signed-in",
          request.getHeader(HttpHeaders.AUTHORIZATION) == null
              ? "say who you are: Authorization: Bearer with a token from /tokens"
              : "name or password is wrong");
      return;
    }
    login.commence(request, response, why);
  }

  /** Somebody known who may not, or a path nobody may. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (why instanceof CsrfException) {
      refuse(
          request,
          response,
          HttpStatus.FORBIDDEN,
          "not-from-our-form",
          "the form was opened in another session; open the page again and send it once more");
      return;
    }
    if (Routes.row(request).isPresent()) {
      refuse(request, response, HttpStatus.FORBIDDEN, "role", "this needs another role than yours");
      return;
    }
    Set<String> methods = new TreeSet<>(Routes.methods(request));
    if (methods.isEmpty()) {
      refuse(request, response, HttpStatus.NOT_FOUND, "not-found", "there is nothing here");
      return;
    }
    response.setHeader(HttpHeaders.ALLOW, String.join(", ", methods));
    refuse(
        request,
        response,
        HttpStatus.METHOD_NOT_ALLOWED,
        "method",
        request.getMethod() + " is not for this address; use " + String.join(", ", methods));
  }

  /** Nobody can be known now. */
  void databaseAway(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    problem(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        "database-away",
        "the manager's database does not answer; ask again in a few seconds");
  }

  /** A problem for programs, the error page for people. */
  void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      String kind,
      String detail)
      throws IOException {
    if (isProgram(request)) {
      problem(response, status, kind, detail);
    } else {
      response.sendError(status.value());
    }
  }

  void problem(HttpServletResponse response, HttpStatus status, String kind, String detail)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    if (status == HttpStatus.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"moorage\"");
    }
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(ProblemJson.of(status, kind, detail).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isProgram(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/api/")
        || request.getRequestURI().equals("/metrics")
        || request.getRequestURI().equals("/live")
        || request.getHeader(HttpHeaders.AUTHORIZATION) != null;
  }
}
