package org.moorage.dataplane.soft;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleCause;

/** One direction's rules in order; the first match decides. */
final class CompiledRules {

  /**
   * Up to so many are asked one after the other, most of them by a few comparisons: asked all at
   * once they would take as long from about here on.
   */
  static final int FEW = 100;

  private final CompiledRule[] rules;
  private final RuleSieve sieve;
  private final @Nullable RuleVectors vectors;

  /** Where the rules somebody wrote are among all of them, in the order written. */
  final int[] written;

  CompiledRules(List<NeutralRule> neutral) {
    rules = neutral.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
    sieve = new RuleSieve(neutral);
    vectors = rules.length <= FEW ? null : new RuleVectors(neutral, rules);
    written =
        IntStream.range(0, neutral.size())
            .filter(i -> neutral.get(i).cause() == RuleCause.WRITTEN)
            .toArray();
  }

  int size() {
    return rules.length;
  }

  /** The index of the rule that decides, or -1 where none does: then it is a deny. */
  int decide(FrameView frame) {
    if (vectors != null) {
      return vectors.decide(frame);
    }
    if (frame.ipVersion == 4) {
      for (int i = sieve.next(0, frame); i < rules.length; i = sieve.next(i + 1, frame)) {
        if (sieve.decides(i, frame) || rules[i].matches(frame)) {
          return i;
        }
      }
      return -1;
    }
    for (int i = 0; i < rules.length; i++) {
      if (rules[i].matches(frame)) {
        return i;
      }
    }
    return -1;
  }

  boolean permits(int index) {
    return index >= 0 && rules[index].permits;
  }

  /** Whether it is a guard of the profile that speaks, not a written rule. */
  boolean guards(int index) {
    return index >= 0 && rules[index].guards;
  }
}
