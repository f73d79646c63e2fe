package org.moorage.profile;

import java.util.List;
import java.util.stream.Collectors;

/** One thing in which two profiles differ; places of rules count from 1. */
public sealed interface Change {

  /**
   * A term has another value.
   *
   * @param term which, with dots: {@code rate.from-vm.committed}
   * @param words the same for people: {@code committed rate from the VM}
   * @param before as written in a profile; {@code none} where it was not there
   * @param after likewise
   */
  record Term(String term, String words, String before, String after) implements Change {}

  /** A rule is new. */
  record RuleAdded(String direction, int place, String text) implements Change {}

  /** A rule is gone. */
  record RuleRemoved(String direction, int place, String text) implements Change {}

  /** A rule stands elsewhere among those that stayed. */
  record RuleMoved(String direction, int from, int to, String text) implements Change {}

  /** A group that rules name stands for something else. */
  record GroupMeans(String group, List<String> added, List<String> removed) implements Change {
    public GroupMeans {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /** {@code committed rate from the VM: 500 Mbit/s -> 1 Gbit/s}. */
  default String sentence() {
    return switch (this) {
      case Term(String term, String words, String before, String after) ->
          words + ": " + before + " -> " + after;
      case RuleAdded(String direction, int place, String text) ->
          "rule " + place + " " + direction(direction) + " added: " + text;
      case RuleRemoved(String direction, int place, String text) ->
          "rule " + place + " " + direction(direction) + " removed: " + text;
      case RuleMoved(String direction, int from, int to, String text) ->
          "rule " + from + " " + direction(direction) + " moved to place " + to + ": " + text;
      case GroupMeans(String group, List<String> added, List<String> removed) ->
          "group "
              + group
              + (added.isEmpty() ? "" : " gained " + some(added))
              + (added.isEmpty() || removed.isEmpty() ? "" : ",")
              + (removed.isEmpty() ? "" : " lost " + some(removed));
    };
  }

  private static String direction(String word) {
    return word.equals("from-vm") ? "from the VM" : "to the VM";
  }

  private static String some(List<String> members) {
    int shown = 8;
    return members.stream().limit(shown).collect(Collectors.joining(", "))
        + (members.size() > shown ? " and " + (members.size() - shown) + " more" : "");
  }
}
