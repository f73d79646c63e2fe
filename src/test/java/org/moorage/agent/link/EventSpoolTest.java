package org.moorage.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.agent.AgentEvent;
import org.moorage.control.EventNumber;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

class EventSpoolTest {

  private static final UUID EDGE = new UUID(0x7000, 3);

  @TempDir private Path directory;
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void whatWasNotKeptOutlivesTheProcessAndComesFirst() throws Exception {
    EventSpool first = spool();
    for (int i = 1; i <= 5; i++) {
      first.add(alarm(1, i, "alarm " + i), null);
    }
    first.settle();
    first.acknowledged(1, 2);
    first.settle();
    // The process is killed: nothing is closed.
    try (EventSpool second = spool()) {
      second.add(alarm(2, 1, "later"), null);
      second.settle();
      assertThat(sequences(second)).containsExactly(3L, 4L, 5L);
      second.acknowledged(1, 5);
      assertThat(second.batch(10))
          .singleElement()
          .satisfies(event -> assertThat(event.epoch()).isEqualTo(2));
      second.acknowledged(2, 1);
      second.settle();
      assertThat(Files.size(directory.resolve(EventSpool.FILE))).isZero();
    }
  }

  @Test
  void aTornEndAndADamagedMiddleCostOnlyTheirRecords() throws Exception {
    EventSpool spool = spool();
    for (int i = 1; i <= 4; i++) {
      spool.add(alarm(1, i, "alarm " + i), null);
    }
    spool.settle();
    spool.close();
    Path file = directory.resolve(EventSpool.FILE);
    byte[] whole = Files.readAllBytes(file);
    byte[] torn = Arrays.copyOf(whole, whole.length - 3);
    torn[SpoolRecords.HEADER + 40] ^= 1;
    Files.write(file, torn);
    try (EventSpool again = spool()) {
      assertThat(sequences(again)).containsExactly(2L, 3L);
      assertThat(again.damaged()).isPositive();
      again.add(alarm(2, 1, "later"), null);
      again.settle();
    }
    try (EventSpool third = spool()) {
      assertThat(third.damaged()).isZero();
      assertThat(third.waiting()).isEqualTo(3);
    }
  }

  @Test
  void everyTruncationOfTheFileIsRead() throws Exception {
    Octets file =
        SpoolRecords.event(event(1, 1, "a", 20))
            .plus(SpoolRecords.event(event(1, 2, "b", 20)))
            .plus(SpoolRecords.kept(1, 1));
    for (int length = 0; length < file.size(); length++) {
      SpoolRecords.Reading reading = SpoolRecords.read(file.slice(0, length));
      assertThat(reading.events().size()).isBetween(0, 2);
    }
    assertThat(SpoolRecords.read(file).events())
        .extracting(SpooledEvent::sequence)
        .containsExactly(2L);
  }

  @Test
  void whenItGrowsTooLargeTheNewestStateOfEachSubjectIsKeptWithoutItsStory() {
    Backlog backlog = new Backlog(4_000, story -> Octets.zeros(10));
    for (int i = 1; i <= 12; i++) {
      backlog.add(event(1, i, "vsi " + i % 3, 200));
    }
    assertThat(backlog.takeRewritten()).isTrue();
    assertThat(backlog.takeStateLost()).isFalse();
    List<SpooledEvent> left = backlog.all();
    assertThat(left.size()).isLessThan(12);
    assertThat(left.getLast().sequence()).isEqualTo(12);
    assertThat(left.getFirst().gapBefore()).isTrue();
    assertThat(left).extracting(SpooledEvent::subject).contains("vsi 0", "vsi 1", "vsi 2");
    for (int i = 13; i < 100; i++) {
      backlog.add(event(1, i, "another " + i, 200));
    }
    assertThat(backlog.octets()).isLessThanOrEqualTo(4_000);
    assertThat(backlog.takeStateLost()).isTrue();
  }

  @Test
  void aDiskThatRefusesIsSaidAndWhatItMissedIsWrittenLater() throws Exception {
    Path file = directory.resolve(EventSpool.FILE);
    try (EventSpool spool = spool()) {
      Files.createDirectory(file);
      spool.add(alarm(1, 1, "first"), null);
      spool.settle();
      assertThat(spool.trouble().orElseThrow()).contains("cannot be written", "make room");
      assertThat(sequences(spool)).containsExactly(1L);
      Files.delete(file);
      nanos.addAndGet(2_000_000_000L);
      spool.add(alarm(1, 2, "second"), null);
      spool.settle();
      assertThat(spool.trouble()).isEmpty();
    }
    try (EventSpool again = spool()) {
      assertThat(sequences(again)).containsExactly(1L, 2L);
    }
  }

  private EventSpool spool() throws Exception {
    return EventSpool.open(directory, nanos::get);
  }

  private static List<Long> sequences(EventSpool spool) {
    return spool.batch(100).stream().map(SpooledEvent::sequence).toList();
  }

  private static Numbered<AgentEvent> alarm(long epoch, long sequence, String sentence) {
    return new Numbered<>(
        new EventNumber(EDGE, epoch, sequence),
        false,
        new AgentEvent.Alarm(Instant.EPOCH, Optional.of(new PortName("p1")), sentence));
  }

  private static SpooledEvent event(long epoch, long sequence, String subject, int size) {
    return new SpooledEvent(epoch, sequence, false, 0, subject, Octets.zeros(size));
  }
}
