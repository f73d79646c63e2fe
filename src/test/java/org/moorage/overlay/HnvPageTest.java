package org.moorage.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test holds which of HNV's statements names tests there are. */
class HnvPageTest {

  private static final Pattern ROW =
      Pattern.compile("\\| (S\\d+) \\| [^|]+ \\| (?:`(\\w+)\\.(\\w+)`|none yet) \\|");

  @Test
  void everyStatementIsThereAndEveryTestExists() throws IOException {
    List<String> statements = IntStream.rangeClosed(1, 46).mapToObj(i -> "S" + i).toList();
    List<Matcher> rows =
        Files.readAllLines(Path.of("web", "docs", "hnv.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .toList();
    assertThat(rows).extracting(row -> row.group(1)).isEqualTo(statements);
    TreeSet<String> missing = new TreeSet<>();
    for (Matcher row : rows) {
      if (row.group(2) != null && !isThere(row.group(2), row.group(3))) {
        missing.add(row.group(2) + "." + row.group(3));
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isThere(String type, String method) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      for (Path file : files.filter(each -> each.endsWith(type + ".java")).toList()) {
        String text = Files.readString(file);
        if (Pattern.compile("@Test\\s+void " + method + "\\(").matcher(text).find()) {
          return true;
        }
      }
    }
    return false;
  }
}
