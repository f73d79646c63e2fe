package org.moorage.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.DatabaseAway;
import org.moorage.manager.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is answered when something goes wrong: REST gets a problem detail, a browser a page. A
 * defect of ours gets a number that is in the log with everything there is to know, and nowhere
 * else.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final int MAX_SAID = 60;

  /**
   * What is returned where part of an answer has left: behind it nothing can be said. A stream ends
   * so when its reader goes away, or the manager does.
   */
  static final @Nullable Object NOTHING_MORE = null;

  private record Answer(
      HttpStatusCode status,
      String kind,
      @Nullable String field,
      String detail,
      HttpHeaders headers) {

    static Answer of(HttpStatus status, String kind, String detail) {
      return new Answer(status, kind, null, detail, HttpHeaders.EMPTY);
    }
  }

  private final MessageSource messages;
  private final FrameInterceptor frame;
  private final Keys keys;

  ProblemAdvice(MessageSource messages, FrameInterceptor frame, Keys keys) {
    this.messages = messages;
    this.frame = frame;
    this.keys = keys;
  }

  @ExceptionHandler({
    AccessDeniedException.class,
    AuthenticationException.class,
  })
  void leaveToSecurity(RuntimeException refused) {
    throw refused;
  }

  /** Who asked has left. */
  @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
  void nobodyListens() {}

  @ExceptionHandler
  @Nullable Object answer(
      Exception wrong, HttpServletRequest request, HttpServletResponse response, Locale language) {
    boolean isRest = isRest(request);
    Answer answer = answer(wrong, isRest ? Locale.ENGLISH : language, request);
    if (response.isCommitted()) {
      return NOTHING_MORE;
    }
    if (isRest) {
      return ResponseEntity.status(answer.status())
          .headers(answer.headers())
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(
              ProblemJson.detail(answer.status(), answer.kind(), answer.field(), answer.detail()));
    }
    ModelAndView page = new ModelAndView("error", answer.status());
    page.addObject("status", answer.status().value());
    boolean saysMore = wrong instanceof Problem || answer.kind().equals("defect");
    page.addObject("detail", saysMore ? answer.detail() : "");
    page.addObject("frame", frame.frame(request));
    return page;
  }

  static boolean isRest(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/api/")
        || request.getRequestURI().equals("/live")
        || request.getRequestURI().equals("/metrics");
  }

  private Answer answer(Exception wrong, Locale language, HttpServletRequest request) {
    return switch (wrong) {
      case Problem problem ->
          new Answer(
              problem.status(),
              problem.kind(),
              problem.field(),
              problem.sentence(messages, language),
              HttpHeaders.EMPTY);
      case HttpMessageNotReadableException unreadable ->
          Answer.of(
              HttpStatus.BAD_REQUEST,
              "bad-json",
              "the body cannot be read as the JSON this address takes: "
                  + firstLine(unreadable.getMostSpecificCause()));
      case TypeMismatchException mismatch -> {
        String field = mismatch.getPropertyName();
        yield new Answer(
            HttpStatus.BAD_REQUEST,
            "bad-" + (field == null ? "value" : field),
            field,
            "\"" + cut(String.valueOf(mismatch.getValue())) + "\" is not a value for " + field,
            HttpHeaders.EMPTY);
      }
      case OptimisticLockingFailureException changed ->
          Answer.of(
              HttpStatus.CONFLICT,
              "changed-meanwhile",
              messages.getMessage("problem.changed-meanwhile", null, language));
      case Exception away when DatabaseAway.is(away) -> databaseAway(language);
      case ErrorResponse known when known.getStatusCode().is4xxClientError() ->
          new Answer(
              known.getStatusCode(),
              kind(known),
              null,
              known.getBody().getDetail() == null
                  ? "the request cannot be answered"
                  : known.getBody().getDetail(),
              known.getHeaders());
      case Exception defect -> defect(defect, language, request);
    };
  }

  private Answer databaseAway(Locale language) {
    HttpHeaders soon = new HttpHeaders();
    soon.set(HttpHeaders.RETRY_AFTER, "5");
    return new Answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "database-away",
        null,
        messages.getMessage("problem.database-away", null, language),
        soon);
  }

  private Answer defect(Exception defect, Locale language, HttpServletRequest request) {
    String incident = incident(keys);
    LOG.error(
        "a defect: incident={} request=\"{} {}\"",
        incident,
        request.getMethod(),
        request.getRequestURI(),
        defect);
    return Answer.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "defect",
        messages.getMessage("problem.defect", new Object[] {incident}, language));
  }

  /** A number short enough to be read to somebody. */
  static String incident(Keys keys) {
    return Long.toHexString(keys.next().getLeastSignificantBits()).substring(0, 8);
  }

  private static String kind(ErrorResponse known) {
    String type = String.valueOf(known.getBody().getType());
    int colon = type.lastIndexOf(':');
    return type.startsWith("urn:moorage:problem:")
        ? type.substring(colon + 1)
        : ProblemJson.kind(known.getStatusCode());
  }

  private static String firstLine(Throwable cause) {
    return cut(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
  }

  private static String cut(String text) {
    return text.length() <= MAX_SAID ? text : text.substring(0, MAX_SAID) + "...";
  }
}
