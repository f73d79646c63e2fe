package org.moorage.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows programs by their {@code Authorization: Bearer}; a bad one is refused at once. */
final class BearerFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Refusals refusals;
  private final RequestAttributeSecurityContextRepository kept =
      new RequestAttributeSecurityContextRepository();

  BearerFilter(Tokens tokens, Refusals refusals) {
    this.tokens = tokens;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String said = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (said == null || !said.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      chain.doFilter(request, response);
      return;
    }
    Tokens.Bearer bearer;
    try {
      bearer = tokens.bearer(said.substring(SCHEME.length()).strip());
    } catch (DataAccessException | TransactionException away) {
      refusals.databaseAway(response);
      return;
    }
    switch (bearer) {
      case Tokens.Bearer.Unknown() ->
          refusals.problem(
              response,
              HttpStatus.UNAUTHORIZED,
              "token-unknown",
              "this token is unknown or was revoked; an administrator makes another on /tokens");
      case Tokens.Bearer.Expired expired ->
          refusals.problem(
              response,
              HttpStatus.UNAUTHORIZED,
              "token-expired",
              "the token "
                  + expired.name()
                  + " expired at "
                  + expired.at()
                  + "; an administrator makes another on /tokens");
      case Tokens.Bearer.Known known -> {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                known.name(), "", known.role().authorities()));
        SecurityContextHolder.setContext(context);
        kept.saveContext(context, request, response);
        chain.doFilter(request, response);
      }
    }
  }
}
