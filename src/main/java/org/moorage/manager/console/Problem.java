package org.moorage.manager.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.http.HttpStatus;

/**
 * What was asked cannot be done. REST answers a problem detail (RFC 9457) in English, a form says
 * the same in the person's language at the field it is about.
 */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String kind;
  private final @Nullable String field;
  private final DefaultMessageSourceResolvable sentence;

  private Problem(
      HttpStatus status,
      String kind,
      @Nullable String field,
      DefaultMessageSourceResolvable sentence) {
    super(kind);
    this.status = status;
    this.kind = kind;
    this.field = field;
    this.sentence = sentence;
  }

  /** A field with something wrong; {@code key} is a message that says what to do. */
  public static Problem bad(String field, String key, Object... arguments) {
    return new Problem(HttpStatus.BAD_REQUEST, "bad-" + field, field, message(key, arguments));
  }

  /** It is not there. */
  public static Problem notFound(String key, Object... arguments) {
    return new Problem(HttpStatus.NOT_FOUND, "not-found", null, message(key, arguments));
  }

  /** It cannot be done as things stand. */
  public static Problem conflict(
      String kind, @Nullable String field, String key, Object... arguments) {
    return new Problem(HttpStatus.CONFLICT, kind, field, message(key, arguments));
  }

  /** Said in English everywhere. */
  public static Problem said(
      HttpStatus status, String kind, @Nullable String field, String sentence) {
    return new Problem(
        status, kind, field, new DefaultMessageSourceResolvable(null, null, sentence));
  }

  public HttpStatus status() {
    return status;
  }

  /** The last part of the problem's type. */
  public String kind() {
    return kind;
  }

  public @Nullable String field() {
    return field;
  }

  public String sentence(MessageSource messages, Locale language) {
    return messages.getMessage(sentence, language);
  }

  private static DefaultMessageSourceResolvable message(String key, Object[] arguments) {
    return new DefaultMessageSourceResolvable(new String[] {key}, arguments, key);
  }
}
