package org.moorage.manager.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.yaml.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * What the catalogue does not do, and why: a problem (RFC 9457) for REST, the same words for forms.
 */
final class Refusal extends ErrorResponseException {

  private static final long serialVersionUID = 1L;

  /** More problems than this in one answer say nothing new. */
  private static final int MAX_TOLD = 100;

  private final String kind;
  private final String detail;
  private final transient List<Problem> problems;

  private Refusal(
      HttpStatus status, String kind, String title, String detail, List<Problem> problems) {
    super(status, body(status, kind, title, detail, problems), null);
    this.kind = kind;
    this.detail = detail;
    this.problems = List.copyOf(problems);
  }

  /** It does not read, or does not fit its place. */
  static Refusal invalid(List<Problem> problems) {
    String first = problems.getFirst().toString();
    int more = problems.size() - 1;
    return new Refusal(
        HttpStatus.BAD_REQUEST,
        "invalid",
        "Nothing was saved",
        more == 0 ? first : first + " (and " + more + " more)",
        problems);
  }

  /** One field of a request is wrong. */
  static Refusal field(String field, String sentence) {
    return invalid(List.of(Problem.of("request", 0, field, sentence)));
  }

  static Refusal notFound(String detail) {
    return new Refusal(HttpStatus.NOT_FOUND, "not-found", "There is no such", detail, List.of());
  }

  /** A number or a name that already belongs to something. */
  static Refusal taken(String field, String sentence) {
    return new Refusal(
        HttpStatus.CONFLICT,
        "taken",
        "It exists already",
        sentence,
        List.of(Problem.of("request", 0, field, sentence)));
  }

  /** The state of the version does not allow it. */
  static Refusal state(String detail) {
    return new Refusal(
        HttpStatus.CONFLICT, "wrong-state", "Its state does not allow that", detail, List.of());
  }

  /** VSIs hold the version. */
  static Refusal inUse(String detail, VersionUsers.Usage usage) {
    Refusal refusal =
        new Refusal(HttpStatus.CONFLICT, "in-use", "VSIs hold this version", detail, List.of());
    refusal.getBody().setProperty("vsis", usage.vsis());
    refusal.getBody().setProperty("edges", usage.edges());
    refusal.getBody().setProperty("some", usage.some());
    return refusal;
  }

  /** Somebody else saved it since it was read. */
  static Refusal changedMeanwhile(String detail, long lock, @Nullable String theirs) {
    Refusal refusal =
        new Refusal(
            HttpStatus.CONFLICT,
            "changed-meanwhile",
            "Somebody else changed it",
            detail,
            List.of());
    refusal.getBody().setProperty("lock", lock);
    if (theirs != null) {
      refusal.getBody().setProperty("text", theirs);
    }
    return refusal;
  }

  static Refusal tooLarge(String detail) {
    return new Refusal(
        HttpStatus.CONTENT_TOO_LARGE, "too-large", "It is too large", detail, List.of());
  }

  static Refusal lockMissing() {
    return new Refusal(
        HttpStatus.PRECONDITION_REQUIRED,
        "lock-missing",
        "Say which edition you changed",
        "send the \"lock\" you read, in the body or as If-Match",
        List.of(Problem.of("request", 0, "lock", "is missing; send the one you read")));
  }

  /** Its stable name, the end of the problem's type. */
  String kind() {
    return kind;
  }

  /** The sentence. */
  String detail() {
    return detail;
  }

  List<Problem> problems() {
    return problems;
  }

  private static ProblemDetail body(
      HttpStatus status, String kind, String title, String detail, List<Problem> problems) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create("urn:moorage:problem:" + kind));
    body.setTitle(title);
    if (!problems.isEmpty()) {
      Problem first = problems.getFirst();
      body.setProperty("field", first.field());
      body.setProperty("line", first.line());
      body.setProperty(
          "problems", problems.stream().limit(MAX_TOLD).map(Refusal::problemJson).toList());
    }
    return body;
  }

  private static Map<String, Object> problemJson(Problem problem) {
    return Map.of(
        "file", problem.file(),
        "line", problem.line(),
        "field", problem.field(),
        "message", problem.message(),
        "suggestion", problem.suggestion());
  }
}
