package org.moorage.dataplane;

/**
 * How much passed a point.
 *
 * @param frames 0 or more
 * @param octets of those frames as received, without FCS
 */
public record FrameCount(long frames, long octets) {

  public static final FrameCount NONE = new FrameCount(0, 0);

  public FrameCount plus(FrameCount more) {
    return new FrameCount(frames + more.frames, octets + more.octets);
  }
}
