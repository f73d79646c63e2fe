package org.moorage.simulator;

/**
 * One thing wrong with a lab file.
 *
 * @param file as the user named it
 * @param line from 1; 0 where the file as a whole is meant
 * @param sentence what is wrong and, where one is near, the right word
 */
public record LabMistake(String file, int line, String sentence) {

  /** {@code migration.yaml:12: "moved" is not a word here; did you mean "moves"?} */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + sentence;
  }
}
