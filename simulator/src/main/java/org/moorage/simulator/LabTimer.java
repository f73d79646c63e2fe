package org.moorage.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The timers a bound may name instead of seconds, so that a lab follows the negotiated values. */
enum LabTimer {
  KEEPALIVE("keepalive", "after which a bridge forgets a VSI that no longer speaks"),
  RESPONSE("response", "how long a station waits for the answer to a request"),
  RESOURCE_WAIT("resource-wait", "how long a bridge may take to decide"),
  LINK_HOLD("link-hold", "how long vPorts outlive the link they came over");

  private final String word;
  private final String meaning;

  LabTimer(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  static Optional<LabTimer> of(String word) {
    return Stream.of(values()).filter(timer -> timer.word.equals(word)).findFirst();
  }

  /** A length of time: a fixed part plus, where one is named, a timer of the lab. */
  record Span(Optional<LabTimer> timer, Duration fixed) {

    static Span of(Duration fixed) {
      return new Span(Optional.empty(), fixed);
    }

    /** {@code 2s}, {@code keepalive} or {@code keepalive + 500ms}. */
    static Span parse(String text) {
      String[] parts = text.split("\\+", 2);
      Optional<LabTimer> timer = LabTimer.of(parts[0].strip());
      if (timer.isEmpty()) {
        return of(Quantities.duration(text.strip()));
      }
      return new Span(
          timer, parts.length == 1 ? Duration.ZERO : Quantities.duration(parts[1].strip()));
    }

    Duration resolve(Map<LabTimer, Duration> timers) {
      return timer
          .map(t -> timers.getOrDefault(t, Duration.ZERO))
          .orElse(Duration.ZERO)
          .plus(fixed);
    }

    @Override
    public String toString() {
      return timer
          .map(t -> t.word + (fixed.isZero() ? "" : " + " + Quantities.text(fixed)))
          .orElseGet(() -> Quantities.text(fixed));
    }
  }
}
