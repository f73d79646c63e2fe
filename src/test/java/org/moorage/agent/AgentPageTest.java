package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.edge.PortName;
import org.moorage.edge.UnknownTypePolicy;

/** The page about the agent says what the agent does. */
class AgentPageTest {

  private static final Path PAGE = Path.of("web", "docs", "20-agent.md");

  @Test
  void itsAgentFileIsOne(@TempDir Path directory) throws Exception {
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    Path file = directory.resolve("agent.yaml");
    Files.writeString(file, block.group(1));
    AgentOptions options = AgentOptions.of(AgentFile.read(file), directory);
    assertThat(options.uplinks()).containsOnlyKeys(new PortName("eth1"), new PortName("eth2"));
    assertThat(options.edge().unknownType()).isInstanceOf(UnknownTypePolicy.Quarantine.class);
  }

  @Test
  void itNamesEveryOptionOnce() throws Exception {
    String page = Files.readString(PAGE);
    for (String option : AgentOptions.SINGLE) {
      assertThat(page.split(Pattern.quote("\n| `" + option + "` |"), -1)).as(option).hasSize(2);
    }
  }
}
