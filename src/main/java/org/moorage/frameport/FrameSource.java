package org.moorage.frameport;

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

  /** What it still holds of the system is given back. */
  @Override
  void close();
}
