package org.moorage.protocol.capture;

import java.time.Instant;
import org.moorage.protocol.Octets;

/**
 * A frame as a capture file keeps it.
 *
 * @param time when it was seen, to the nanosecond where the file is that fine
 * @param frame the octets kept, from the destination address on, without FCS
 * @param originalSize octets the frame had on the wire, at least {@code frame.size()}
 */
public record CapturedFrame(Instant time, Octets frame, int originalSize) {

  public CapturedFrame {
    if (originalSize < frame.size()) {
      throw new IllegalArgumentException(
          "original size " + originalSize + " is below the " + frame.size() + " octets kept");
    }
  }

  public CapturedFrame(Instant time, Octets frame) {
    this(time, frame, frame.size());
  }

  /** Whether the capture kept less than the frame had. */
  public boolean isCutShort() {
    return originalSize > frame.size();
  }
}
