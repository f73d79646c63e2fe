package org.moorage.manager.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.ModelAndView;

/** Errors no controller met: what filters and the servlet container refuse. */
@Controller
class ErrorPages implements ErrorController {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  private final Keys keys;

  ErrorPages(Keys keys) {
    this.keys = keys;
  }

  @RequestMapping(
      path = "/error",
      method = {
        RequestMethod.GET,
        RequestMethod.POST,
        RequestMethod.PUT,
        RequestMethod.PATCH,
        RequestMethod.DELETE,
        RequestMethod.OPTIONS
      })
  @Nullable Object show(HttpServletRequest request, HttpServletResponse response) {
    if (response.isCommitted()) {
      return ProblemAdvice.NOTHING_MORE;
    }
    HttpStatus status = status(request);
    String detail = "";
    if (status.is5xxServerError()) {
      String incident = ProblemAdvice.incident(keys);
      Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
      LOG.error(
          "a defect: incident={}", incident, cause instanceof Throwable thrown ? thrown : null);
      detail = "this is a defect of the manager; its log says more under incident " + incident;
    }
    String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    if (path.startsWith("/api/")) {
      return ResponseEntity.status(status)
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(
              ProblemJson.detail(
                  status,
                  ProblemJson.kind(status),
                  null,
                  detail.isEmpty() ? "the request cannot be answered" : detail));
    }
    ModelAndView page = new ModelAndView("error", status);
    page.addObject("status", status.value());
    page.addObject("detail", detail);
    return page;
  }

  private static HttpStatus status(HttpServletRequest request) {
    HttpStatus said =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.resolve(code)
            : HttpStatus.NOT_FOUND;
    return said == null ? HttpStatus.INTERNAL_SERVER_ERROR : said;
  }
}
