package org.moorage.frameport;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets whoever closes a port wait until its reading thread has ended. */
final class ReaderEnd {

  /** A reader looks up soon, unless its receiver blocks; then nobody waits for ever. */
  private static final int PATIENCE_SECONDS = 2;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread reader;

  /** Called by the reading thread first of all. */
  void begins() {
    reader = Thread.currentThread();
  }

  /** Called by the reading thread last of all. */
  void reached() {
    ended.countDown();
  }

  /** Returns when the reader has ended; at once when it is the reader that asks. */
  void await() {
    if (Thread.currentThread().equals(reader)) {
      return;
    }
    try {
      boolean ignored = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopWaiting) {
      Thread.currentThread().interrupt();
    }
  }
}
