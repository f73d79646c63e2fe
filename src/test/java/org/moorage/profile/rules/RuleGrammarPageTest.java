package org.moorage.profile.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.ip.IpPrefix;

/** The page about the grammar tells the truth. */
class RuleGrammarPageTest {

  private static final Path PAGE = Path.of("web/docs/11-rule-grammar.md");
  private static final Path PICTURE = Path.of("web/docs/11-rule-grammar.svg");
  private static final Pattern EXAMPLES = Pattern.compile("```rules\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EBNF = Pattern.compile("```ebnf\n(.*?)```", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\"([a-z0-9-]{2,})\"");

  @Test
  void everyExampleIsARule() throws IOException {
    List<IpPrefix> some = List.of(IpPrefix.parse("10.0.0.0/8"));
    Groups groups = new Groups(Map.of("databases", some, "log-collectors", some), Map.of());
    List<String> examples =
        EXAMPLES
            .matcher(Files.readString(PAGE))
            .results()
            .flatMap(r -> r.group(1).lines())
            .toList();

    assertThat(examples).hasSizeGreaterThan(8);
    for (String example : examples) {
      assertThat(RuleParser.parse(example, groups)).isInstanceOf(RuleReading.Read.class);
    }
  }

  @Test
  void theCanonicalExamplesPrintAsTheyStand() throws IOException {
    String page = Files.readString(PAGE);
    String canonical = page.substring(page.indexOf("## Canonical form"));

    EXAMPLES
        .matcher(canonical)
        .results()
        .flatMap(r -> r.group(1).lines())
        .forEach(line -> assertThat(RuleParserTest.read(line).text()).isEqualTo(line));
  }

  @Test
  void theEbnfHasTheParsersWords() throws IOException {
    String ebnf = EBNF.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
    Set<String> written = new TreeSet<>();
    QUOTED.matcher(ebnf).results().map(r -> r.group(1)).forEach(written::add);

    Set<String> known = new TreeSet<>(RuleParser.protocolWords());
    known.addAll(IcmpWord.WORDS.keySet());
    known.addAll(List.of("permit", "deny", "from", "to", "log", "one-way", "type", "mac", "port"));
    known.add("broadcast");
    assertThat(written).isEqualTo(known);
  }

  @Test
  void thePictureHasTheParsersProtocols() throws IOException {
    Set<String> drawn = new TreeSet<>();
    Pattern.compile("<text class=\"lit\"[^>]*>([^<]*)</text>")
        .matcher(Files.readString(PICTURE))
        .results()
        .map((MatchResult r) -> r.group(1).split(" \\| "))
        .forEach(words -> drawn.addAll(List.of(words)));

    assertThat(drawn).containsAll(RuleParser.protocolWords());
  }
}
