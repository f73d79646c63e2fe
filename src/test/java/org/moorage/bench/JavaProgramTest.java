package org.moorage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JavaProgramTest {

  private static final Pattern AGENT = Pattern.compile("\n  agent\\)(.*?);;", Pattern.DOTALL);
  private static final Pattern FLAG = Pattern.compile("-X[^' \"]+");

  /** What is measured is the agent that users start. */
  @Test
  void startsAnAgentAsTheLauncherDoes() throws IOException {
    Matcher line = AGENT.matcher(Files.readString(Path.of("moorage")));
    assertThat(line.find()).isTrue();
    List<String> launcher = new ArrayList<>();
    Matcher flag = FLAG.matcher(line.group(1));
    while (flag.find()) {
      launcher.add(flag.group());
    }
    assertThat(launcher).isNotEmpty();
    assertThat(JavaProgram.flagsOf("agent"))
        .filteredOn(each -> each.startsWith("-X") && !each.startsWith("-XX:AOTCache"))
        .isEqualTo(launcher);
  }
}
