package org.moorage.overlay;

/** What can happen to the overlay: an item came into this state, or is gone. */
public sealed interface OverlayChange {

  /** The item is there from now on, instead of the one with the same key where there was one. */
  record Put(OverlayItem item) implements OverlayChange {}

  record Removed(OverlayKey key) implements OverlayChange {}
}
