package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.TypeSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class AgentArgumentsTest {

  @Test
  void bothFormsOfAnOptionAreRead() throws Exception {
    AgentArguments read =
        AgentArguments.read(
                List.of(
                    "--name=leaf-1",
                    "--uplink",
                    "eth1",
                    "--uplink=eth2",
                    "--profiles",
                    "p",
                    "--config",
                    "agent.yaml"))
            .orElseThrow();
    AgentOptions options = AgentOptions.of(read.words(), Path.of("state"));
    assertThat(options.name().value()).isEqualTo("leaf-1");
    assertThat(options.uplinks()).hasSize(2);
    assertThat(read.config()).contains("agent.yaml");
  }

  @Test
  void aManagerAndTheOneOptionWithoutAValueAreRead() throws Exception {
    AgentArguments read =
        AgentArguments.read(
                List.of(
                    "--insecure-http",
                    "--name=leaf-1",
                    "--uplink=eth1",
                    "--manager=http://moorage-1:8080"))
            .orElseThrow();
    assertThat(AgentOptions.of(read.words(), Path.of("state")).types())
        .isInstanceOf(TypeSource.Managers.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--nam leaf-1", "--name", "--name --uplink", "leaf-1"})
  void whatIsNotPlainIsLeftToTheLibrary(String words) {
    assertThat(AgentArguments.read(Arrays.asList(words.split(" ")))).isEmpty();
  }

  @Test
  void everyOptionOfTheCommandIsKnown() {
    TreeSet<String> declared = new TreeSet<>();
    for (OptionSpec option : new CommandLine(new AgentCommand()).getCommandSpec().options()) {
      if (option.arity().max() > 0 && !option.hidden()) {
        declared.add(option.longestName().substring(2));
      }
    }
    assertThat(declared).isEqualTo(new TreeSet<>(AgentArguments.OPTIONS));
  }

  @Test
  void theWarmUpTakesAnAgentThroughItsFirstMinute() throws Exception {
    AgentWarmUp.run();
  }
}
