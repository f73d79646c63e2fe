package org.moorage.protocol.ecp;

import org.jspecify.annotations.Nullable;

/**
 * An immutable first-in first-out queue. Adding and taking cost the same however long it is (two
 * linked lists, the back one turned over when the front one is used up), so a machine's state can
 * hold one.
 */
final class Fifo<T> {

  private record Link<T>(T value, @Nullable Link<T> next) {}

  private final @Nullable Link<T> front;
  private final @Nullable Link<T> back;
  private final int size;

  private Fifo(@Nullable Link<T> front, @Nullable Link<T> back, int size) {
    this.front = front;
    this.back = back;
    this.size = size;
  }

  static <T> Fifo<T> empty() {
    return new Fifo<>(null, null, 0);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Fifo<T> plus(T last) {
    return front == null
        ? new Fifo<>(new Link<>(last, null), null, 1)
        : new Fifo<>(front, new Link<>(last, back), size + 1);
  }

  /** The one added first; the queue must not be empty. */
  T first() {
    return required().value();
  }

  /** The rest of them; the queue must not be empty. */
  Fifo<T> withoutFirst() {
    Link<T> next = required().next();
    return next == null
        ? new Fifo<>(turnedOver(back), null, size - 1)
        : new Fifo<>(next, back, size - 1);
  }

  private Link<T> required() {
    if (front == null) {
      throw new IllegalStateException("the queue is empty");
    }
    return front;
  }

  private static <T> @Nullable Link<T> turnedOver(@Nullable Link<T> list) {
    Link<T> turned = null;
    for (Link<T> link = list; link != null; link = link.next()) {
      turned = new Link<>(link.value(), turned);
    }
    return turned;
  }

  @Override
  public String toString() {
    return size + " queued";
  }
}
