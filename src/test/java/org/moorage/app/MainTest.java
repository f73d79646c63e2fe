package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class MainTest {

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outText = new ByteArrayOutputStream();
    ByteArrayOutputStream errText = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outText, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errText, true, StandardCharsets.UTF_8));
    try {
      int status = Main.run(args);
      return new Ran(
          status,
          outText.toString(StandardCharsets.UTF_8),
          errText.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void withoutACommandItSaysWhichThereAre() {
    Ran ran = run();
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("Usage: moorage").contains("moorage: name a command");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void anUnknownOptionIsOneSentenceAndTheWayToTheHelp() {
    Ran ran = run("--verbos");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).startsWith("moorage: \"--verbos\" is not an option");
    assertThat(ran.err().lines()).hasSize(2);
  }

  @Test
  void versionGoesToStandardOutput() {
    Ran ran = run("--version");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("moorage ");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void everyWordIsACommandOfThatName() {
    assertThat(Commands.all().keySet()).containsExactlyElementsOf(Commands.WORDS);
    Commands.all()
        .forEach((word, command) ->
            assertThat(new CommandLine(command).getCommandName()).isEqualTo(word));
  }

  @Test
  void aWordNobodyKnowsIsAnsweredWithTheNearestOne() {
    Ran ran = run("chekc", "profiles");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("moorage: \"chekc\" is not a command; did you mean check?")
        .doesNotContain("\tat ");
  }

  @Test
  void theHelpNamesEveryCommandButTheLaunchersOwn() {
    Ran ran = run("--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("lab", "agent", "check", "doctor", "decode", "vsi", "edge");
    assertThat(ran.out()).contains("bench").doesNotContain("warm-up");
  }
}
