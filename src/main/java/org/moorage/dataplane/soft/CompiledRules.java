package org.moorage.dataplane.soft;

import java.util.List;
import java.util.stream.IntStream;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleCause;

/** One direction's rules in order; the first match decides. */
final class CompiledRules {

  private final CompiledRule[] rules;

  /** Where the rules somebody wrote are among all of them, in the order written. */
  final int[] written;

  CompiledRules(List<NeutralRule> neutral) {
    rules = neutral.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
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
