package org.moorage.manager.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A table as comma-separated values (RFC 4180), in UTF-8. Times and numbers are written as they
 * are, not as pages show them. What a spreadsheet would run as a formula gets an apostrophe: names
 * come from the wire.
 */
public final class Csv {

  private static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private Csv() {}

  /**
   * The file as an answer.
   *
   * @param name without its ending
   * @param header names of the columns
   */
  public static ResponseEntity<byte[]> answer(
      String name, List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
    return ResponseEntity.ok()
        .contentType(TYPE)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name + ".csv").build().toString())
        .body(text(header, rows).getBytes(StandardCharsets.UTF_8));
  }

  /** The file's text. */
  public static String text(
      List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
    StringBuilder text = new StringBuilder(line(header));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<? extends @Nullable Object> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    if (!(value instanceof Number) && text.matches("(?s)[=+\\-@\\t\\r].*")) {
      text = "'" + text;
    }
    return text.matches("(?s).*[\",\\r\\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
