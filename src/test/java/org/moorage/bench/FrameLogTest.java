package org.moorage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameLogTest {

  private final FrameLog log = new FrameLog(100);

  /** Sends so many, one in every ten. */
  private void sent(int count) {
    for (int number = 0; number < count; number++) {
      log.sent(number * 10L);
    }
  }

  @Test
  void nothingIsLostAndNoGapIsLongerThanBetweenTwoFrames() {
    sent(3);
    log.arrived(0, 1);
    log.arrived(1, 11);
    log.arrived(2, 21);
    assertThat(log.lost()).isZero();
    assertThat(log.longestGap()).isEqualTo(10);
    assertThat(log.last()).hasValue(21);
  }

  @Test
  void aFrameThatDidNotArriveIsLostAndMakesAGap() {
    sent(4);
    log.arrived(0, 1);
    log.arrived(3, 31);
    assertThat(log.lost()).isEqualTo(2);
    assertThat(log.longestGap()).isEqualTo(30);
  }

  @Test
  void aCopyOfAFrameNeitherEndsAGapNorMakesUpForAnother() {
    sent(3);
    log.arrived(0, 1);
    log.arrived(0, 12);
    log.arrived(2, 21);
    assertThat(log.lost()).isEqualTo(1);
    assertThat(log.longestGap()).isEqualTo(20);
  }

  @Test
  void framesThatOvertakeEachOtherAreNotLost() {
    sent(3);
    log.arrived(0, 1);
    log.arrived(2, 21);
    log.arrived(1, 29);
    assertThat(log.lost()).isZero();
    assertThat(log.longestGap()).isEqualTo(20);
    assertThat(log.last()).hasValue(29);
  }

  @Test
  void whatNeverBeganAndWhatNeverWentOnAreGaps() {
    sent(11);
    log.arrived(6, 61);
    assertThat(log.longestGap()).isEqualTo(61);
    assertThat(log.lost()).isEqualTo(10);
    log.arrived(1, 11);
    assertThat(log.longestGap()).isEqualTo(50);
  }

  @Test
  void theFirstOfLaterFramesIsFoundByItsNumber() {
    sent(5);
    assertThat(log.firstFrom(0)).isEmpty();
    log.arrived(1, 11);
    log.arrived(4, 41);
    log.arrived(3, 43);
    assertThat(log.firstFrom(2)).hasValue(41);
    assertThat(log.firstFrom(5)).isEmpty();
    assertThat(log.firstFrom(1_000)).isEmpty();
  }

  @Test
  void whatIsNoFrameOfItsIsNotCounted() {
    sent(1);
    log.arrived(-1, 5);
    log.arrived(100, 5);
    assertThat(log.lost()).isEqualTo(1);
    assertThat(log.last()).isEmpty();
  }
}
