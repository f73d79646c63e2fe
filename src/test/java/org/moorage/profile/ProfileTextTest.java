package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTextTest {

  private static final String GROUPS = "addresses: { resolvers: [10.0.0.53] }\n";

  private static final String PROFILE =
      """
      type: 4711
      name: web-server
      version: 2
      vlan: { access: 100 }
      from-vm:
        - permit udp to group:resolvers port 53
      to-vm: []
      """;

  @Test
  void aProfileIsReadWithItsGroupsAndItsRulesSayWhereTheyStand() {
    ProfileText.Reading reading = ProfileText.read(PROFILE, GROUPS);
    assertThat(reading).isInstanceOf(ProfileText.Reading.Read.class);
    PortProfile profile = ((ProfileText.Reading.Read) reading).profile();
    assertThat(profile.reference()).isEqualTo("web-server/2");
    assertThat(profile.fromVm().lines().getFirst().place()).isEqualTo("web-server/v2.yaml:6");
  }

  @Test
  void aGroupThatIsNotThereIsAProblemWithItsLine() {
    assertThat(ProfileText.read(PROFILE, ""))
        .isInstanceOfSatisfying(
            ProfileText.Reading.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isEqualTo(6)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "- 1", "type: 1\nname: a b\nversion: 1", "a: &x 1\nb: *x"})
  void anyTextGivesProblemsAndNothingElse(String text) {
    assertThat(ProfileText.read(text, ""))
        .isInstanceOfSatisfying(
            ProfileText.Reading.Refused.class,
            refused -> assertThat(refused.problems()).isNotEmpty());
    assertThat(ProfileText.read(PROFILE, text.isEmpty() ? "{" : text))
        .isInstanceOf(ProfileText.Reading.Refused.class);
  }
}
