package org.moorage.manager.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Some rows of a longer table, with the addresses of the rows before and after it, of other orders
 * and of the same as CSV. Addresses begin with {@code ?}: they lead to the page they stand on.
 *
 * @param rows those shown
 * @param offset how many rows come before them
 * @param limit how many are shown at most
 * @param total how many there are
 * @param sort the column they are ordered by
 * @param descending whether the largest comes first
 * @param filter the parameters that chose them, empty ones left out
 */
public record Page<T>(
    List<T> rows,
    long offset,
    int limit,
    long total,
    String sort,
    boolean descending,
    Map<String, String> filter) {

  public Page {
    rows = List.copyOf(rows);
    Map<String, String> said = new LinkedHashMap<>(filter);
    said.values().removeIf(String::isBlank);
    filter = said;
  }

  /** The rows of what {@code asked} asked for. */
  public static <T> Page<T> of(List<T> rows, long total, Paging asked, Map<String, String> filter) {
    return new Page<>(
        rows, asked.offset(), asked.limit(), total, asked.sort(), asked.descending(), filter);
  }

  /** The number of the first row shown, from 1; 0 when there is none. */
  public long first() {
    return rows.isEmpty() ? 0 : offset + 1;
  }

  public long last() {
    return rows.isEmpty() ? 0 : offset + rows.size();
  }

  public boolean hasPrevious() {
    return offset > 0;
  }

  public boolean hasNext() {
    return offset + rows.size() < total;
  }

  public String previous() {
    return address(sort, descending, Math.max(0, offset - limit), Map.of());
  }

  public String next() {
    return address(sort, descending, offset + limit, Map.of());
  }

  /** Ordered by a column; by the other way round when it already is. */
  public String sortedBy(String column) {
    return address(column, column.equals(sort) && !descending, 0, Map.of());
  }

  /** All rows as a file for a spreadsheet. */
  public String csv() {
    return address(sort, descending, 0, Map.of("format", "csv"));
  }

  private String address(String column, boolean down, long from, Map<String, String> more) {
    Map<String, String> parameters = new LinkedHashMap<>(filter);
    parameters.put("sort", (down ? "-" : "") + column);
    if (limit != Paging.USUAL) {
      parameters.put("limit", Integer.toString(limit));
    }
    if (from > 0) {
      parameters.put("offset", Long.toString(from));
    }
    parameters.putAll(more);
    return parameters.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
