package org.moorage.overlay;

import java.util.List;

/** What came of a wish to change the overlay. */
public sealed interface OverlayAnswer {

  /**
   * It is done.
   *
   * @param changes what became different, in order: none where it was so before, more than one
   *     where a VM with several addresses moved
   */
  record Done(List<OverlayChange> changes) implements OverlayAnswer {
    public Done {
      changes = List.copyOf(changes);
    }
  }

  /** Nothing is changed. */
  record Refused(OverlayFault fault) implements OverlayAnswer {}
}
