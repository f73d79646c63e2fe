package org.moorage.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** JSON of the REST interface as words for a terminal. */
final class Words {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MICROSECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private Words() {}

  /** A field's text; a hyphen where it is missing or null. */
  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? "-" : value.asString();
  }

  static String number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? value.asString() : "-";
  }

  /** {@code web-server/2}, or the numbers where no profile has them; said where it is neither. */
  static String profile(JsonNode association) {
    String name = text(association, "profile");
    String version = number(association, "version");
    String asked = "type " + number(association, "typeId") + "/" + version;
    return switch (text(association, "standing")) {
      case "unknown-accepted" -> asked + " UNKNOWN TYPE";
      case "quarantined" -> asked + " QUARANTINED as " + name;
      default -> name.equals("-") ? asked : name + "/" + version;
    };
  }

  /** {@code 52:54:00:11:22:33 VLAN 100}. */
  static String filters(JsonNode association, int most) {
    List<String> words = new ArrayList<>();
    for (JsonNode filter : association.path("filters")) {
      words.add(filter(filter));
    }
    if (words.size() <= most) {
      return String.join(", ", words);
    }
    return String.join(", ", words.subList(0, most)) + " and " + (words.size() - most) + " more";
  }

  private static String filter(JsonNode filter) {
    StringJoiner words = new StringJoiner(" ");
    if (filter.hasNonNull("group")) {
      words.add("group " + text(filter, "group"));
    }
    if (filter.hasNonNull("mac")) {
      words.add(text(filter, "mac"));
    }
    boolean answered = filter.hasNonNull("answered");
    return words
        .add(answered ? "VLAN " + text(filter, "answered") : "VID " + text(filter, "vid"))
        .toString();
  }

  static String second(JsonNode node, String field) {
    try {
      return SECOND.format(Instant.parse(text(node, field)).atZone(ZoneId.systemDefault()));
    } catch (DateTimeParseException notATime) {
      return "-";
    }
  }

  static String microsecond(JsonNode node, String field) {
    try {
      return MICROSECOND.format(Instant.parse(text(node, field)).atZone(ZoneId.systemDefault()));
    } catch (DateTimeParseException notATime) {
      return "-";
    }
  }

  /** The text on lines of at most so many characters, broken at blanks where that can be. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** {@code 3 min 4 s ago}. */
  static String ago(JsonNode node, String field, Instant now) {
    try {
      return span(Duration.between(Instant.parse(text(node, field)), now)) + " ago";
    } catch (DateTimeParseException notATime) {
      return "-";
    }
  }

  static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    if (seconds < 86_400) {
      return seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
  }
}
