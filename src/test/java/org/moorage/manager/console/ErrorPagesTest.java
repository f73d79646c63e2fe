package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.moorage.manager.Keys;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ErrorPagesTest {

  private final ErrorPages pages =
      new ErrorPages(new Keys(InstantSource.system(), new SecureRandom()));
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private static MockHttpServletRequest failed() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/error");
    request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 404);
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/agent/v1/stream");
    return request;
  }

  @Test
  void restGetsAProblem() {
    assertThat(pages.show(failed(), response))
        .isInstanceOfSatisfying(
            ResponseEntity.class,
            answer -> assertThat(answer.getStatusCode().value()).isEqualTo(404));
  }

  @Test
  void behindAStreamThatHasBegunNothingIsSaid() {
    response.setCommitted(true);
    assertThat(pages.show(failed(), response)).isNull();
  }
}
