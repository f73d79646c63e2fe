package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code moorage agent --port-extender} refuses before it touches anything. */
class PortExtenderCommandTest {

  private record Ran(int status, String err) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--upstream a --extended b | --name is missing; write for example --name x1",
        "--name x1 --extended b | --upstream is missing; write for example --upstream eth0",
        "--name x1 --upstream a | --extended is missing; write for example --extended eth1",
        "--name x1 --upstream a --extended a | a is both --upstream and --extended",
        "--name x1 --upstream a --extended b --extended b | --extended b is given twice",
        "--name x1 --upstream a --extended b+c | a port of a port extender is one interface",
        "--name=x\u00e4 --upstream a --extended b | --name \"x\u00e4\" is not a name",
        "--name x1 --upstream a --extended b --serial=S\u00fc | is not a serial number"
      })
  void aMistakeIsOneSentenceThatSaysWhatToDo(String words, String sentence) {
    Ran ran = run(words.split(" "));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains(sentence);
  }

  @Test
  void moreThan256PortsAreRefused() {
    List<String> many = Collections.nCopies(257, "--extended=b");
    Ran ran =
        run(
            Stream.concat(Stream.of("--name=x1", "--upstream=a"), many.stream())
                .toArray(String[]::new));
    assertThat(ran.err()).contains("at most 256 ports");
  }

  @Test
  void anUnknownInterfaceIsRefusedWithTheOnesThereAre() {
    Ran ran = run("--name", "x1", "--upstream", "nosuchif0", "--extended", "nosuchif1");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void itsWordMakesItThisCommand() {
    assertThat(PortExtenderCommand.isMeant("agent", "--name", "x1", "--port-extender")).isTrue();
    assertThat(PortExtenderCommand.isMeant("agent", "--config", "agent.yaml")).isFalse();
    assertThat(PortExtenderCommand.isMeant("lab", "--port-extender")).isFalse();
    assertThat(AgentArguments.read(List.of("--port-extender", "--name", "x1"))).isEmpty();
  }

  private static Ran run(String... words) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new PortExtenderCommand());
    line.setErr(new PrintWriter(err, true));
    int status =
        line.execute(
            Stream.concat(Stream.of("--port-extender"), Arrays.stream(words))
                .toArray(String[]::new));
    return new Ran(status, err.toString());
  }
}
