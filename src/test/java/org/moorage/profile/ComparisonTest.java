package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.yaml.Problem;

/** Profiles written and compared. */
class ComparisonTest {

  private static final String PLAIN =
      """
      type: 7
      name: lone
      version: 1
      vlan: { access: 9 }
      from-vm: []
      to-vm:
        - permit icmp
      """;

  static Stream<Path> shipped() throws IOException {
    return ProfileSchemaTest.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatIsWrittenReadsBackAsTheSameProfile(Path file) throws IOException {
    PortProfile profile = read(Files.readString(file));
    String written = ProfileWriter.write(profile);
    PortProfile again = read(written);
    assertThat(Comparison.of(profile, again)).isEmpty();
    assertThat(again.compile().size()).isEqualTo(profile.compile().size());
    assertThat(ProfileWriter.write(again)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain words",
        "colon: inside",
        "a # that is no comment",
        "ends with:",
        "\"quotes\" and \\ and {braces}, [brackets]",
        "- looks like an item",
        "two\nlines",
        "中文, emoji \uD83D\uDE00",
        "bell \u0007",
        "yes"
      })
  void everyDescriptionReadsBack(String about) {
    PortProfile plain = read(PLAIN);
    PortProfile profile =
        new PortProfile(
            plain.type(),
            "on",
            plain.version(),
            about,
            plain.vlan(),
            plain.fromVm(),
            plain.toVm(),
            plain.rates(),
            plain.marking(),
            plain.guard(),
            plain.overlay(),
            plain.sampling(),
            plain.whenManagerAway());
    assertThat(read(ProfileWriter.write(profile)).about()).isEqualTo(about);
    assertThat(read(ProfileWriter.write(profile)).name()).isEqualTo("on");
  }

  @Test
  void aRuleThatEndsInAColonReadsBack() {
    PortProfile profile =
        read(PLAIN.replace("permit icmp", "\"permit ip from fd00::, fd01:: to any\""));
    assertThat(Comparison.of(profile, read(ProfileWriter.write(profile)))).isEmpty();
  }

  @Test
  void problemsNameTheFileTheTextWouldBe() {
    assertThat(problems(PLAIN.replace("icmp", "imcp"), ""))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("to-vm");
          assertThat(problem.line()).isEqualTo(7);
          assertThat(problem.file()).isEqualTo("lone/v1.yaml");
        });
  }

  @Test
  void brokenGroupsAndOversizeAreProblemsToo() {
    assertThat(problems(PLAIN, "addresses: 7"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.file()).isEqualTo("groups.yaml"));
    assertThat(problems(PLAIN + "# " + "x".repeat(GroupsText.MAX_OCTETS + 1), "")).hasSize(1);
    assertThat(problems("", "")).hasSize(1);
    assertThat(problems("name: \u0000", "")).isNotEmpty();
    assertThat(GroupsText.problems("# nothing yet\n")).isEmpty();
  }

  @Test
  void theSecondVersionOfTheWebServerIsToldInWords() throws IOException {
    List<String> sentences =
        Comparison.of(
                read(Files.readString(Path.of("profiles/web-server/v1.yaml"))),
                read(Files.readString(Path.of("profiles/web-server/v2.yaml"))))
            .stream()
            .map(Change::sentence)
            .toList();
    assertThat(sentences)
        .contains(
            "committed rate from the VM: 200 Mbit/s -> 500 Mbit/s",
            "committed rate to the VM: not limited -> 1 Gbit/s",
            "burst from the VM: 500 kB -> 1 MB",
            "marked DSCP: none -> af21",
            "source IP addresses: off -> learned",
            "rule 7 from the VM added: deny any log");
  }

  @Test
  void aRuleThatMovedIsNotOneThatWentAndOneThatCame() {
    String three = "to-vm: [permit icmp, permit tcp to port 1, permit gre, permit udp to port 2]";
    String turned = "to-vm: [permit udp to port 2, permit icmp, permit tcp to port 3, permit gre]";
    String head = PLAIN.substring(0, PLAIN.indexOf("to-vm"));
    assertThat(Comparison.of(read(head + three), read(head + turned)))
        .extracting(Change::sentence)
        .containsExactly(
            "rule 2 to the VM removed: permit tcp to port 1",
            "rule 4 to the VM moved to place 1: permit udp to port 2",
            "rule 3 to the VM added: permit tcp to port 3");
  }

  @Test
  void aGroupThatStandsForSomethingElseIsTold() {
    String text = PLAIN.replace("permit icmp", "permit icmp from group:a");
    assertThat(
            Comparison.of(
                orThrow(text, "addresses: { a: [10.0.0.1, 10.0.0.2] }"),
                orThrow(text, "addresses: { a: [10.0.0.2, 10.0.0.3] }")))
        .extracting(Change::sentence)
        .containsExactly("group a gained 10.0.0.3, lost 10.0.0.1");
  }

  private static PortProfile read(String text) {
    try {
      return orThrow(text, Files.readString(Path.of("profiles/groups.yaml")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PortProfile orThrow(String text, String groups) {
    return switch (ProfileText.read(text, groups)) {
      case Reading.Read(PortProfile profile) -> profile;
      case Reading.Refused(List<Problem> problems) ->
          throw new AssertionError(problems + "\n" + text);
    };
  }

  private static List<Problem> problems(String text, String groups) {
    return switch (ProfileText.read(text, groups)) {
      case Reading.Read(PortProfile profile) -> List.of();
      case Reading.Refused(List<Problem> problems) -> problems;
    };
  }
}
