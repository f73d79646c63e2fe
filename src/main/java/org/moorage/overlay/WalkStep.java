package org.moorage.overlay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One table that is looked into on a packet's way.
 *
 * @param stage which one
 * @param sentence what was found, in words
 * @param used the item that decided, where one did
 */
public record WalkStep(WalkStage stage, String sentence, Optional<OverlayItem> used) {

  static WalkStep of(WalkStage stage, String sentence, @Nullable OverlayItem used) {
    return new WalkStep(stage, sentence, Optional.ofNullable(used));
  }
}
