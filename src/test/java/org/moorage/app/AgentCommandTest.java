package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code moorage agent} refuses before it touches anything. */
class AgentCommandTest {

  private record Ran(int status, String err) {}

  @TempDir private Path directory;

  @Test
  void aMissingOptionIsUsage() {
    Ran ran = run("agent");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--name is missing").doesNotContain("\tat ");
  }

  @Test
  void aManagerAndProfilesAreNotBothTaken() {
    Ran ran = agent("--uplink", "eth1", "--manager", "https://moorage-1:8443");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("are both given");
  }

  @Test
  void anAgentOfAManagerNeedsAToken() throws IOException {
    Path token = directory.resolve("token");
    Files.writeString(token, "two words\n");
    Ran ran =
        run(
            "agent",
            "--name",
            "leaf-1",
            "--uplink",
            "lo",
            "--manager",
            "http://127.0.0.1:1,http://127.0.0.1:2",
            "--token-file",
            token.toString());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("is not a token; it is one word without blanks");
    assertThat(ran.err()).doesNotContain("two words");
  }

  @Test
  void anUnknownInterfaceIsRefusedWithTheOnesThereAre() {
    Ran ran = agent("--uplink", "nosuchif0");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("there is no interface nosuchif0");
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void aMistakeInTheAgentFileNamesItsLine() throws IOException {
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, "name: leaf-1\nuplink: eth1\n");
    Ran ran = run("agent", "--config", file.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("agent.yaml:2: \"uplink\" is not a key here");
  }

  @Test
  void stateGoesWhereTheEnvironmentSays() {
    assertThat(AgentCommand.stateDirectory(Map.of("MOORAGE_DATA", "here")))
        .isEqualTo(Path.of("here"));
    assertThat(AgentCommand.stateDirectory(Map.of("XDG_STATE_HOME", "there")))
        .isEqualTo(Path.of("there", "moorage"));
    assertThat(AgentCommand.stateDirectory(Map.of()))
        .matches(path -> path.endsWith(Path.of(".local", "state", "moorage")));
  }

  private Ran agent(String... more) {
    Stream<String> words =
        Stream.of(
            "agent",
            "--name",
            "leaf-1",
            "--profiles",
            "profiles",
            "--data-dir",
            directory.resolve("state").toString());
    return run(Stream.concat(words, Arrays.stream(more)).toArray(String[]::new));
  }

  private static Ran run(String... words) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new AgentCommand());
    line.setErr(new PrintWriter(err, true));
    int status = line.execute(Arrays.copyOfRange(words, 1, words.length));
    return new Ran(status, err.toString());
  }
}
