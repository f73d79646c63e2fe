package org.moorage.manager.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How soon somebody may try a password again. Counted for the name that is tried, whether it exists
 * or not, and for the address it comes from; each further failure doubles the wait.
 *
 * <p>A name waits at most a minute, so that a stranger cannot keep its owner out for long; an
 * address waits up to a quarter of an hour.
 */
@Component
class LoginLimits {

  static final int FREE_FOR_A_NAME = 5;
  static final int FREE_FOR_AN_ADDRESS = 20;
  static final Duration LONGEST_FOR_A_NAME = Duration.ofMinutes(1);
  static final Duration LONGEST_FOR_AN_ADDRESS = Duration.ofMinutes(15);

  /** After this long without a failure nothing is held against anybody. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** Names and addresses remembered at most; the ones longest without a failure go first. */
  private static final int REMEMBERED = 10_000;

  private static final int MAX_KEY = 80;

  private record Failures(int count, Instant last, Instant until) {}

  private final InstantSource clock;
  private final Map<String, Failures> records =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  LoginLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** How long this name from this address still has to wait; zero when it need not. */
  synchronized Duration wait(String name, String address) {
    Duration byName = left(nameKey(name));
    Duration byAddress = left(addressKey(address));
    return byName.compareTo(byAddress) > 0 ? byName : byAddress;
  }

  synchronized void failed(String name, String address) {
    count(nameKey(name), FREE_FOR_A_NAME, LONGEST_FOR_A_NAME);
    count(addressKey(address), FREE_FOR_AN_ADDRESS, LONGEST_FOR_AN_ADDRESS);
  }

  /** The name's failures are forgotten; the address may go on guessing at others and keeps its. */
  synchronized void succeeded(String name) {
    records.remove(nameKey(name));
  }

  private Duration left(String key) {
    Failures record = records.get(key);
    if (record == null) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(clock.instant(), record.until());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void count(String key, int free, Duration longest) {
    Instant now = clock.instant();
    Failures record = records.get(key);
    boolean goesOn = record != null && record.last().plus(FORGOTTEN_AFTER).isAfter(now);
    int failures = goesOn && record != null ? record.count() + 1 : 1;
    Duration wait =
        failures < free
            ? Duration.ZERO
            : Duration.ofSeconds(
                Math.min(longest.toSeconds(), 1L << Math.min(failures - free, 20)));
    records.put(key, new Failures(failures, now, now.plus(wait)));
  }

  private static String nameKey(String name) {
    return "name " + name.substring(0, Math.min(name.length(), MAX_KEY)).toLowerCase(Locale.ROOT);
  }

  private static String addressKey(String address) {
    return "address " + address;
  }
}
