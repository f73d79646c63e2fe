package org.moorage.manager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.profile.Comparison;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.yaml.Problem;

/** Fields and YAML are two views of one thing. */
class ProfileFormTest {

  private static final String GROUPS = text(Path.of("profiles/groups.yaml"));

  static List<Path> shipped() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("profiles"))) {
      return all.filter(path -> path.toString().matches(".*/v\\d+\\.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void theFieldsOfAProfileMakeTheSameProfile(Path file) {
    PortProfile profile = read(text(file));
    ProfileForm form = ProfileForm.of(profile, text(file));
    PortProfile again = read(form.yaml());
    assertThat(again.type()).isEqualTo(profile.type());
    assertThat(again.version()).isEqualTo(profile.version());
    assertThat(Comparison.of(profile, again)).isEmpty();
    assertThat(ProfileForm.of(again, form.yaml())).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vlan: { trunk: [10, 20-29], native: 10 }",
        "vlan: { isolated: 100/105 }",
        "vlan: { access: 7 }\noverlay: { from-group-id: { of: contoso } }\nsampling: 1 in 512",
        "vlan: { access: 7 }\noverlay: { subnet: contoso/web }\nwhen-manager-away: closed",
        "vlan: { access: 7 }\nguard: { mac: off, ip: [10.0.0.0/8, 'fd00::/8'], storm: 9 frames/s }",
        "vlan: { access: 7 }\nguard: { router-advertisements: on }\nabout: 'a: b # c'"
      })
  void everyTermHasItsField(String terms) {
    String text = "type: 1\nname: \"on\"\nversion: 0\nfrom-vm: []\nto-vm: []\n" + terms + "\n";
    PortProfile profile = read(text);
    assertThat(Comparison.of(profile, read(ProfileForm.of(profile, text).yaml()))).isEmpty();
  }

  @Test
  void commentsBesideAndAboveRulesStay() {
    String text =
        """
        type: 1
        name: a
        version: 1
        vlan: { access: 1 }
        from-vm:
          # above
          - permit icmp   # beside
          - 'permit tcp'  # behind quotes
        to-vm: [permit icmp]
        """;
    ProfileForm form = ProfileForm.of(read(text), text);
    assertThat(form.get("from-vm")).isEqualTo("# above\npermit icmp   # beside\npermit tcp\n");
    assertThat(form.yaml()).contains("  # above\n  - permit icmp   # beside\n");
  }

  @Test
  void whatIsWrongStandsAtItsFieldAndRulesAtTheirLine() {
    ProfileForm form =
        ProfileForm.fresh()
            .with("type", "x")
            .with("name", "a")
            .with("vlan.value", "5000")
            .with("from-vm", "# a comment\n\npermit icmp\npermit imcp\n")
            .with("rate.from-vm.burst", "1 MB")
            .with("rate.to-vm.committed", "1 parsec")
            .with("guard.storm", "many");
    Map<String, List<String>> errors = form.errors(problems(form.yaml()));
    assertThat(errors)
        .containsOnlyKeys(
            "type",
            "vlan.value",
            "from-vm",
            "rate.from-vm.committed",
            "rate.to-vm.committed",
            "guard.storm");
    assertThat(errors.get("from-vm"))
        .singleElement()
        .asString()
        .startsWith("4: column 8: \"imcp\"");
  }

  @Test
  void noFieldBreaksOutOfItsPlace() {
    for (String hostile :
        List.of("1\nname: b", "1 }\nguard: { mac: off", "\"", "{", "[", "!!x", "&a", "\u0000")) {
      ProfileForm form = ProfileForm.fresh().with("name", "a").with("type", "1");
      for (String field :
          List.of(
              "vlan.value", "vlan.kind", "marking.pcp", "guard.mac", "overlay.value", "about")) {
        ProfileForm bad = form.with("overlay.kind", "subnet").with("vlan.value", "1");
        String yaml = bad.with("overlay.value", "a/b").with(field, hostile).yaml();
        switch (ProfileText.read(yaml, "")) {
          case Reading.Read(PortProfile profile) -> {
            assertThat(field).as(hostile).isEqualTo("about");
            assertThat(profile.name()).isEqualTo("a");
          }
          case Reading.Refused(List<Problem> problems) ->
              assertThat(problems)
                  .as(field + hostile)
                  .allMatch(problem -> !problem.message().contains("twice"));
        }
      }
    }
  }

  private static PortProfile read(String text) {
    return switch (ProfileText.read(text, GROUPS)) {
      case Reading.Read(PortProfile profile) -> profile;
      case Reading.Refused(List<Problem> problems) ->
          throw new AssertionError(problems + "\n" + text);
    };
  }

  private static List<Problem> problems(String text) {
    return switch (ProfileText.read(text, GROUPS)) {
      case Reading.Read(PortProfile profile) -> List.of();
      case Reading.Refused(List<Problem> problems) -> problems;
    };
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
