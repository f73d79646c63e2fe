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
    if (size.toSeconds() == 0) {
      return messages.getMessage("ago.now", null, language);
    }
    String key = ago.isNegative() ? "ahead." : "ago.";
    if (size.toMinutes() == 0) {
      return words(key + "seconds", size.toSeconds(), language);
    }
    if (size.toHours() == 0) {
      return words(key + "minutes", whole(ago, Duration.ofMinutes(1)), language);
    }
    return size.toDays() == 0
        ? words(key + "hours", whole(ago, Duration.ofHours(1)), language)
        : words(key + "days", whole(ago, Duration.ofDays(1)), language);
  }

  /** What has passed counts when it is whole; what is to come to the nearest. */
  private static long whole(Duration ago, Duration unit) {
    return ago.isNegative()
        ? ago.abs().plus(unit.dividedBy(2)).dividedBy(unit)
        : ago.dividedBy(unit);
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
