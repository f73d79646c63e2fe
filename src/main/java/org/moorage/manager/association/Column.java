package org.moorage.manager.association;

import org.jspecify.annotations.Nullable;

/** Columns that take words of an edge, and how many characters they take. */
enum Column {
  PROFILE(64),
  STANDING(20),
  MANAGER_ID(64),
  STANDARD(20),
  HINTS(40),
  S_CHANNEL(40),
  STATION(255),
  VPORT(200),
  SEPARATION(20),
  REASON(1_000),
  FIX(1_000),
  TEXT(1_000);

  private final int most;

  Column(int most) {
    this.most = most;
  }

  @Nullable String cut(@Nullable String text) {
    return text == null ? null : cutText(text);
  }

  /** What fits, without the one character PostgreSQL does not store. */
  String cutText(String text) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    if (clean.length() <= most) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most;
    return clean.substring(0, end);
  }
}
