package org.moorage.simulator;

/**
 * What somebody wrote in a lab file cannot be meant; caught by the reader, which knows the line.
 */
final class Mistaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Mistaken(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
