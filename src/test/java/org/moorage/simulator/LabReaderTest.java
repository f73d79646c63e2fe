package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.frameport.WireConditions;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.Flavour;
import org.moorage.simulator.LabReader.Reading;
import org.moorage.simulator.Sentence.Action;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.simulator.Sentence.Invariant;
import org.moorage.simulator.Sentence.Place;
import org.moorage.yaml.Problem;

class LabReaderTest {

  private static final String HEAD =
      """
      name: tried
      about: What the reader is given.
      stations: { host-a: [eth0], host-b: { ports: [eth0, eth1], speaks: draft-0 } }
      switches: { leaf-1: [p1, p2], leaf-2: [p1] }
      fabric: [ leaf-1:f1 - leaf-2:f1 ]
      links:
        - host-a:eth0 - leaf-1:p1
        - host-b:eth0 - leaf-2:p1 (loss 1%, delay 2 ms)
        - leaf-1:p2 - host-b:eth1
      script:
        - at 0s: host-a starts vm-1 as web-server/2 (mac 02-00-00-00-00-01, vid 100)
      """;

  private static LabFile read(String text) {
    return switch (LabReader.read("tried.yaml", text)) {
      case Reading.Read(LabFile lab) -> lab;
      case Reading.Refused(List<Problem> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }

  private static String mistake(String text) {
    return switch (LabReader.read("tried.yaml", text)) {
      case Reading.Read read -> throw new AssertionError("read without a complaint");
      case Reading.Refused(List<Problem> mistakes) -> {
        assertThat(mistakes).hasSize(1);
        yield mistakes.getFirst().toString();
      }
    };
  }

  @Test
  void readsWhatThereIs() {
    LabFile lab = read(HEAD);
    assertThat(lab.name()).isEqualTo("tried");
    assertThat(lab.stations())
        .extracting(LabFile.Station::name)
        .containsExactly("host-a", "host-b");
    assertThat(lab.stations().getLast().flavour()).isEqualTo(Flavour.DRAFT);
    assertThat(lab.switches().getFirst().ports()).containsExactly("p1", "p2");
    assertThat(lab.switches().getFirst().fabric()).containsExactly("f1");
    assertThat(lab.evb()).isEqualTo(LabFile.Evb.STANDARD);
  }

  @Test
  void aLinkKeepsItsConditionsAndPutsTheStationFirst() {
    List<LabFile.Link> links = read(HEAD).links();
    assertThat(links.get(0).fabric()).isTrue();
    assertThat(links.get(2).conditions())
        .isEqualTo(WireConditions.PERFECT.withLoss(0.01).withDelay(Duration.ofMillis(2)));
    assertThat(links.get(3).a()).isEqualTo(new PortRef("host-b", "eth1"));
    assertThat(links.get(3).b()).isEqualTo(new PortRef("leaf-1", "p2"));
  }

  @Test
  void aVmKeepsItsTerms() {
    assertThat(read(HEAD).script().getFirst().sentence())
        .isInstanceOfSatisfying(
            Action.Start.class,
            start -> {
              assertThat(start.type()).contains(TypeName.parse("web-server/2"));
              assertThat(start.terms().mac()).contains(MacAddress.parse("02:00:00:00:00:01"));
              assertThat(start.terms().vids()).hasSize(1);
            });
  }

  @Test
  void aCrowdIsNamedOneByOne() {
    LabFile lab = read(HEAD + "  - at 1s: host-a starts 3 VMs web-{n} as web-server/2 over 10 s\n");
    assertThat(lab.script().getLast().sentence())
        .isInstanceOfSatisfying(
            Action.StartMany.class,
            many -> {
              assertThat(many.vms()).containsExactly("web-1", "web-2", "web-3");
              assertThat(many.over()).isEqualTo(Duration.ofSeconds(10));
            });
  }

  @Test
  void aClaimKeepsItsPlaceTypeAndVlan() {
    LabFile lab =
        read(HEAD + "  - by 2s: vm-1 is associated on leaf-1:p1 with web-server/2 in VLAN 100\n");
    assertThat(lab.script().getLast().sentence())
        .isInstanceOfSatisfying(
            Claim.Associated.class,
            claim -> {
              assertThat(claim.on()).contains(new Place("leaf-1", Optional.of("p1")));
              assertThat(claim.vlan().orElseThrow().value()).isEqualTo(100);
            });
  }

  @Test
  void aBoundMayNameATimerAndAddToIt() {
    LabFile lab =
        read(
            HEAD
                + "  - within keepalive + 500ms: vm-1 has no vPort\n"
                + "always: [ no VSI is associated twice for longer than keepalive + 1 s ]\n");
    assertThat(lab.script().getLast().when())
        .isEqualTo(new When.Within(LabTimer.Span.parse("keepalive + 500ms")));
    assertThat(lab.always().getFirst().invariant())
        .isEqualTo(new Invariant.OneHome(LabTimer.Span.parse("keepalive + 1s")));
  }

  /** What is written in a script line, and what the reader says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "at 5s: vm-1 moved to host-b | \"moved\" is not a word here; did you mean \"moves\"?",
        "at 5s: vm-1 moves to host-d | \"host-d\" is not a station of this lab; did you mean"
            + " \"host-a\"?",
        "at 5s: vm-2 moves to host-b | \"vm-2\" is not a VM that was started above; did you mean"
            + " \"vm-1\"?",
        "at 5s: vm-1 moves | the sentence stops too early; next comes to",
        "at 5s: host-a dies now | \"now\" is too much: the sentence is complete before it",
        "at 5s: host-a starts x (vlan 7) | \"vlan\" is not a word for these parentheses; known are"
            + " mac, vid, group, vsi, manager, ip, gateway, filter, port, s-channel",
        "at 5s: host-a starts x (vidd 7) | \"vidd\" is not a word for these parentheses; did you"
            + " mean \"vid\"?",
        "at 5s: host-a starts x (vid 5000) | vid 5000 is outside 0..4095",
        "at 5s: host-a starts x (vid) | \"vid\" lacks a value; write it as \"vid 100\"",
        "at 5s: host-a starts x (mac 01-80-c2-00-00-00) | mac 01-80-c2-00-00-00 is not the address"
            + " of one VM",
        "at 5s: host-a starts 2 VMs x-{n} (ip 10.0.0.1) | \"ip\" cannot be the same for many VMs;"
            + " leave it out",
        "at 5: host-a dies | \"5\" lacks its unit: us, ms, s, min or h",
        "at 9 sec: host-a dies | \"sec\" is not a unit of time; us, ms, s, min and h are",
        "ad 5s: host-a dies | \"ad\" does not begin a script line; did you mean \"at\"?",
        "by 5s: host-a dies | \"by\" looks; what happens is said with \"at\"",
        "by 5s: vm-1 was associated | \"was\" is not a word here; did you mean \"has\"?",
        "by 5s: leaf-1:p7 has 3 vPorts | leaf-1 has no port p7; it has p1, p2",
        "by 5s: vm-1 is associated in VLAN 4095 | VLAN 4095 is outside 1..4094",
        "at 5s: link leaf-2:p9 is cut | leaf-2:p9 has no link; did you mean \"leaf-2:p1\"?",
        "at 5s: link leaf-2:p1 turns (loss 120%) | 120% is more than everything: 0%..100%",
        "within keepaliv: vm-1 has no vPort | \"keepaliv\" is not a length of time; write it as"
            + " 200ms or 2s; did you mean \"keepalive\"?",
        "by 5s: vm-1 does not reach vm-1 | \"does not reach\" is asked \"at\" a moment",
        "until 5s: vm-1 reaches vm-1 | \"until\" cannot watch frames; look with \"by\" or \"at\"",
      })
  void saysWhatIsWrongWithALine(String line, String said) {
    assertThat(mistake(HEAD + "  - " + line + "\n")).isEqualTo("tried.yaml:12: " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no VSI is associated twise | \"twise\" is not a word here; did you mean \"twice\"?",
        "every rule belongs to a vPort | \"rule\" is not a word here; expected programmed, vPort",
      })
  void saysWhatIsWrongWithALaw(String law, String said) {
    assertThat(mistake(HEAD + "always:\n  - " + law + "\n")).isEqualTo("tried.yaml:13: " + said);
  }

  @Test
  void aScriptDoesNotGoBack() {
    assertThat(mistake(HEAD + "  - at 5s: host-a dies\n  - at 4s: host-a recovers\n"))
        .isEqualTo("tried.yaml:13: the script goes back to 4s after a line at 5s");
    assertThat(mistake(HEAD + "  - at 5s: host-a dies\n  - by 5s: vm-1 has no vPort\n"))
        .contains("goes back to 5s");
  }

  @Test
  void bracesInASentenceGetTheirOwnExplanation() {
    assertThat(mistake(HEAD + "  - at 1s: host-a starts vm-2 { type: web-server/2 }\n"))
        .isEqualTo(
            "tried.yaml:12: inside a sentence write (vid 100, loss 1%) with round brackets and"
                + " without colons");
  }

  @Test
  void aLoopInTheFabricIsRefused() {
    String looped = HEAD.replace("leaf-2:f1 ]", "leaf-2:f1, leaf-1:f2 - leaf-2:f2 ]");
    assertThat(mistake(looped)).contains("closes a loop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: tried | nane: tried | \"nane\" is not a part of a lab; did you mean \"name\"?",
        "about: What the reader is given. | '' | \"about\" is missing",
        "host-a: [eth0] | host-a: [eth0, eth0] | port eth0 is there twice",
        "speaks: draft-0 | speaks: draft | a station speaks ratified or draft-0, not \"draft\"",
        "leaf-2: [p1] | host-a: [p1] | \"host-a\" is there twice",
        "leaf-2: [p1] | leaf-2: p1 | ports are a list, as [p1, p2]",
        "leaf-1:p2 - host-b:eth1 | leaf-1:p1 - host-b:eth1 | leaf-1:p1 has two links",
        "leaf-1:p2 - host-b:eth1 | leaf-1:p2 - leaf-2:p1 | two switches are joined under",
        "leaf-1:p2 - host-b:eth1 | leaf-1:p2 host-b:eth1 | a link is \"host-a:eth0 - leaf-1:p1\"",
        "loss 1% | loss 1 | \"1\" is not a share; write it as 1%",
        "leaf-1:f1 | leaf-1:p1 | leaf-1:p1 is a port for stations",
      })
  void saysWhatIsWrongWithTheRest(String right, String wrong, String said) {
    assertThat(HEAD).contains(right);
    assertThat(LabReader.read("tried.yaml", HEAD.replace(right, wrong)))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused -> assertThat(refused.mistakes().toString()).contains(said));
  }

  @Test
  void everyMistakeIsReportedAtOnceInOrder() {
    Reading reading =
        LabReader.read(
            "tried.yaml", HEAD + "  - at 1s: host-a dances\n  - at 2s: vm-1 moves to nowhere\n");
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused ->
                assertThat(refused.mistakes()).extracting(Problem::line).containsExactly(12, 13));
  }

  @Test
  void whatIsNoYamlAtAllIsSaid() {
    assertThat(mistake("name: [\n")).startsWith("tried.yaml:").contains("not YAML");
    assertThat(mistake("- a\n- b\n")).contains("a lab is a mapping with name, about");
    assertThat(mistake("")).contains("a lab is a mapping");
  }
}
