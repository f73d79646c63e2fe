package org.moorage.frameport;

/**
 * Whether a port is so busy that its frames are read by the block, told by how many came within a
 * while. Without clock or socket: what it is told decides.
 *
 * <p>Between becoming busy and becoming calm lies a factor of three, so that a steady rate does not
 * make it change its mind again and again.
 */
final class ReadingPace {

  /** What is read next. */
  enum Mode {
    /** Each frame as soon as it is there. */
    CALM,
    /** Many at once, each up to a millisecond late. */
    BUSY
  }

  private static final long MILLI = 1_000_000;

  /** 30,000 frames a second. */
  private static final long CALM_WINDOW = 10 * MILLI;

  private static final int BUSY_FROM = 300;

  /** 10,000 frames a second. */
  private static final long BUSY_WINDOW = 100 * MILLI;

  private static final int CALM_BELOW = 1_000;

  /** After so long a calm nothing is kept ready for the next busy time. */
  static final long LONG_CALM = 10_000 * MILLI;

  private Mode mode = Mode.CALM;
  private long windowBegan;
  private long calmSince;
  private int frames;

  /** Before then it is calm whatever comes. */
  private long busyNotBefore;

  ReadingPace(long nowNanos) {
    windowBegan = nowNanos;
    calmSince = nowNanos;
    busyNotBefore = nowNanos;
  }

  Mode mode() {
    return mode;
  }

  /**
   * So many frames were read.
   *
   * @return what is to be done from now on
   */
  Mode read(int count, long nowNanos) {
    frames += count;
    long elapsed = nowNanos - windowBegan;
    boolean mayBeBusy = nowNanos - busyNotBefore >= 0;
    if (mode == Mode.CALM && mayBeBusy && frames >= BUSY_FROM && elapsed <= CALM_WINDOW) {
      mode = Mode.BUSY;
      begin(nowNanos);
    } else if (mode == Mode.CALM && elapsed > CALM_WINDOW) {
      begin(nowNanos);
    } else if (mode == Mode.BUSY && elapsed > BUSY_WINDOW) {
      if (frames < CALM_BELOW) {
        mode = Mode.CALM;
        calmSince = nowNanos;
      }
      begin(nowNanos);
    }
    return mode;
  }

  /** Busy is not possible now: calm for at least {@link #LONG_CALM}. */
  void staysCalm(long nowNanos) {
    mode = Mode.CALM;
    calmSince = nowNanos;
    busyNotBefore = nowNanos + LONG_CALM;
    begin(nowNanos);
  }

  boolean isLongCalm(long nowNanos) {
    return mode == Mode.CALM && nowNanos - calmSince > LONG_CALM;
  }

  private void begin(long nowNanos) {
    windowBegan = nowNanos;
    frames = 0;
  }
}
