package org.moorage.dataplane;

/**
 * Which frames of a vPort are copied.
 *
 * @param fromVm those its VM sends
 * @param toVm those that go to its VM
 * @param dropped of either, also those its terms refused
 */
public record MirrorTerms(boolean fromVm, boolean toVm, boolean dropped) {

  public MirrorTerms {
    if (!fromVm && !toVm) {
      throw new IllegalArgumentException("a mirror of no direction copies nothing");
    }
  }

  /** Whether a frame is copied: which way it goes, whether it was refused. */
  public boolean takes(boolean isFromVm, boolean isDropped) {
    return (isFromVm ? fromVm : toVm) && (dropped || !isDropped);
  }
}
