package org.moorage.bench;

import org.moorage.dataplane.FrameSink;
import org.moorage.edge.PortName;

/** Counts what leaves; two pieces of a frame cost what they cost on the wire, nothing is joined. */
final class CountedFrames implements FrameSink {

  private long out;

  /** How many have left since the last call. */
  long take() {
    long taken = out;
    out = 0;
    return taken;
  }

  @Override
  public void send(PortName port, byte[] frame, int length) {
    out++;
  }

  @Override
  public void send(PortName port, byte[] head, int headLength, byte[] frame, int from, int length) {
    out++;
  }
}
