package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema and the page of words are printed from the words themselves, and compared. */
class LabSchemaTest {

  private static final Path SCHEMA = Path.of("simulator/labs/lab.schema.json");
  private static final Path PAGE = Path.of("web/docs/02-labs.md");
  private static final String BEGIN = "<!-- words: printed by LabSchemaTest -->\n";
  private static final String END = "<!-- end of words -->\n";

  @Test
  void theSchemaIsWhatTheWordsAre() throws IOException {
    compare(SCHEMA, schema());
  }

  @Test
  void thePageListsTheWords() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
    assertThat(end).isGreaterThanOrEqualTo(begin);
    compare(PAGE, page.substring(0, begin) + tables() + page.substring(end));
  }

  private static void compare(Path file, String printed) throws IOException {
    if (Boolean.getBoolean("moorage.write-docs")) {
      Files.writeString(file, printed);
    }
    assertThat(Files.readString(file))
        .as("%s differs from the words; print it anew with -Dmoorage.write-docs=true", file)
        .isEqualTo(printed);
  }

  @Test
  void everyLabFollowsTheSchema() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("simulator/labs"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        assertThat(errors(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host-a stops vm-1 | host-a stopped vm-1",
        "at 7s | ad 7s",
        "stations | statons",
        "- every vPort is programmed | - every vPort is programed",
        "(vid 100) | (vid 100",
      })
  void theSchemaRefusesATypo(String right, String wrong) throws IOException {
    String lab = Files.readString(Path.of("simulator/labs/hello.yaml"));
    assertThat(lab).contains(right);
    assertThat(errors(lab.replace(right, wrong))).isNotEmpty();
  }

  private static List<String> errors(String lab) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    return schema.validate(lab, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  // Printing.

  private static String schema() {
    String name = "^[A-Za-z][\\w.-]*$";
    String ports =
        "{ \"type\": \"array\", \"items\": { \"type\": \"string\", \"pattern\": "
            + json(name)
            + " }, \"minItems\": 1, \"uniqueItems\": true }";
    String station =
        "{ \"oneOf\": [ "
            + ports
            + ", { \"type\": \"object\", \"required\": [\"ports\"], \"additionalProperties\":"
            + " false, \"properties\": { \"ports\": "
            + ports
            + ", \"speaks\": { \"enum\": [\"ratified\", \"draft-0\"] } } } ] }";
    String links =
        "{ \"type\": \"array\", \"items\": { \"type\": \"string\", \"pattern\": "
            + json("^\\S+:\\S+ +- +\\S+:\\S+( *(\\([^()]*\\)|\\{[^{}]*\\}))?$")
            + " } }";
    String length = "\\d+(\\.\\d+)? ?(us|ms|s|min|h)";
    String timers =
        Stream.of(LabTimer.values()).map(LabTimer::word).collect(Collectors.joining("|"));
    String within = "(" + length + "|(" + timers + ")( ?\\+ ?" + length + ")?)";
    List<String> lines = new ArrayList<>();
    lines.add(line("^at " + length + "$", Words.ACTIONS_AND_CLAIMS.phrases()));
    lines.add(line("^(by|until) " + length + "$", Words.CLAIMS.phrases()));
    lines.add(line("^within " + within + "$", Words.CLAIMS.phrases()));
    List<String> members =
        List.of(
            member("name", "{ \"type\": \"string\", \"pattern\": " + json(name) + " }"),
            member("about", "{ \"type\": \"string\", \"minLength\": 1 }"),
            member("profiles", "{ \"type\": \"string\", \"minLength\": 1 }"),
            member(
                "evb",
                "{ \"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
                    + " \"retries\": { \"type\": \"integer\", \"minimum\": 0, \"maximum\": 7 },"
                    + " \"rte\": "
                    + exponent()
                    + ", \"rwd\": "
                    + exponent()
                    + ", \"rka\": "
                    + exponent()
                    + " } }"),
            member("stations", map(name, station)),
            member("switches", map(name, ports)),
            member("extenders", map(name, ports)),
            member(
                "s-channels",
                map(
                    "^[A-Za-z][\\w.-]*:[A-Za-z][\\w.-]*$",
                    "{ \"enum\": [\"channel\", \"shared-port\"] }")),
            member(
                "capacity",
                map(
                    "^[A-Za-z][\\w.-]*:[A-Za-z][\\w.-]*$",
                    "{ \"type\": \"string\", \"pattern\": "
                        + json("^\\d+(\\.\\d+)? *([kMGT]?bit/s)$")
                        + " }")),
            member(
                "reservation-hold",
                "{ \"type\": \"string\", \"pattern\": " + json("^" + length + "$") + " }"),
            member(
                "overlay",
                "{ \"type\": \"object\", \"additionalProperties\": { \"type\": \"object\","
                    + " \"additionalProperties\": { \"type\": \"string\", \"pattern\": "
                    + json("^(\\d{1,8}\\s+)?[0-9a-fA-F.:]+/\\d{1,3}$")
                    + " } } }"),
            member("fabric", links),
            member("links", links),
            member(
                "script",
                "{ \"type\": \"array\", \"items\": { \"type\": \"object\", \"minProperties\": 1,"
                    + " \"maxProperties\": 1, \"additionalProperties\": false,"
                    + " \"patternProperties\": {\n        "
                    + String.join(",\n        ", lines)
                    + "\n      } } }"),
            member(
                "always",
                "{ \"type\": \"array\", \"items\": "
                    + sentences(Words.INVARIANTS.phrases())
                    + " }"));
    return "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
        + "  \"title\": \"A lab: what there is, what happens, what must hold\",\n"
        + "  \"type\": \"object\",\n  \"additionalProperties\": false,\n"
        + "  \"required\": [\"name\", \"about\", \"stations\", \"switches\", \"links\","
        + " \"script\"],\n  \"properties\": {\n"
        + String.join(",\n", members)
        + "\n  }\n}\n";
  }

  private static String exponent() {
    return "{ \"type\": \"integer\", \"minimum\": 1, \"maximum\": 27 }";
  }

  private static String member(String name, String value) {
    return "    " + json(name) + ": " + value;
  }

  private static String map(String name, String value) {
    return "{ \"type\": \"object\", \"additionalProperties\": false, \"patternProperties\": { "
        + json(name)
        + ": "
        + value
        + " } }";
  }

  private static String line(String when, List<? extends Phrase<?>> phrases) {
    return json(when) + ": " + sentences(phrases);
  }

  private static String sentences(List<? extends Phrase<?>> phrases) {
    List<String> ways = new ArrayList<>();
    for (Phrase<?> phrase : phrases) {
      phrase.alternatives().forEach(way -> ways.add(pattern(way)));
    }
    return "{ \"type\": \"string\", \"pattern\": "
        + json("^(?:" + String.join("|", ways) + ")$")
        + " }";
  }

  private static String pattern(List<Phrase.Part> way) {
    return way.stream()
        .map(part -> part.slot().map(LabSchemaTest::slot).orElse(part.text()))
        .collect(Collectors.joining(" +"));
  }

  private static String slot(Slot slot) {
    String loose = slot.pattern().replace("(?:us|ms|s|min|h)", " ?(?:us|ms|s|min|h)");
    return "(?:" + loose.replace("(?:\\+", "(?: ?\\+ ?") + ")";
  }

  private static String json(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String tables() {
    return "\n### What happens: behind `at`\n\n"
        + table(Words.ACTIONS.phrases())
        + "\n### What is to be seen: behind `at`, `by`, `within`, `until`\n\n"
        + table(Words.CLAIMS.phrases())
        + "\n### What must never be otherwise: `always`\n\n"
        + table(Words.INVARIANTS.phrases())
        + "\n### Of a VM, in parentheses\n\n"
        + terms(VmTerms.WORDS)
        + "\n### Of a link, in parentheses\n\n"
        + terms(LinkTerms.WORDS)
        + "\n### Timers a bound may name\n\n| word | is |\n|---|---|\n"
        + Stream.of(LabTimer.values())
            .map(timer -> "| `" + timer.word() + "` | " + timer.meaning() + " |\n")
            .collect(Collectors.joining())
        + "\n";
  }

  private static String table(List<? extends Phrase<?>> phrases) {
    return "| sentence | meaning |\n|---|---|\n"
        + phrases.stream()
            .map(phrase -> "| `" + written(phrase.form()) + "` | " + phrase.meaning() + " |\n")
            .collect(Collectors.joining());
  }

  /** Slots in capitals, as people write placeholders. */
  private static String written(String form) {
    StringBuilder text = new StringBuilder();
    for (String word : form.split(" ")) {
      boolean slot = word.contains("{");
      String bare = word.replaceAll("\\{([a-z-]+)(?::[a-z]+)?\\}", "$1");
      text.append(text.isEmpty() ? "" : " ").append(slot ? capitals(bare) : word);
    }
    return text.toString();
  }

  private static String capitals(String word) {
    return switch (word.replaceAll("[\\[\\]]", "")) {
      case "terms" -> word.replace("terms", "(...)");
      case "text" -> word.replace("text", "\"...\"");
      case "vms" -> "NAME-{n}";
      case "new-vm" -> "VM";
      default -> word.toUpperCase(java.util.Locale.ROOT);
    };
  }

  private static String terms(List<Terms.Word> words) {
    return "| word | for example | says |\n|---|---|---|\n"
        + words.stream()
            .map(word ->
                "| `" + word.word() + "` | " + word.example() + " | " + word.meaning() + " |\n")
            .collect(Collectors.joining());
  }
}
