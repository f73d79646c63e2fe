package org.moorage.dataplane;

import org.jspecify.annotations.Nullable;

/** Takes copies of a vPort's frames; called by the threads that forward, so it must not wait. */
public interface MirrorSink {

  /**
   * A frame as the station's link carries it: what the VM sent as it came in, what it gets as it
   * leaves, marked and tagged.
   *
   * @param fromVm the VM sent it; otherwise it goes to the VM
   * @param dropped why the vPort's terms refused it; null where they let it pass
   * @param frame read before this returns and not kept
   * @param length octets of it that are the frame, without FCS
   */
  void mirrored(boolean fromVm, @Nullable DropReason dropped, byte[] frame, int length);

  /** The vPort was taken away: nothing more comes. */
  void vPortGone();
}
