package org.moorage.manager.audit;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.moorage.manager.Keys;
import org.moorage.manager.console.LiveHub;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Writes down what somebody changed, in the transaction that changes it. */
@Component
public class AuditLog {

  private static final int MAX_ACTOR = 80;
  private static final int MAX_SUBJECT = 200;
  private static final int MAX_DETAIL = 2_000;
  private static final String MANAGER = "manager";

  private final JdbcClient database;
  private final Keys keys;
  private final InstantSource clock;
  private final LiveHub hub;

  AuditLog(JdbcClient database, Keys keys, InstantSource clock, LiveHub hub) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
    this.hub = hub;
  }

  /**
   * @param action a verb with its noun, such as {@code type-version.release}
   * @param subject what it was done to, such as {@code web-server/2}
   * @param detail a sentence; never a secret
   */
  public void record(String action, String subject, String detail) {
    recordAs(actor(), action, subject, detail);
  }

  /** The same for somebody who is not signed in, or not yet. */
  public void recordAs(String actor, String action, String subject, String detail) {
    database
        .sql(
            "insert into audit_entry (id, at, actor, origin, action, subject, detail)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .param(keys.next())
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(cut(actor, MAX_ACTOR))
        .param(origin())
        .param(action)
        .param(cut(subject, MAX_SUBJECT))
        .param(cut(detail, MAX_DETAIL))
        .update();
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              hub.changed(LiveHub.Topic.AUDIT);
            }
          });
    } else {
      hub.changed(LiveHub.Topic.AUDIT);
    }
  }

  /** Who is at work; the manager itself where nobody asked. */
  public static String actor() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null || who instanceof AnonymousAuthenticationToken ? MANAGER : who.getName();
  }

  private static String origin() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? request.getRequest().getRemoteAddr()
        : MANAGER;
  }

  private static String cut(String text, int most) {
    String plain = text.replace('\0', ' ');
    return plain.length() <= most ? plain : plain.substring(0, most);
  }
}
