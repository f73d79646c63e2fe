package org.moorage.yaml;

/**
 * Something wrong in a file a person wrote.
 *
 * @param file as the reader was told its name, so that it can be clicked
 * @param line 1 or more; 0 where the whole file is meant
 * @param field which one, with dots: {@code rate.from-vm}; empty where none is meant
 * @param message what is wrong, with the wrong words in it
 * @param suggestion what to write instead; may be empty
 */
public record Problem(String file, int line, String field, String message, String suggestion) {

  /** A sentence whose advice, if any, stands behind its first semicolon. */
  public static Problem of(String file, int line, String field, String sentence) {
    int advice = sentence.indexOf("; ");
    return advice < 0
        ? new Problem(file, line, field, sentence, "")
        : new Problem(
            file, line, field, sentence.substring(0, advice), sentence.substring(advice + 2));
  }

  /** {@code profiles/web-server/v2.yaml:9: from-vm: "prot" ...; did you mean "port"?} */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (field.isEmpty() ? "" : field + ": ")
        + message
        + (suggestion.isEmpty() ? "" : "; " + suggestion);
  }
}
