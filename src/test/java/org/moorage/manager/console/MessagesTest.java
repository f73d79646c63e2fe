package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text of the console is there in both languages. */
class MessagesTest {

  private static final Path MESSAGES = Path.of("src", "main", "resources", "messages");
  private static final Path TEMPLATES = Path.of("web", "templates");
  private static final Pattern USED = Pattern.compile("#\\{([a-z0-9.-]+)[}(]");

  @Test
  void bothLanguagesHaveTheSameKeys() throws IOException {
    for (Path english : files(MESSAGES)) {
      if (!english.toString().contains("_zh")) {
        Path chinese = Path.of(english.toString().replace(".properties", "_zh.properties"));
        assertThat(keys(chinese)).as(chinese.toString()).isEqualTo(keys(english));
      }
    }
  }

  @Test
  void everyKeyOfATemplateIsThere() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Path file : files(MESSAGES)) {
      known.addAll(keys(file));
    }
    Set<String> missing = new TreeSet<>();
    for (Path template : files(TEMPLATES)) {
      USED.matcher(Files.readString(template))
          .results()
          .map(found -> found.group(1))
          .filter(key -> !known.contains(key))
          .forEach(key -> missing.add(template.getFileName() + ": " + key));
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> keys(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new TreeSet<>(properties.stringPropertyNames());
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new TreeSet<>(files.filter(Files::isRegularFile).toList());
    }
  }
}
