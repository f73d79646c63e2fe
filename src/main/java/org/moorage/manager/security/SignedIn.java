package org.moorage.manager.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.Language;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.stereotype.Component;

/** What happens once somebody is signed in: their language, the page they wanted. */
@Component
class SignedIn extends SavedRequestAwareAuthenticationSuccessHandler {

  private final People people;
  private final Language language;
  private final AuditLog audit;
  private final HttpSessionSecurityContextRepository sessions =
      new HttpSessionSecurityContextRepository();

  SignedIn(People people, Language language, AuditLog audit) {
    this.people = people;
    this.language = language;
    this.audit = audit;
    setRequestCache(new CookieRequestCache());
  }

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication who)
      throws ServletException, IOException {
    greet(who.getName(), "by password", request, response);
    super.onAuthenticationSuccess(request, response, who);
  }

  /** Signs somebody in who has shown another proof than a password. */
  void signIn(Person person, HttpServletRequest request, HttpServletResponse response) {
    stay(person, request, response);
    greet(person.name(), "by a one-time link", request, response);
  }

  /** The session goes on under a new number, with the account as it is now. */
  void stay(Person person, HttpServletRequest request, HttpServletResponse response) {
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities()));
    SecurityContextHolder.setContext(context);
    sessions.saveContext(context, request, response);
  }

  private void greet(
      String name, String how, HttpServletRequest request, HttpServletResponse response) {
    people
        .language(name)
        .ifPresent(tag -> language.setLocale(request, response, Locale.forLanguageTag(tag)));
    audit.recordAs(name, "sign-in", "console", how);
  }
}
