package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.P2;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.cli.EdgeCommand;
import org.moorage.cli.VsiCommands;
import org.moorage.edge.UnknownTypePolicy;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code moorage vsi} and {@code moorage edge} against a real door of an agent. */
class CommandsOverTheDoorTest {

  private record Ran(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private EdgeBench bench = new EdgeBench();
  private final LocalDoor door =
      new LocalDoor(
          new LocalDoor.Asker() {
            @Override
            public <T> T ask(Function<AgentViews, T> question) {
              return question.apply(bench.agent.views());
            }
          },
          new DoorFacts("soft", "profiles", 3, Map::of),
          0);

  @BeforeEach
  void open() throws IOException {
    door.start();
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void listLinesUpItsColumns() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.request(P2, associate(2, 4712, 9, 0));
    Ran ran = run(new VsiCommands(), "list");
    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).hasSize(3);
    int column = ran.lines().getFirst().indexOf("STATE");
    assertThat(ran.lines().get(1).substring(column)).startsWith("associated  web-server/2");
    assertThat(ran.lines().get(2).substring(column)).startsWith("refused     type 4712/9");
    assertThat(ran.lines().get(1)).contains("leaf-1:p1", "02:00:00:00:00:01 VLAN 100");
  }

  @Test
  void anUnknownTypeThatWasAcceptedOrQuarantinedIsFlaggedWhereverItAppears() {
    bench = new EdgeBench(new MemoryJournal(), new UnknownTypePolicy.Accept());
    bench.request(P1, associate(1, 9999, 1, 55));
    assertThat(run(new VsiCommands(), "list").out()).contains("type 9999/1 UNKNOWN TYPE");
    bench =
        new EdgeBench(
            new MemoryJournal(),
            new UnknownTypePolicy.Quarantine(new VsiTypeId(4711), new VsiTypeVersion(2)));
    bench.request(P1, associate(1, 9999, 1, 0));
    assertThat(run(new VsiCommands(), "show", vsi(1).toString()).out())
        .contains("type 9999/1 QUARANTINED as web-server");
  }

  @Test
  void anEmptyListSaysWhatWouldBeThere() {
    assertThat(run(new VsiCommands(), "list").out()).contains("No VSI has been announced yet");
    assertThat(run(new VsiCommands(), "list", "--state", "refused").out())
        .contains("No VSI is refused");
  }

  @Test
  void aListOfThousandsTakesSeveralPages() {
    for (int i = 1; i <= 1_010; i++) {
      bench.request(P1, associate(i, 4711, 2, 0));
    }
    assertThat(run(new VsiCommands(), "list").lines()).hasSize(1_011);
  }

  @Test
  void showTellsTheTermsOfOneVsi() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.run(Duration.ofSeconds(30));
    Ran ran = run(new VsiCommands(), "show", vsi(1).toString());
    assertThat(ran.out())
        .contains("is associated since", "web-server/2 (type 4711)", "keepalives", "ratified");
  }

  @Test
  void whyTellsTheStoryWithMicrosecondsAndOctets() {
    bench.request(P1, associate(1, 4711, 2, 0));
    Ran ran = run(new VsiCommands(), "why", vsi(1).toString());
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("heard", "looked up", "decided", "programmed", "answered", "+2 us")
        .contains("0621000012670205")
        .contains("success (0x40)");
  }

  @Test
  void whyOfARefusedVsiEndsWithTheReasonAndTheFix() {
    bench.request(P1, associate(1, 4711, 3, 0));
    Ran ran = run(new VsiCommands(), "why", vsi(1).toString());
    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).anyMatch(line -> line.matches("  reason +.*version 3 is unknown.*"));
    assertThat(ran.lines().getLast()).matches("  fix +.+");
  }

  @Test
  void theBeginningOfAnIdentifierIsEnoughWhereItNamesOne() {
    bench.request(P1, associate(0xABC, 4711, 2, 0));
    String whole = vsi(0xABC).toString();
    assertThat(run(new VsiCommands(), "show", whole.substring(0, 12)).status()).isZero();
    bench.request(P1, associate(0xABD, 4711, 2, 0));
    Ran ambiguous = run(new VsiCommands(), "show", whole.substring(0, 12));
    assertThat(ambiguous.status()).isEqualTo(1);
    assertThat(ambiguous.err()).contains("2 VSIs begin with", whole);
  }

  @Test
  void anUnknownIdentifierIsOneSentenceWithWhatToDo() {
    Ran ran = run(new VsiCommands(), "why", "ffffffff");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("no VSI begins with ffffffff", "moorage vsi list");
  }

  @Test
  void withoutAnAgentOneSentenceSaysWhatToStart() {
    int port = door.port();
    door.close();
    Ran ran = runAt("http://127.0.0.1:" + port, new VsiCommands(), "list");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("nobody answers", "moorage agent --name leaf-1");
  }

  @Test
  void jsonIsTheAnswerAsItCame() {
    bench.request(P1, associate(1, 4711, 2, 0));
    JsonNode list = new JsonMapper().readTree(run(new VsiCommands(), "list", "--json").out());
    assertThat(list.path(0).path("vsiId").asString()).isEqualTo(vsi(1).toString());
    JsonNode story =
        new JsonMapper().readTree(run(new VsiCommands(), "why", "--json", vsi(1).toString()).out());
    assertThat(story.path("steps")).hasSize(5);
    JsonNode edge = new JsonMapper().readTree(run(new EdgeCommand(), "--json").out());
    assertThat(edge.path("uplinks")).hasSize(2);
  }

  @Test
  void edgeShowsItsUplinksAndAlarms() {
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.agent.alarm("somebody should look", bench.now);
    Ran ran = run(new EdgeCommand(), "show");
    assertThat(ran.status()).isZero();
    assertThat(ran.lines().getFirst()).startsWith("Edge leaf-1, running since");
    assertThat(ran.out())
        .contains("1 associated")
        .contains("keep-alive every 10.5 s")
        .contains("ALARM")
        .contains("somebody should look");
    assertThat(run(new EdgeCommand(), "paint").err()).contains("write show");
  }

  private Ran run(Object command, String... words) {
    return runAt("http://127.0.0.1:" + door.port(), command, words);
  }

  private static Ran runAt(String url, Object command, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--url";
    all[words.length + 1] = url;
    int status = line.execute(all);
    return new Ran(status, out.toString(), err.toString());
  }
}
