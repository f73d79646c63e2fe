package org.moorage.protocol;

import java.util.Optional;
import java.util.function.Function;

/**
 * What came of reading octets: a value, or the reason why they are not one. Decoders never throw on
 * bytes, whatever the bytes.
 */
public sealed interface Decoded<T> {

  /** The octets were a {@code T}. */
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * The octets were not.
   *
   * @param reason a short sentence without the octets in it, usable as a counter's label
   * @param offset where in the decoded octets reading stopped
   */
  record Malformed<T>(String reason, int offset) implements Decoded<T> {
    /** The same verdict on something larger that contains these octets at {@code base}. */
    public <U> Malformed<U> at(int base) {
      return new Malformed<>(reason, base + offset);
    }
  }

  static <T> Decoded<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Decoded<T> malformed(String reason, int offset) {
    return new Malformed<>(reason, offset);
  }

  default <U> Decoded<U> map(Function<? super T, ? extends U> then) {
    return switch (this) {
      case Value<T>(T value) -> new Value<>(then.apply(value));
      case Malformed<T> bad -> bad.at(0);
    };
  }

  default <U> Decoded<U> flatMap(Function<? super T, Decoded<U>> then) {
    return switch (this) {
      case Value<T>(T value) -> then.apply(value);
      case Malformed<T> bad -> bad.at(0);
    };
  }

  default Optional<T> toOptional() {
    return switch (this) {
      case Value<T>(T value) -> Optional.of(value);
      case Malformed<T> bad -> Optional.empty();
    };
  }

  /** The value, where the octets are our own and cannot be malformed. */
  default T orThrow() {
    return switch (this) {
      case Value<T>(T value) -> value;
      case Malformed<T>(String reason, int offset) ->
          throw new IllegalArgumentException(reason + " at octet " + offset);
    };
  }
}
