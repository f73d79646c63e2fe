package org.moorage.manager.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.moorage.profile.Change;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What is different between two versions, in the reader's language. */
@Component
class ChangeWords {

  private final MessageSource messages;

  ChangeWords(MessageSource messages) {
    this.messages = messages;
  }

  List<String> all(List<Change> changes, Locale language) {
    return changes.stream().map(change -> one(change, language)).toList();
  }

  private String one(Change change, Locale language) {
    return switch (change) {
      case Change.Term(String term, String words, String before, String after) ->
          say(
              language,
              "types.change.term",
              Objects.requireNonNullElse(
                  messages.getMessage("types.term." + term, null, words, language), words),
              value(before, language),
              value(after, language));
      case Change.RuleAdded(String direction, int place, String text) ->
          say(language, "types.change.added." + direction, Integer.toString(place), text);
      case Change.RuleRemoved(String direction, int place, String text) ->
          say(language, "types.change.removed." + direction, Integer.toString(place), text);
      case Change.RuleMoved(String direction, int from, int to, String text) ->
          say(
              language,
              "types.change.moved." + direction,
              Integer.toString(from),
              Integer.toString(to),
              text);
      case Change.GroupMeans(String group, List<String> added, List<String> removed) ->
          say(
              language,
              "types.change.group",
              group,
              added.isEmpty() ? "–" : String.join(", ", added),
              removed.isEmpty() ? "–" : String.join(", ", removed));
    };
  }

  /** Words that are no term of a profile. */
  private String value(String text, Locale language) {
    return switch (text) {
      case "none" -> say(language, "types.value.none");
      case "not limited" -> say(language, "types.unlimited");
      default -> text;
    };
  }

  private String say(Locale language, String key, Object... words) {
    return messages.getMessage(key, words, language);
  }
}
