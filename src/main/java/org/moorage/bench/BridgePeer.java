package org.moorage.bench;

/** A bridge under test: a process at the far end of a {@link Segment}. */
interface BridgePeer extends AutoCloseable {

  /** For messages. */
  String name();

  /** Whether the process still runs. */
  boolean running();

  @Override
  void close();
}
