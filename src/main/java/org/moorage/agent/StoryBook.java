package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.stack.VsiRequest;

/** The newest stories in full. */
final class StoryBook {

  /**
   * Stories kept step by step. Of older ones the association itself keeps the essence, which takes
   * less than a tenth of the memory.
   */
  static final int MAX_STORIES = 1_024;

  /** A VSI that moves, changes and is refused many times still fits; older steps are dropped. */
  static final int MAX_STEPS = 64;

  private final Map<AssociationId, ArrayDeque<StoryStep>> stories = new LinkedHashMap<>();

  /** The last of them: most steps belong to the story that is being told. */
  private @Nullable AssociationId newest;

  private ArrayDeque<StoryStep> newestSteps = new ArrayDeque<>(8);

  /** A new step; the story becomes the newest. */
  void add(AssociationId id, StoryStep step) {
    ArrayDeque<StoryStep> steps = id.equals(newest) ? newestSteps : becomeNewest(id);
    if (steps.size() == MAX_STEPS) {
      steps.removeFirst();
    }
    steps.addLast(step);
  }

  private ArrayDeque<StoryStep> becomeNewest(AssociationId id) {
    ArrayDeque<StoryStep> before = stories.remove(id);
    ArrayDeque<StoryStep> steps = before == null ? new ArrayDeque<>(8) : before;
    stories.put(id, steps);
    newest = id;
    newestSteps = steps;
    if (stories.size() > MAX_STORIES) {
      stories.remove(stories.keySet().iterator().next());
    }
    return steps;
  }

  /** The request a story told last; empty where the story is too old. */
  Optional<VsiRequest> lastRequest(AssociationId id) {
    ArrayDeque<StoryStep> steps = stories.get(id);
    if (steps != null) {
      for (StoryStep step : (Iterable<StoryStep>) steps::descendingIterator) {
        if (step instanceof StoryStep.Heard(Instant at, VsiRequest request)) {
          return Optional.of(request);
        }
      }
    }
    return Optional.empty();
  }

  /** Empty where the story is too old. */
  List<StoryStep> steps(AssociationId id) {
    ArrayDeque<StoryStep> steps = stories.get(id);
    return steps == null ? List.of() : List.copyOf(steps);
  }
}
