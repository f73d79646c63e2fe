package org.moorage.manager;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that is not done, with what to do about it: an RFC 9457 problem. */
public final class Rejection extends ErrorResponseException {

  private static final long serialVersionUID = 1L;
  private static final String TYPES = "urn:moorage:problem:";

  private Rejection(HttpStatus status, String kind, @Nullable String field, String detail) {
    super(status, body(status, kind, field, detail), null);
  }

  /** 400: a field is not what it should be. */
  public static Rejection bad(String field, String detail) {
    return new Rejection(HttpStatus.BAD_REQUEST, "bad-" + field, field, detail);
  }

  /** 404. */
  public static Rejection notFound(String detail) {
    return new Rejection(HttpStatus.NOT_FOUND, "not-found", null, detail);
  }

  /** 409: it contradicts what is so already. */
  public static Rejection conflict(String kind, String detail) {
    return new Rejection(HttpStatus.CONFLICT, kind, null, detail);
  }

  /** 413. */
  public static Rejection tooLarge(String detail) {
    return new Rejection(HttpStatus.CONTENT_TOO_LARGE, "too-large", null, detail);
  }

  /** 429: the same again after some seconds. */
  public static Rejection tooMuch(int seconds, String detail) {
    return later(HttpStatus.TOO_MANY_REQUESTS, "too-much", seconds, detail);
  }

  /** 503: not for now; the same again after some seconds. */
  public static Rejection unavailable(int seconds, String detail) {
    return later(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", seconds, detail);
  }

  private static Rejection later(HttpStatus status, String kind, int seconds, String detail) {
    Rejection rejection = new Rejection(status, kind, null, detail);
    rejection.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    return rejection;
  }

  private static ProblemDetail body(
      HttpStatus status, String kind, @Nullable String field, String detail) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create(TYPES + kind));
    body.setTitle(status.getReasonPhrase());
    if (field != null) {
      body.setProperty("field", field);
    }
    return body;
  }
}
