package org.moorage.manager.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout needs to know of a request.
 *
 * @param language {@code en} or {@code zh}
 * @param theme {@code light}, {@code dark}, or null for what the browser prefers
 * @param person who is signed in, null for nobody
 * @param rail the pages this person may open, in groups
 * @param searches whether there is a search
 * @param here the address of this page, to come back to
 */
public record Frame(
    String language,
    @Nullable String theme,
    @Nullable String person,
    List<List<Place>> rail,
    boolean searches,
    String here) {

  /** A page the left rail names; its title is the message {@code rail.NAME}. */
  public record Place(String name, String path) {}

  public Frame {
    rail = List.copyOf(rail);
  }

  /** Which themes the browser's own parts may be drawn in. */
  public String colourScheme() {
    return theme == null ? "light dark" : theme;
  }

  /** The next in the round: as the browser prefers, light, dark. */
  public String otherTheme() {
    if (theme == null) {
      return "light";
    }
    return theme.equals("light") ? "dark" : "auto";
  }

  public String otherLanguage() {
    return language.equals("zh") ? "en" : "zh";
  }
}
