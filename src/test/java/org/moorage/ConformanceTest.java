package org.moorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What of the standards is supported, printed into web/docs/conformance.md from two sources: the
 * points in conformance.txt, each with the test that holds it, and the sentences "Deviation: ...
 * because ..." in the Javadoc of the product. With the system property moorage.write-docs=true the
 * file is written, otherwise compared.
 */
class ConformanceTest {

  private static final Path PAGE = Path.of("web", "docs", "conformance.md");

  private static final Path POINTS = Path.of("src", "test", "resources", "conformance.txt");

  private static final List<Path> PRODUCT =
      List.of(Path.of("src", "main", "java"), Path.of("simulator", "src", "main", "java"));

  /** A deviation ends with its paragraph or with the comment. */
  private static final Pattern DEVIATION =
      Pattern.compile("(?s)Deviation: (.*?)(?=\\s*\\*\\s*<p>|\\s*\\*\\s*\\n|\\s*\\*/|\\s*\\* @)");

  private static final String HEAD =
      """
      # Conformance

      <!-- Printed by ConformanceTest; change conformance.txt or the Javadoc it names. -->

      What of the standards Moorage speaks. Every line names the test that holds it; a line whose
      test is gone fails the build.
      """;

  /** One line of conformance.txt: {@code + point | Test.method}, or with {@code -} in front. */
  private record Point(boolean supported, String what, String test) {

    static Point parse(String line) {
      String[] sides = line.substring(1).split("\\|", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException("no test named in: " + line);
      }
      return new Point(line.startsWith("+"), sides[0].strip(), sides[1].strip());
    }

    String row() {
      return "| %s | %s | `%s` |".formatted(what, supported ? "yes" : "no", test);
    }
  }

  @Test
  void everyPointNamesATestThatExists() throws IOException {
    List<String> missing = new ArrayList<>();
    Map<String, String> classes = testClasses();
    for (List<Point> section : points().values()) {
      for (Point point : section) {
        if (!exists(classes, point.test())) {
          missing.add(point.what() + " | " + point.test());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyDeviationSaysWhy() throws IOException {
    assertThat(deviations()).isNotEmpty().allMatch(row -> row.contains(" because "));
  }

  @Test
  void thePageSaysWhatTheSourcesSay() throws IOException {
    String text = page();
    if (Boolean.getBoolean("moorage.write-docs")) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE)
        .as("-Dmoorage.write-docs=true writes it")
        .content(StandardCharsets.UTF_8)
        .isEqualTo(text);
  }

  private static String page() throws IOException {
    StringBuilder out = new StringBuilder(HEAD);
    points()
        .forEach((section, points) -> {
          out.append("\n## ").append(section).append("\n\n");
          out.append("| point | supported | test |\n|---|---|---|\n");
          points.forEach(point -> out.append(point.row()).append('\n'));
        });
    out.append("\n## Where we differ on purpose\n\n| where | deviation |\n|---|---|\n");
    deviations().forEach(row -> out.append(row).append('\n'));
    return out.toString();
  }

  private static Map<String, List<Point>> points() throws IOException {
    Map<String, List<Point>> sections = new LinkedHashMap<>();
    List<Point> section = new ArrayList<>();
    for (String line : Files.readAllLines(POINTS)) {
      if (line.startsWith("# ")) {
        section = new ArrayList<>();
        sections.put(line.substring(2).strip(), section);
      } else if (!line.isBlank()) {
        section.add(Point.parse(line.strip()));
      }
    }
    return sections;
  }

  /** Simple name to full name; two test classes of one name could not be told apart here. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    Path root = Path.of("src", "test", "java");
    for (Path file : javaFiles(root)) {
      String path = root.relativize(file).toString();
      String name = path.substring(0, path.length() - ".java".length()).replace('/', '.');
      String simple = name.substring(name.lastIndexOf('.') + 1);
      classes.merge(simple, name, (one, other) -> one + " and " + other);
    }
    return classes;
  }

  /** Whether {@code Class.method} is a test, of whatever kind of test annotation. */
  private static boolean exists(Map<String, String> classes, String test) {
    String[] parts = test.split("\\.", 2);
    String name = classes.getOrDefault(parts[0], "");
    if (parts.length != 2 || name.isEmpty() || name.contains(" ")) {
      return false;
    }
    try {
      Class<?> type = Class.forName(name, false, ConformanceTest.class.getClassLoader());
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .flatMap(method -> Arrays.stream(method.getAnnotations()))
          .map(annotation -> annotation.annotationType().getSimpleName())
          .anyMatch(kind -> kind.endsWith("Test") || kind.equals("Property"));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Set<String> deviations() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (Path root : PRODUCT) {
      for (Path file : javaFiles(root)) {
        String name = file.getFileName().toString().replace(".java", "");
        DEVIATION
            .matcher(Files.readString(file))
            .results()
            .map(ConformanceTest::sentence)
            .forEach(sentence -> rows.add("| `" + name + "` | " + sentence + " |"));
      }
    }
    return rows;
  }

  /** A Javadoc paragraph as one line of Markdown. */
  private static String sentence(MatchResult deviation) {
    String text =
        deviation
            .group(1)
            .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
            .replaceAll("\\{@(?:link|code) #?([^}]*)}", "`$1`")
            .replace("|", "\\|")
            .strip();
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
