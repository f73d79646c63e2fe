package org.moorage.agent;

import java.util.List;

/**
 * What happened to one VSI on one port, step by step.
 *
 * @param association whose story it is
 * @param steps oldest first, at most {@link StoryBook#MAX_STEPS}
 * @param shortened the single steps were too long ago to be kept; these are what is left of them
 */
public record Story(AssociationView association, List<StoryStep> steps, boolean shortened) {

  public Story {
    steps = List.copyOf(steps);
  }

  /** The steps in words, one line each; what begins something says when it was. */
  public List<String> lines() {
    return steps.stream()
        .map(step ->
            step.took().map(micros -> "+" + micros + " us").orElseGet(() -> step.at().toString())
                + " "
                + step.word()
                + ": "
                + step.text())
        .toList();
  }
}
