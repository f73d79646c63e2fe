package org.moorage.dataplane;

import java.util.List;
import java.util.Map;

/**
 * What a vPort's frames came to since it was first applied; "from VM" is what the VSI sent.
 *
 * @param droppedFromVm frames and octets by reason, reasons never met left out
 * @param hitsFromVm for each neutral rule in order how many frames it decided, permits and denies
 * @param ruleHits the same for each rule somebody wrote, first those from the VM, then those to it
 */
public record VPortCounters(
    FrameCount permittedFromVm,
    FrameCount permittedToVm,
    Map<DropReason, FrameCount> droppedFromVm,
    Map<DropReason, FrameCount> droppedToVm,
    List<Long> hitsFromVm,
    List<Long> hitsToVm,
    List<Long> ruleHits) {

  public static final VPortCounters NONE =
      new VPortCounters(
          FrameCount.NONE, FrameCount.NONE, Map.of(), Map.of(), List.of(), List.of(), List.of());

  public VPortCounters {
    droppedFromVm = Map.copyOf(droppedFromVm);
    droppedToVm = Map.copyOf(droppedToVm);
    hitsFromVm = List.copyOf(hitsFromVm);
    hitsToVm = List.copyOf(hitsToVm);
    ruleHits = List.copyOf(ruleHits);
  }

  /** Frames refused in either direction for whatever reason. */
  public long dropped() {
    return frames(droppedFromVm) + frames(droppedToVm);
  }

  private static long frames(Map<DropReason, FrameCount> drops) {
    return drops.values().stream().mapToLong(FrameCount::frames).sum();
  }
}
