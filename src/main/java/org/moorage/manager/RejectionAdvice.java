package org.moorage.manager;

import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers a {@link Rejection} with all it says: its kind, the field, when to ask again. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RejectionAdvice {

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> rejected(Rejection rejection) {
    return rejection.answer();
  }
}
