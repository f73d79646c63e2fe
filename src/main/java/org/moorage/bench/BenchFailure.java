package org.moorage.bench;

/** A benchmark that could not be run here; its message says what is missing and what to do. */
public final class BenchFailure extends Exception {

  private static final long serialVersionUID = 1L;

  public BenchFailure(String message) {
    super(message);
  }
}
