package org.moorage.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in one file, in the order it was found. */
public final class Problems {

  /** More than this many in one file says nothing new to its author. */
  public static final int MAX = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  public String file() {
    return file;
  }

  /** A sentence whose advice, if any, stands behind its first semicolon. */
  public void add(int line, String field, String sentence) {
    if (found.size() < MAX) {
      found.add(Problem.of(file, line, field, sentence));
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int size() {
    return found.size();
  }

  public List<Problem> list() {
    return List.copyOf(found);
  }
}
