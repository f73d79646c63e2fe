package org.moorage.protocol;

import java.util.List;

/** One step of a state machine: the state it is in afterwards and what it wants done, in order. */
public record Step<S, E>(S state, List<E> effects) {

  public Step {
    effects = List.copyOf(effects);
  }

  public static <S, E> Step<S, E> to(S state) {
    return new Step<>(state, List.of());
  }

  public static <S, E> Step<S, E> to(S state, E effect) {
    return new Step<>(state, List.of(effect));
  }
}
