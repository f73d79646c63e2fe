package org.moorage.manager.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table somebody asked for. What makes no sense is brought into bounds: an address
 * of a page that somebody kept shows something.
 *
 * @param offset 0..{@value #MAX_OFFSET}
 * @param limit 1..{@value #MAX}
 * @param sort one of the table's columns
 */
public record Paging(long offset, int limit, String sort, boolean descending) {

  /** Rows on a page when nobody says how many. */
  public static final int USUAL = 100;

  public static final int MAX = 1_000;

  /** Nobody leafs further; a filter leads there. */
  public static final long MAX_OFFSET = 10_000_000;

  /** Rows a CSV holds at most. */
  public static final int MAX_CSV = 100_000;

  /**
   * From {@code ?offset=&limit=&sort=}, where {@code sort=-column} means falling.
   *
   * @param parameters of the request
   * @param columns that can be sorted by; the first is the usual one, with a {@code -} before it
   *     when it usually falls
   */
  public static Paging of(Map<String, String> parameters, List<String> columns) {
    String usual = columns.getFirst();
    String said = parameters.getOrDefault("sort", usual);
    String column = said.startsWith("-") ? said.substring(1) : said;
    boolean known = columns.contains(column) || usual.equals("-" + column);
    if (!known) {
      said = usual;
      column = usual.startsWith("-") ? usual.substring(1) : usual;
    }
    return new Paging(
        number(parameters.get("offset"), 0, 0, MAX_OFFSET),
        (int) number(parameters.get("limit"), USUAL, 1, MAX),
        column,
        said.startsWith("-"));
  }

  /** Everything in the same order, as far as a CSV goes. */
  public Paging forCsv() {
    return new Paging(0, MAX_CSV, sort, descending);
  }

  private static long number(@Nullable String text, long otherwise, long least, long most) {
    if (text == null || !text.matches("\\d{1,18}")) {
      return otherwise;
    }
    return Math.clamp(Long.parseLong(text), least, most);
  }
}
