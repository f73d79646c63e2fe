package org.moorage.manager.audit;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.moorage.manager.Keys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Writes down what somebody changed, in the transaction that changes it. */
@Component
public class AuditLog {

  private static final int MAX_SUBJECT = 200;
  private static final int MAX_DETAIL = 2_000;
  private static final String MANAGER = "manager";

  private final JdbcClient database;
  private final Keys keys;
  private final InstantSource clock;

  AuditLog(JdbcClient database, Keys keys, InstantSource clock) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * @param action a verb with its noun, such as {@code type-version.release}
   * @param subject what it was done to, such as {@code web-server/2}
   * @param detail a sentence; never a secret
   */
  public void record(String action, String subject, String detail) {
    database
        .sql(
            "insert into audit_entry (id, at, actor, origin, action, subject, detail)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .param(keys.next())
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(actor())
        .param(origin())
        .param(action)
        .param(cut(subject, MAX_SUBJECT))
        .param(cut(detail, MAX_DETAIL))
        .update();
  }

  /** Who is at work; the manager itself where nobody asked. */
  public static String actor() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null ? MANAGER : who.getName();
  }

  private static String origin() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? request.getRequest().getRemoteAddr()
        : MANAGER;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
