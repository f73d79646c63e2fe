package org.moorage.manager.console;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which of the four colours a state's word has. */
@Component("states")
public class States {

  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "ok",
          Set.of(
              "ok",
              "associated",
              "released",
              "current",
              "up",
              "here",
              "active",
              "held",
              "valid",
              "running",
              "connected",
              "granted",
              "restored",
              "fine",
              "agreed"),
          "warning",
          Set.of(
              "warning",
              "pre-associated",
              "pre-associated-rr",
              "draft",
              "waiting",
              "pending",
              "away",
              "late",
              "expires soon",
              "negotiating",
              "moving",
              "quarantined",
              "stale"),
          "refused",
          Set.of(
              "refused",
              "failed",
              "down",
              "broken",
              "alarm",
              "malformed",
              "link-down",
              "lost",
              "replaced"));

  /** {@code ok}, {@code warning}, {@code refused}, or {@code unknown} for every other word. */
  public String kind(@Nullable String word) {
    String plain = word == null ? "" : word.toLowerCase(Locale.ROOT);
    return WORDS.entrySet().stream()
        .filter(each -> each.getValue().contains(plain))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("unknown");
  }
}
