package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.moorage.agent.EdgeBench.LIBRARY;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.vdp.VdpType;

/** An agent that ends without a word and starts again. */
class RestartTest {

  @TempDir private Path directory;

  @Test
  void whatWasHeldIsProgrammedBeforeTheFirstFrameAndTheStationNoticesNothing() {
    EdgeBench bench = new EdgeBench();
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.request(P1, associate(2, 4712, 1, 0));
    bench.request(P1, associate(3, 4711, 2, 100).with(VdpType.PRE_ASSOCIATE));
    AssociationView before = bench.association(P1, vsi(2));
    bench.run(Duration.ofSeconds(3));
    bench.heardByStation.forEach((port, heard) -> heard.clear());

    bench.restart(LIBRARY::lookup);

    assertThat(bench.plane.plans()).hasSize(2);
    assertThat(bench.programmedWhenSent.getLast()).isEqualTo(2);
    AssociationView after = bench.association(P1, vsi(2));
    assertThat(after.answered()).isEqualTo(before.answered());
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(bench.story(P1, vsi(2)).steps().getFirst()).isInstanceOf(StoryStep.Restored.class);
    bench.run(Duration.ofMinutes(1));
    assertThat(bench.heardByStation.values())
        .allSatisfy(heard -> assertThat(heard).noneMatch(StationEffect.Ended.class::isInstance));
    assertThat(bench.association(P1, vsi(3)).state()).isEqualTo(AssociationState.PRE_ASSOCIATED);
    assertThat(bench.association(P1, vsi(1)).keepAlives()).isGreaterThan(3);
  }

  @Test
  void aStationThatDiedMeanwhileIsForgottenAfterOneKeepaliveTime() {
    EdgeBench bench = new EdgeBench();
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.cables.put(P1, false);
    bench.restart(LIBRARY::lookup);
    bench.run(Duration.ofSeconds(15));
    assertThat(bench.plane.plans()).hasSize(1);
    bench.run(Duration.ofSeconds(2));
    assertThat(bench.plane.plans()).isEmpty();
  }

