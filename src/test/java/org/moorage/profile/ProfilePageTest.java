package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.moorage.profile.rules.Groups;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;

/** The page about profiles tells the truth. */
class ProfilePageTest {

  private static final Path PAGE = Path.of("web/docs/10-profiles.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(type:.*?)```", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| `([a-z-]+)` \\|");

  @Test
  void theExampleIsAProfile() throws IOException {
    String example =
        EXAMPLE.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
    List<IpPrefix> some = List.of(IpPrefix.parse("10.0.0.0/8"));
    Problems problems = new Problems("page");

    Optional<PortProfile> profile =
        YamlFile.parse(example, problems)
            .flatMap(file ->
                ProfileReader.read(
                    file,
                    new Groups(Map.of("databases", some, "resolvers", some), Map.of()),
                    problems));

    assertThat(problems.list()).isEmpty();
    assertThat(profile.map(PortProfile::reference)).hasValue("web-server/2");
  }

  @Test
  void theTableNamesWhatIsShipped() throws IOException {
    List<String> shipped =
        ProfileLibrary.load(Path.of("profiles")).library().all().stream()
            .map(profile -> profile.type() + " " + profile.name())
            .distinct()
            .toList();

    assertThat(
            ROW.matcher(Files.readString(PAGE)).results().map(r -> r.group(1) + " " + r.group(2)))
        .containsExactlyElementsOf(shipped);
  }
}
