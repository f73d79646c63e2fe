package org.moorage.manager.catalogue;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers a {@link Refusal} over REST with all it says: field, line, every problem, the lock. */
@RestControllerAdvice(
    assignableTypes = {TypesApi.class, VersionsApi.class, GroupsApi.class, LibraryApi.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalAdvice {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(Refusal refusal) {
    return ResponseEntity.status(refusal.getStatusCode())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(refusal.getBody());
  }
}
