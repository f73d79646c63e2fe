package org.moorage.frameport;

import java.util.Map;

/**
 * What a port has seen since it was made.
 *
 * @param dropped frames not handed on or not sent, by reason; the reasons are a fixed, small set
 */
public record FramePortCounters(
    long framesIn, long octetsIn, long framesOut, long octetsOut, Map<String, Long> dropped) {

  public FramePortCounters {
    dropped = Map.copyOf(dropped);
  }
}
