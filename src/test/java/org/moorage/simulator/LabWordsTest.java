package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.dataplane.soft.SoftSwitchSettings;

/** Every word of script and always, seen to hold where it should and to break where it should. */
class LabWordsTest {

  /** The same for a law; {@code breaks} may need a switch that is not what it should be. */
  record LawWord(
      String form,
      String law,
      List<String> holds,
      List<String> breaks,
      Function<SoftSwitchSettings, SwitchParts> parts,
      String broken,
      String why) {
    @Override
    public String toString() {
      return form;
    }
  }

  static List<LawWord> laws() {
    List<String> twice =
        List.of(TriedWords.STARTS, "at 1s: host-b starts vm-1", "at 3s: vm-1 is associated");
    List<String> once = List.of(TriedWords.STARTS, "at 3s: vm-1 is associated");
    List<String> gone =
        List.of(TriedWords.STARTS, "at 1s: host-a stops vm-1", "at 3s: vm-1 has no vPort");
    List<String> dead =
        List.of(TriedWords.STARTS, "at 1s: host-a dies", "at 60s: vm-1 has no vPort");
    List<String> apart =
        List.of(
            TriedWords.STARTS,
            TriedWords.BESIDE,
            "at 0s: host-a starts vm-3 as database/1 (vid 110)",
            "by 2s: vm-1 reaches vm-2");
    return List.of(
        new LawWord(
            "no VSI is associated twice",
            "no VSI is associated twice",
            once,
            twice,
            SwitchParts::soft,
            "no VSI is associated twice",
            "vm-1 is associated on leaf-1:p1 and leaf-2:p1"),
        new LawWord(
            "no VSI is associated twice for longer than {span}",
            "no VSI is associated twice for longer than 100ms",
            twice,
            twice,
            SwitchParts::soft,
            "no VSI is associated twice for longer than 1ms",
            "vm-1 is associated on leaf-1:p1 and leaf-2:p1 for 1.0"),
        new LawWord(
            "every programmed rule belongs to a vPort",
            "every programmed rule belongs to a vPort",
            gone,
            gone,
            BrokenSwitches::leaky,
            "every programmed rule belongs to a vPort",
            "leaf-1 enforces rules of vPort"),
        new LawWord(
            "every vPort is programmed",
            "every vPort is programmed",
            once,
            once,
            BrokenSwitches::idle,
            "every vPort is programmed",
            "enforces nothing for it"),
        new LawWord(
            "no frame of a VM leaves before its vPort",
            "no frame of a VM leaves before its vPort",
            once,
            List.of("at 1s: host-a starts vm-1 as web-server/2 (vid 100)", once.getLast()),
            BrokenSwitches::hub,
            "no frame of a VM leaves before its vPort",
            "sent a frame of vm-1 from p1"),
        new LawWord(
            "no frame reaches a VM of another VLAN",
            "no frame reaches a VM of another VLAN",
            apart,
            List.of(
                TriedWords.STARTS,
                "at 0s: host-a starts vm-3 as database/1 (vid 0)",
                "at 1s: host-a stops vm-1",
                "at 2s: vm-3 changes (vid 100)",
                "at 3s: vm-3 is refused with \"\"",
                "at 4s: host-a starts vm-1",
                "at 5s: vm-1 is associated"),
            BrokenSwitches::hub,
            "no frame reaches a VM of another VLAN",
            "got a frame of"),
        new LawWord(
            "no vPort outlives its VM for longer than {span}",
            "no vPort outlives its VM for longer than keepalive",
            dead,
            dead,
            SwitchParts::soft,
            "no vPort outlives its VM for longer than 5s",
            "the vPort of vm-1 (leaf-1:p1) outlives its VM"),
        new LawWord(
            "no port has more than {count} vPorts",
            "no port has more than 1 vPorts",
            once,
            once,
            SwitchParts::soft,
            "no port has more than 0 vPorts",
            "leaf-1:p1 has 1 vPort"));
  }

  static Stream<TriedWords.Word> words() {
    return Stream.concat(TriedWords.deeds().stream(), TriedWords.claims().stream());
  }

  @ParameterizedTest
  @MethodSource("words")
  void holdsWhereItShould(TriedWords.Word word) {
    LabOutcome outcome = Labs.run(Labs.twoHosts(word.holds(), List.of()), 1);
    assertThat(outcome.broken()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("words")
  void breaksWhereItShould(TriedWords.Word word) {
    LabOutcome outcome = Labs.run(Labs.twoHosts(word.breaks(), List.of()), 1);
    assertThat(outcome.broken())
        .singleElement()
        .satisfies(broken -> {
          assertThat(broken.text()).isEqualTo(word.breaks().getLast());
          assertThat(broken.why()).contains(word.why());
        });
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aLawHoldsWhereItShould(LawWord word) {
    LabOutcome outcome = Labs.run(Labs.twoHosts(word.holds(), List.of(word.law())), 1);
    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.always())
        .singleElement()
        .satisfies(law -> assertThat(law.why()).startsWith("looked at"));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aLawBreaksWhereItShould(LawWord word) {
    LabOutcome outcome =
        Labs.run(Labs.twoHosts(word.breaks(), List.of(word.broken())), 1, word.parts());
    assertThat(outcome.always())
        .singleElement()
        .satisfies(law -> {
          assertThat(law.holds()).isFalse();
          assertThat(law.why()).contains(word.why());
        });
  }

  @Test
  void aStationMaySpeakDraft() {
    String draft =
        Labs.TWO_HOSTS.replace("host-a: [eth0]", "host-a: { ports: [eth0], speaks: draft-0 }");
    List<String> holds = List.of(TriedWords.STARTS, "by 3s: leaf-1:p1 speaks draft-0");
    LabFile lab = Labs.read(LabReader.read("tried.yaml", draft + Labs.lines("script", holds)));
    assertThat(Labs.run(lab, 1).broken()).isEmpty();
    LabOutcome broken =
        Labs.run(
            Labs.twoHosts(List.of(TriedWords.STARTS, "by 3s: leaf-1:p1 speaks draft-0"), List.of()),
            1);
    assertThat(broken.broken().getFirst().why()).isEqualTo("leaf-1:p1 speaks ratified");
  }

  @Test
  void noWordIsLeftUntried() {
    Set<String> known = new TreeSet<>();
    Words.ACTIONS.phrases().forEach(phrase -> known.add(phrase.form()));
    Words.CLAIMS.phrases().forEach(phrase -> known.add(phrase.form()));
    Words.INVARIANTS.phrases().forEach(phrase -> known.add(phrase.form()));
    Set<String> tried = new TreeSet<>(Set.of("{port} speaks draft-0"));
    words().forEach(word -> tried.add(word.form()));
    laws().forEach(word -> tried.add(word.form()));
    assertThat(tried).isEqualTo(known);
  }
}
