package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rows of one run, as text for people and as maps for machines. Markdown, so it can be kept.
 */
public record BenchTable(String name, List<BenchRow> rows, List<String> notes) {

  private static final List<String> HEADER =
      List.of("what", "unit", "ours", "peer", "ratio", "target", "met");

  public BenchTable {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /** A Markdown table with aligned columns, figures right-aligned, the notes below. */
  public String toText() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADER);
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths = new int[HEADER.size()];
    for (List<String> line : cells) {
      for (int i = 0; i < line.size(); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      text.append(line(cells.get(i), widths));
      if (i == 0) {
        text.append(rule(widths));
      }
    }
    notes.forEach(note -> text.append('\n').append(note));
    return text.append(notes.isEmpty() ? "" : "\n").toString();
  }

  /** The same as a tree of maps and lists, for JSON. */
  public Map<String, Object> toTree() {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (BenchRow row : rows) {
      Map<String, Object> line = new java.util.LinkedHashMap<>();
      line.put("what", row.what());
      line.put("unit", row.unit());
      line.put("ours", row.ours());
      row.peer().ifPresent(value -> line.put("peer", value));
      row.ratio().ifPresent(value -> line.put("ratio", value));
      row.target().ifPresent(bound -> line.put("target", bound.inWords(row.peer().isPresent())));
      row.met().ifPresent(value -> line.put("met", value));
      lines.add(line);
    }
    return Map.of("name", name, "rows", lines, "notes", notes);
  }

  /** A row in a line of its own, for somebody who watches. */
  static String sentence(BenchRow row) {
    return row.what()
        + ": "
        + figure(row.ours())
        + " "
        + row.unit()
        + row.ratio().map(ratio -> ", " + figure(ratio) + "x the peer's").orElse("")
        + row.met().map(met -> met ? "" : " (target not met)").orElse("");
  }

  private static List<String> cells(BenchRow row) {
    return List.of(
        row.what(),
        row.unit(),
        figure(row.ours()),
        row.peer().map(BenchTable::figure).orElse("-"),
        row.ratio().map(ratio -> figure(ratio) + "x").orElse("-"),
        row.target().map(bound -> bound.inWords(row.peer().isPresent())).orElse("-"),
        row.met().map(met -> met ? "yes" : "no").orElse("-"));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.size(); i++) {
      String blanks = " ".repeat(widths[i] - cells.get(i).length());
      boolean number = i >= 2 && i <= 4;
      line.append(' ').append(number ? blanks + cells.get(i) : cells.get(i) + blanks).append(" |");
    }
    return line.append('\n').toString();
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append('-').append("-".repeat(widths[i])).append(i >= 2 && i <= 4 ? ":|" : "-|");
    }
    return line.append('\n').toString();
  }

  /** Four significant digits at most, never an exponent. */
  static String figure(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
