package org.moorage.agent;

/** A request at the local door that cannot be answered: an RFC 9457 problem. */
final class DoorProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String kind;
  private final String title;

  DoorProblem(int status, String kind, String title, String detail) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.title = title;
  }

  static DoorProblem notFound(String detail) {
    return new DoorProblem(404, "not-found", "Not found", detail);
  }

  static DoorProblem bad(String field, String detail) {
    return new DoorProblem(400, "bad-" + field, "Bad request", detail);
  }

  int status() {
    return status;
  }

  String kind() {
    return kind;
  }

  String title() {
    return title;
  }
}
