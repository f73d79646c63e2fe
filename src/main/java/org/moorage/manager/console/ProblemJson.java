package org.moorage.manager.console;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Problem details (RFC 9457) as we write them. */
public final class ProblemJson {

  private static final String TYPE = "urn:moorage:problem:";
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad request",
          401, "Not signed in",
          403, "Not allowed",
          404, "Not found",
          405, "Method not allowed",
          409, "Conflict",
          413, "Too large",
          415, "Unknown media type",
          429, "Too many requests",
          503, "Not available now");

  private ProblemJson() {}

  /** As text, for where no controller answers. */
  public static String of(HttpStatusCode status, String kind, String detail) {
    return MAPPER.writeValueAsString(
        Map.of(
            "type",
            TYPE + kind,
            "title",
            title(status),
            "status",
            status.value(),
            "detail",
            detail));
  }

  /** As a body of an answer. */
  static ProblemDetail detail(
      HttpStatusCode status, String kind, @Nullable String field, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create(TYPE + kind));
    problem.setTitle(title(status));
    if (field != null) {
      problem.setProperty("field", field);
    }
    return problem;
  }

  /** The kind of a problem that says nothing more than its status. */
  static String kind(HttpStatusCode status) {
    return title(status).toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String title(HttpStatusCode status) {
    String known = TITLES.get(status.value());
    if (known != null) {
      return known;
    }
    return status.is4xxClientError() ? "Cannot be done" : "A defect";
  }
}
