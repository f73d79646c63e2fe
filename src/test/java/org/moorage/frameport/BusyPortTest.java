package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.protocol.Octets;

/** A port under so many frames that it is read by the block, and on its way there and back. */
class BusyPortTest {

  private static final int BURST = 1_000;
  private static final int BURSTS = 200;
  private static final int NUMBER_AT = 20;

  private VethPair pair;
  private PacketSocket sender;
  private PacketSocket receiver;
  private final SendBatch batch = new SendBatch();

  @BeforeEach
  void makeInterfaces() throws FramePortException {
    pair = VethPair.create();
    sender = PacketSocket.ofDataFrames(pair.far(), System::nanoTime);
    receiver = PacketSocket.ofDataFrames(pair.near(), System::nanoTime);
    sender.start((frame, length) -> {});
  }

  @AfterEach
  void removeInterfaces() {
    if (pair != null) {
      sender.close();
      receiver.close();
      pair.close();
    }
  }

  /** Checks each frame where it arrives: the order, the tag, the length. */
  private static final class Checking implements FrameReceiver {
    final AtomicLong wrong = new AtomicLong();
    final AtomicLong pauses = new AtomicLong();
    final Semaphore arrived = new Semaphore(0);
    volatile @Nullable FramePortException why;
    private long next;

    @Override
    public void received(byte[] frame, int length) {
      Octets octets = Octets.copyOf(frame, 0, length);
      long number = octets.u32(NUMBER_AT);
      if (number != next || !octets.equals(numbered(number))) {
        wrong.incrementAndGet();
      }
      next = number + 1;
      arrived.release();
    }

    @Override
    public void paused() {
      pauses.incrementAndGet();
    }

    @Override
    public void stopped(FramePortException because) {
      why = because;
    }
  }

  /** Tagged by turns with nothing, a C-TAG, an S-TAG; 60 to 1,259 octets. */
  private static Octets numbered(long number) {
    String type =
        switch ((int) (number % 3)) {
          case 0 -> "0800 45000000";
          case 1 -> "8100 6064 0800";
          default -> "88a8 0065 0800";
        };
    return Octets.ofHex("020000000001 020000000a01 " + type)
        .paddedTo(NUMBER_AT)
        .plus(Octets.builder().u32(number).build())
        .paddedTo(60 + (int) (number % 1_200));
  }

  private void send(long from, int count) {
    for (long number = from; number < from + count; number++) {
      byte[] frame = numbered(number).toArray();
      if (!batch.add(frame, frame.length)) {
        sender.send(batch);
        assertThat(batch.add(frame, frame.length)).isTrue();
      }
    }
    sender.send(batch);
  }

  private static boolean ringIsMapped() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .anyMatch(line -> line.contains("socket:"));
  }

  @Test
  void everyFrameArrivesOnceInOrderAndWholeWhileThePortBecomesBusyAndCalmAgain() throws Exception {
    Checking checking = new Checking();
    receiver.start(checking);
    boolean mapped = false;
    long sent = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < BURSTS; i++, sent += BURST) {
        send(sent, BURST);
        assertThat(checking.arrived.tryAcquire(BURST, 10, TimeUnit.SECONDS)).isTrue();
        mapped |= ringIsMapped();
      }
      // One at a time and waited for: some ten thousand a second at most, so it calms down.
      for (int i = 0; i < BURST; i++, sent++) {
        send(sent, 1);
        assertThat(checking.arrived.tryAcquire(1, 10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(mapped).isTrue();
    assertThat(checking.wrong).hasValue(0);
    receiver.close(); // what was handed over last is counted right after it
    assertThat(receiver.counters().framesIn()).isEqualTo(sent);
    assertThat(receiver.counters().dropped()).isEmpty();
    assertThat(sender.counters().framesOut()).isEqualTo(sent);
    assertThat(checking.pauses.get()).isLessThan(sent);
  }

  @Test
  void aBusyPortGoesOnWhenItsInterfaceIsSwitchedOffAndOnAndStopsWhenItVanishes() throws Exception {
    Checking checking = new Checking();
    receiver.start(checking);
    long sent = 0;
    while (!ringIsMapped() && sent < BURST * BURSTS) {
      send(sent, BURST);
      assertThat(checking.arrived.tryAcquire(BURST, 10, TimeUnit.SECONDS)).isTrue();
      sent += BURST;
    }
    assertThat(ringIsMapped()).isTrue();
    pair.down(pair.near());
    pair.up(pair.near());
    long next = sent;
    boolean again = false;
    for (int i = 0; i < 100 && !again; i++) {
      send(next++, 1);
      again = checking.arrived.tryAcquire(1, 100, TimeUnit.MILLISECONDS);
    }
    assertThat(again).isTrue();
    pair.close();
    for (int i = 0; i < 100 && checking.why == null; i++) {
      assertThat(checking.arrived.tryAcquire(Integer.MAX_VALUE, 100, TimeUnit.MILLISECONDS))
          .isFalse();
    }
    FramePortException why = Objects.requireNonNull(checking.why);
    assertThat(why.reason()).isEqualTo(Reason.INTERFACE_VANISHED);
    assertThat(ringIsMapped()).isFalse();
  }

  @Test
  void ofABatchOnlyWhatTheInterfaceDoesNotTakeIsLost() throws Exception {
    Checking checking = new Checking();
    receiver.start(checking);
    send(0, 2);
    byte[] large = Octets.zeros(3_000).toArray();
    assertThat(batch.add(large, large.length)).isTrue();
    send(2, 2);
    assertThat(checking.arrived.tryAcquire(4, 10, TimeUnit.SECONDS)).isTrue();
    assertThat(sender.counters().dropped()).containsEntry("larger than the interface sends", 1L);
    sender.close();
    send(4, 3);
    assertThat(sender.counters().dropped()).containsEntry("refused by the system when sent", 3L);
  }
}
