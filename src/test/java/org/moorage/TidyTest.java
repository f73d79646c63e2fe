package org.moorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules no formatter knows. Each test names every line that breaks its rule. */
class TidyTest {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  private static final int MAX_LINES = 400;

  private static final int MAX_COLUMNS = 100;

  /** Files that may be longer than {@link #MAX_LINES}, and up to where; each needs its reason. */
  private static final Map<String, Integer> LONGER_FILES = Map.of();

  /** Where a test may wait for the clock of the machine: at real sockets and real processes. */
  private static final Set<String> WAITS_FOR_REAL_THINGS =
      Set.of("src/test/java/org/moorage/wire/Eventually.java");

  private static final Pattern TYPE_NAME =
      Pattern.compile("^\\s*(?:[a-z-]+\\s+)*(?:class|interface|record|enum)\\s+(\\w+)");

  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          "(Abstract|Default|Base)[A-Z]\\w*"
              + "|\\w+(Impl|Utils?|Helper|Manager|Handler|Data|Info|Object|Entry)");

  /** The standard's own words. */
  private static final Set<String> NAMES_OF_THE_STANDARD = Set.of("FilterInfo");

  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  /** Paths that exist on one machine only. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.])/(work|root|home/\\w+|Users/\\w+|tmp/\\w)(?=[/\\s\"'`)]|$)");

  private static final Pattern REGISTRY =
      Pattern.compile(
          "https?://[^\\s\"'/]*(registry|maven|npmjs|pypi|jcenter|artifactory|nexus|cdn|unpkg)");

  /** The wrapper has to name the place it fetches Maven from. */
  private static final Set<String> MAY_NAME_A_REGISTRY =
      Set.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties", "pom.xml");

  private static final Pattern TYPE_PATTERN =
      Pattern.compile(
          "^case\\s+(?:[A-Z]\\w*\\.)*[A-Z]\\w*(?:<[^>]*>)?(?:\\s*\\(|\\s+[a-z_]\\w*\\s*->)");

  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  private static final List<SourceFile> FILES = files();

  private record SourceFile(String path, List<String> lines) {

    boolean isJava() {
      return path.endsWith(".java");
    }

    boolean isProduct() {
      return path.startsWith("src/main/java/") || path.startsWith("simulator/src/main/java/");
    }

    String text() {
      return String.join("\n", lines);
    }

    /** {@code path:line: text} of each line of which {@code rule} says it breaks the rule. */
    Stream<String> breaking(Predicate<String> rule) {
      return IntStream.range(0, lines.size())
          .filter(i -> rule.test(lines.get(i)))
          .mapToObj(i -> path + ":" + (i + 1) + ": " + lines.get(i).strip());
    }
  }

  @Test
  void classNamesSayWhatTheThingIs() {
    Set<String> bad = new TreeSet<>();
    for (SourceFile file : java()) {
      for (String line : file.lines()) {
        Matcher type = TYPE_NAME.matcher(line);
        if (type.find()
            && EMPTY_NAME.matcher(type.group(1)).matches()
            && !NAMES_OF_THE_STANDARD.contains(type.group(1))) {
          bad.add(file.path() + ": " + type.group(1));
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(breaking(FILES, line -> UNFINISHED.matcher(line).find())).isEmpty();
  }

  @Test
  void nothingKnowsOneMachinesPaths() {
    assertThat(breaking(FILES, line -> MACHINE_PATH.matcher(line).find())).isEmpty();
  }

  @Test
  void nothingNamesARegistry() {
    List<SourceFile> files =
        FILES.stream().filter(file -> !MAY_NAME_A_REGISTRY.contains(file.path())).toList();
    assertThat(breaking(files, line -> REGISTRY.matcher(line).find())).isEmpty();
  }

  @Test
  void linesEndWhereTheirTextEnds() {
    List<SourceFile> files =
        FILES.stream()
            .filter(file -> !file.path().endsWith(".md") && !file.path().startsWith("mvnw"))
            .toList();
    assertThat(breaking(files, line -> !line.equals(line.stripTrailing()))).isEmpty();
  }

  @Test
  void javaKeepsToOneHundredColumns() {
    assertThat(breaking(java(), line -> line.length() > MAX_COLUMNS && !isOnePiece(line)))
        .isEmpty();
  }

  @Test
  void filesStayReadable() {
    Set<String> bad = new TreeSet<>();
    for (SourceFile file : java()) {
      int bound = LONGER_FILES.getOrDefault(file.path(), MAX_LINES);
      if (file.lines().size() > bound) {
        bad.add(file.path() + ": " + file.lines().size() + " lines, bound " + bound);
      }
    }
    assertThat(bad).isEmpty();
  }

  @Test
  void everyPackageSaysItsPurposeAndIsNullMarked() {
    Set<String> bad = new TreeSet<>();
    Map<String, SourceFile> byPath =
        FILES.stream().collect(Collectors.toMap(SourceFile::path, file -> file));
    for (SourceFile file : java()) {
      if (!file.isProduct()) {
        continue;
      }
      String folder = file.path().substring(0, file.path().lastIndexOf('/'));
      SourceFile packageFile = byPath.get(folder + "/package-info.java");
      if (packageFile == null) {
        bad.add(folder + ": no package-info.java");
      } else if (!packageFile.text().contains("@NullMarked")) {
        bad.add(folder + ": not @NullMarked");
      } else if (!packageFile.text().matches("(?s).*/\\*\\*.*\\w\\..*\\*/.*")) {
        bad.add(folder + ": package-info.java has no sentence");
      }
    }
    assertThat(bad).isEmpty();
  }

  @Test
  void switchesOverTypesNameEveryCase() {
    Set<String> bad = new TreeSet<>();
    java().stream().filter(SourceFile::isProduct).forEach(file -> defaultsBesideTypes(file, bad));
    assertThat(bad).isEmpty();
  }

  @Test
  void aDefaultBesideATypePatternIsFound() {
    Set<String> found = new TreeSet<>();
    String text =
        """
        int a = switch (x) {
          case Foo(int y) -> switch (y) { case 1 -> 2; default -> 3; };
          case Bar bar -> 1;
        };
        int c = switch (x) { case AN_INT -> 1; default -> 2; };
        int b = switch (x) {
          case Foo foo -> 1;
          default -> 2;
        };
        """;
    defaultsBesideTypes(new SourceFile("X.java", text.lines().toList()), found);
    assertThat(found).containsExactly("X.java:6: a default hides the types it stands for");
  }

  @Test
  void testsNeitherMockNorSleep() {
    List<SourceFile> tests =
        java().stream()
            .filter(file -> !file.isProduct() && !WAITS_FOR_REAL_THINGS.contains(file.path()))
            .toList();
    assertThat(
            breaking(
                tests,
                line ->
                    line.contains("mockito")
                        || line.matches(".*(Thread|TimeUnit\\.\\w+)\\.sleep.*")))
        .isEmpty();
  }

  @Test
  void theLicenceIsThere() {
    assertThat(ROOT.resolve("LICENSE")).content().contains("Apache License").contains("2.0");
    assertThat(ROOT.resolve("pom.xml")).content().contains("<name>Apache-2.0</name>");
  }

  @Test
  void linksInDocumentsLeadSomewhere() {
    Set<String> bad = new TreeSet<>();
    for (SourceFile file : FILES) {
      if (!file.path().endsWith(".md")) {
        continue;
      }
      LINK.matcher(file.text())
          .results()
          .map(result -> result.group(1))
          .filter(target -> !target.matches("[a-z]+:.*"))
          .filter(target -> !leadsSomewhere(ROOT.resolve(file.path()), target))
          .forEach(target -> bad.add(file.path() + ": " + target));
    }
    assertThat(bad).isEmpty();
  }

  private static boolean leadsSomewhere(Path from, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1
        || read(file).stream()
            .filter(line -> line.startsWith("#"))
            .anyMatch(heading -> anchor(heading).equals(parts[1]));
  }

  /** A heading's anchor as the usual Markdown renderers make it. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+\\s*", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Reports each switch that has a type pattern and a default among its own cases. */
  private static void defaultsBesideTypes(SourceFile file, Set<String> found) {
    String text = withoutCommentsAndStrings(file.text());
    Matcher start = Pattern.compile("\\bswitch\\s*\\(").matcher(text);
    while (start.find()) {
      int open = text.indexOf('{', closing(text, start.end() - 1, '(', ')'));
      String own = ownLevel(text, open);
      boolean hasTypes =
          Pattern.compile("\\bcase\\b[^;{}]*?->")
              .matcher(own)
              .results()
              .map(MatchResult::group)
              .anyMatch(label -> TYPE_PATTERN.matcher(label).find());
      if (hasTypes && own.matches("(?s).*\\bdefault\\s*->.*")) {
        long line = text.substring(0, start.start()).lines().count();
        found.add(file.path() + ":" + line + ": a default hides the types it stands for");
      }
    }
  }

  /** The text between the brace at {@code open} and its end, without deeper braces. */
  private static String ownLevel(String text, int open) {
    StringBuilder own = new StringBuilder();
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        break;
      }
      if (depth == 1 || c == '{' || c == '}') {
        own.append(c == '{' || c == '}' ? ';' : c);
      }
    }
    return own.toString();
  }

  private static int closing(String text, int from, char open, char close) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == open ? 1 : text.charAt(i) == close ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return text.length() - 1;
  }

  /** The same text, same lines, where braces and words in comments and strings are gone. */
  private static String withoutCommentsAndStrings(String text) {
    Pattern hidden =
        Pattern.compile(
            "(?s)/\\*.*?\\*/|//[^\n"
                + "]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n"
                + "])*\"|'(?:\\\\.|[^'\\\\\n"
                + "])+'");
    return hidden.matcher(text).replaceAll(match -> match.group().replaceAll("[^\n]", " "));
  }

  /** What cannot be broken: an import, a drawn figure. */
  private static boolean isOnePiece(String line) {
    return line.startsWith("import ") || line.matches("\\s*\\*\\s+[+|].*[+|]");
  }

  private static List<String> breaking(List<SourceFile> files, Predicate<String> rule) {
    return files.stream().flatMap(file -> file.breaking(rule)).toList();
  }

  private static List<SourceFile> java() {
    return FILES.stream().filter(SourceFile::isJava).toList();
  }

  /** The repository's text files; this test names what it forbids and is left out. */
  private static List<SourceFile> files() {
    List<SourceFile> files = new ArrayList<>();
    Set<String> skipped = Set.of("target", ".git", ".idea", ".vscode", "captures");
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return skipped.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String path = ROOT.relativize(file).toString().replace('\\', '/');
              if (attributes.isRegularFile() && isText(path) && !path.endsWith("/TidyTest.java")) {
                files.add(new SourceFile(path, read(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files);
  }

  private static boolean isText(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !name.contains(".")
        ? !path.equals("LICENSE")
        : name.matches(
            ".*\\.(java|md|yaml|yml|xml|json|properties|html|css|js|svg|txt|sh|cmd|hex|sql)"
                + "|\\.\\w+");
  }

  private static List<String> read(Path file) {
    try {
      return Files.readString(file).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
