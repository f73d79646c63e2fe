package org.moorage.edge;

/** What a name may consist of. */
final class Names {

  private Names() {}

  static void check(String kind, String value, int longest) {
    if (value.isEmpty() || value.length() > longest) {
      throw new IllegalArgumentException(
          kind
              + " name \""
              + value
              + "\" has "
              + value.length()
              + " characters, not 1.."
              + longest);
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        throw new IllegalArgumentException(
            kind + " name \"" + value + "\" holds a blank or a character outside ASCII at " + i);
      }
    }
  }
}
