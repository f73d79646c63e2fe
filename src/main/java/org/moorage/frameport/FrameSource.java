package org.moorage.frameport;

import java.util.Optional;

/** Where a port's reading thread takes frames from. Used by that thread alone, counters aside. */
interface FrameSource extends AutoCloseable {

  /**
   * Passes on what is there; waits a little where there is nothing.
   *
   * @return how many frames, or minus the error number: EAGAIN where none came
   */
  int read(HandOver handOver);

  /** Frames the kernel dropped since the last call because nobody read them; any thread. */
  long takeKernelDrops();

  /** What is not as it should be though frames are read, in a sentence; any thread. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /** What it still holds of the system is given back. */
  @Override
  void close();
}
