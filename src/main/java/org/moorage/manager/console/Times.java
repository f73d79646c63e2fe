package org.moorage.manager.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Times in a page's words: how long ago, and exactly when. */
@Component("times")
public class Times {

  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private final MessageSource messages;

  Times(InstantSource clock, MessageSource messages) {
    this.clock = clock;
    this.messages = messages;
  }

  /** {@code 4 min ago}, {@code in 2 h}. */
  public String ago(Instant when, Locale language) {
    Duration ago = Duration.between(when, clock.instant());
    Duration size = ago.abs();
    String key = ago.isNegative() ? "ahead." : "ago.";
    if (size.toSeconds() == 0) {
      return messages.getMessage("ago.now", null, language);
    }
    if (size.toMinutes() == 0) {
      return words(key + "seconds", size.toSeconds(), language);
    }
    if (size.toHours() == 0) {
      return words(key + "minutes", size.toMinutes(), language);
    }
    return size.toDays() == 0
        ? words(key + "hours", size.toHours(), language)
        : words(key + "days", size.toDays(), language);
  }

  public String ago(OffsetDateTime when, Locale language) {
    return ago(when.toInstant(), language);
  }

  /** With milliseconds, in UTC. */
  public String exact(Instant when) {
    return EXACT.format(when);
  }

  public String exact(OffsetDateTime when) {
    return exact(when.toInstant());
  }

  /** As programs read it. */
  public String iso(Instant when) {
    return when.toString();
  }

  public String iso(OffsetDateTime when) {
    return iso(when.toInstant());
  }

  private String words(String key, long count, Locale language) {
    return messages.getMessage(key, new Object[] {Long.toString(count)}, language);
  }
}
