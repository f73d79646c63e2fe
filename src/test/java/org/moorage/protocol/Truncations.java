package org.moorage.protocol;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Every way to cut octets short. */
public final class Truncations {

  private Truncations() {}

  /** The lengths at which a decoder still takes what is left of some octets for whole. */
  public static <T> List<Integer> taken(Octets whole, Function<Octets, Decoded<T>> decoder) {
    return IntStream.range(0, whole.size())
        .filter(length -> decoder.apply(whole.slice(0, length)) instanceof Decoded.Value<T>)
        .boxed()
        .toList();
  }
}
