package org.moorage.manager.association;

import java.util.List;
import org.moorage.agentlink.StoryLine;

/**
 * What happened to one home of a VSI, step by step; the shape of an agent's own door.
 *
 * @param shortened older steps are left out
 * @param steps oldest first
 */
public record StoryView(AssociationView association, boolean shortened, List<StoryLine> steps) {
  public StoryView {
    steps = List.copyOf(steps);
  }
}
