package org.moorage.agentlink;

import org.jspecify.annotations.Nullable;

/** {@link CaptureTerms} as somebody asks for them; what is not said is as usual. */
public record CaptureWish(
    @Nullable String direction,
    @Nullable Boolean dropped,
    @Nullable Integer seconds,
    @Nullable Integer frames,
    @Nullable Integer octets,
    @Nullable Integer snapshot) {

  /**
   * @throws IllegalArgumentException with a sentence that begins with the field that is wrong
   */
  public CaptureTerms terms() {
    CaptureTerms usual = CaptureTerms.USUAL;
    return new CaptureTerms(
        direction == null ? usual.direction() : direction,
        dropped == null ? usual.dropped() : dropped,
        seconds == null ? usual.seconds() : seconds,
        frames == null ? usual.frames() : frames,
        octets == null ? usual.octets() : octets,
        snapshot == null ? usual.snapshot() : snapshot);
  }
}