  @Test
  void aVsiWhoseProfileIsGoneIsNotTakenUpAndAnAlarmSaysWhy() {
    EdgeBench bench = new EdgeBench();
    bench.request(P1, associate(1, 4711, 2, 0));
    bench.restart(new ProfileLibrary("profiles", List.of())::lookup);
    assertThat(bench.plane.plans()).isEmpty();
    assertThat(bench.agent.views().agent().alarms())
        .extracting(AgentEvent.Alarm::sentence)
        .anyMatch(text -> text.contains("could not be taken up") && text.contains("4711"));
    bench.run(Duration.ofSeconds(30));
    assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.REFUSED);
  }

  @Test
  void restoredAssociationsAreToldWithTheirAge() {
    EdgeBench bench = new EdgeBench();
    bench.request(P1, associate(1, 4711, 2, 0));
    Instant since = bench.association(P1, vsi(1)).since();
    bench.run(Duration.ofSeconds(3));
    bench.restart(LIBRARY::lookup);
    assertThat(bench.events)
        .filteredOn(AgentEvent.Associated.class::isInstance)
        .last()
        .satisfies(event -> assertThat(event.at()).isEqualTo(since));
    assertThat(bench.events).contains(new AgentEvent.ToldAll(bench.now, 1, 1));
  }

  @Test
  void theJournalOnDiskCarriesEverythingOver() throws Exception {
    try (FileJournal journal = open()) {
      EdgeBench bench = new EdgeBench(journal);
      bench.request(P1, associate(1, 4711, 2, 0));
      bench.request(P1, associate(2, 4712, 1, 0));
      bench.request(P1, associate(1, 4711, 2, 0).with(VdpType.DE_ASSOCIATE));
    }
    try (FileJournal journal = open()) {
      assertThat(journal.damaged()).isZero();
      assertThat(journal.kept())
          .extracting(kept -> kept.held().request().vsiId())
          .containsExactly(vsi(2));
    }
    try (FileJournal journal = open()) {
      assertThat(new EdgeBench(journal).plane.plans()).hasSize(1);
    }
  }

  @Test
  void aTornTailLosesTheLastRecordOnlyAndWritingGoesOnBehindIt() throws Exception {
    try (FileJournal journal = open()) {
      EdgeBench bench = new EdgeBench(journal);
      bench.request(P1, associate(1, 4711, 2, 0));
      bench.request(P1, associate(2, 4711, 2, 0));
    }
    Path file = directory.resolve(FileJournal.FILE);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    try (FileJournal journal = open()) {
      assertThat(journal.damaged()).isPositive();
      assertThat(journal.kept()).hasSize(1);
      EdgeBench bench = new EdgeBench(journal);
      bench.request(P1, associate(3, 4711, 2, 0));
    }
    try (FileJournal journal = open()) {
      assertThat(journal.kept())
          .extracting(kept -> kept.held().request().vsiId())
          .containsExactlyInAnyOrder(vsi(1), vsi(3));
    }
  }

  @Test
  void aDiskThatTakesNothingIsAnAlarmAndIsToldEverythingLater() throws Exception {
    Path file = directory.resolve(FileJournal.FILE);
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    try (FileJournal journal = open()) {
      EdgeBench bench = new EdgeBench(journal);
      bench.request(P1, associate(1, 4711, 2, 0));
      journal.settle();
      bench.agent.advance(bench.now);
      assertThat(bench.agent.views().agent().journalTrouble()).isPresent();
      assertThat(bench.association(P1, vsi(1)).state()).isEqualTo(AssociationState.ASSOCIATED);
      assertThat(bench.events)
          .filteredOn(AgentEvent.Alarm.class::isInstance)
          .singleElement()
          .satisfies(alarm -> assertThat(alarm.text()).contains("make room"));

      Files.delete(file);
      bench.request(P1, associate(2, 4711, 2, 0));
      journal.settle();
      bench.agent.advance(bench.now);
      journal.settle();
      bench.agent.advance(bench.now);
      assertThat(bench.agent.views().agent().journalTrouble()).isEmpty();
    }
    try (FileJournal journal = open()) {
      assertThat(journal.damaged()).isZero();
      assertThat(journal.kept())
          .extracting(kept -> kept.held().request().vsiId())
          .containsExactlyInAnyOrder(vsi(1), vsi(2));
    }
  }

  @Test
  void aJournalFullOfThePastIsRewritten() throws Exception {
    Path file = directory.resolve(FileJournal.FILE);
    EdgeBench bench = new EdgeBench();
    bench.request(P1, associate(1, 4711, 2, 0));
    AssociationView view = bench.association(P1, vsi(1));
    Kept kept = new Kept(P1, new HeldVsi(view.request(), view.answered()), view.since());
    try (FileJournal journal = open()) {
      for (int i = 0; i < 60_000; i++) {
        journal.held(kept);
        journal.released(P1, vsi(1));
      }
      journal.held(kept);
      journal.settle();
      assertThat(Files.size(file)).isLessThan(6 << 20);
    }
    try (FileJournal journal = open()) {
      assertThat(journal.kept()).containsExactly(kept);
      assertThat(journal.damaged()).isZero();
    }
  }

  @Test
  void anUnreadableJournalIsRefusedNotOverwritten() throws Exception {
    Files.createDirectory(directory.resolve(FileJournal.FILE));
    assertThat(catchThrowable(this::open)).isInstanceOf(IOException.class);
  }

  @Test
  void theIdentityStaysAndTheEpochCounts() throws Exception {
    var random = new SplittableRandom(1);
    EdgeIdentity first = EdgeIdentity.ofDirectory(directory, () -> random, Instant.EPOCH);
    EdgeIdentity second = EdgeIdentity.ofDirectory(directory, () -> random, Instant.EPOCH);
    assertThat(first.id().version()).isEqualTo(7);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
    Files.writeString(
        directory.resolve("identity"), "edge nonsense", StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(
            catchThrowable(() -> EdgeIdentity.ofDirectory(directory, () -> random, Instant.EPOCH)))
        .hasMessageContaining("damaged");
  }

  @Test
  void aDirectoryHasOneAgent() throws Exception {
    try (AgentDirectory taken = AgentDirectory.open(directory)) {
      assertThat(catchThrowable(() -> AgentDirectory.open(taken.path())))
          .hasMessageContaining("another agent");
    }
    AgentDirectory.open(directory).close();
  }

  private FileJournal open() throws IOException {
    return FileJournal.open(directory, System::nanoTime);
  }
}
