package org.moorage.dataplane.soft;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from longs to things: one writer at a time, any number of readers that neither lock
 * nor allocate. A reader sees a key's former or present value, never a torn one.
 */
final class LongTable<V> {

  private static final int SMALLEST = 16;

  /** A removed key stays with no value until the table is rebuilt, so that probing goes on. */
  private record Slot<V>(long key, @Nullable V value) {}

  private volatile AtomicReferenceArray<@Nullable Slot<V>> slots =
      new AtomicReferenceArray<>(SMALLEST);

  private int occupied;
  private int size;

  @Nullable V get(long key) {
    AtomicReferenceArray<@Nullable Slot<V>> now = slots;
    int mask = now.length() - 1;
    for (int i = spread(key) & mask; ; i = (i + 1) & mask) {
      Slot<V> slot = now.getAcquire(i);
      if (slot == null) {
        return null;
      }
      if (slot.key == key) {
        return slot.value;
      }
    }
  }

  /** Only by the writer. */
  void put(long key, V value) {
    int at = find(key);
    Slot<V> slot = slots.get(at);
    if (slot == null) {
      if ((occupied + 1) * 2 > slots.length()) {
        rebuild();
        at = find(key);
      }
      occupied++;
    }
    if (slot == null || slot.value == null) {
      size++;
    }
    slots.setRelease(at, new Slot<>(key, value));
  }

  /** Only by the writer. */
  void remove(long key) {
    int at = find(key);
    Slot<V> slot = slots.get(at);
    if (slot != null && slot.value != null) {
      slots.setRelease(at, new Slot<>(key, null));
      size--;
    }
  }

  int size() {
    return size;
  }

  /** Only by the writer, who may remove what he is shown. */
  void forEach(ObjLongConsumer<V> seen) {
    AtomicReferenceArray<@Nullable Slot<V>> now = slots;
    for (int i = 0; i < now.length(); i++) {
      Slot<V> slot = now.get(i);
      if (slot != null && slot.value != null) {
        seen.accept(slot.value, slot.key);
      }
    }
  }

  private int find(long key) {
    int mask = slots.length() - 1;
    int i = spread(key) & mask;
    while (true) {
      Slot<V> slot = slots.get(i);
      if (slot == null || slot.key == key) {
        return i;
      }
      i = (i + 1) & mask;
    }
  }

  /** Leaves removed keys behind; grows so that a quarter is taken at most. */
  private void rebuild() {
    AtomicReferenceArray<@Nullable Slot<V>> old = slots;
    int capacity = SMALLEST;
    while (capacity < (size + 1) * 4) {
      capacity <<= 1;
    }
    AtomicReferenceArray<@Nullable Slot<V>> fresh = new AtomicReferenceArray<>(capacity);
    for (int i = 0; i < old.length(); i++) {
      Slot<V> slot = old.get(i);
      if (slot != null && slot.value != null) {
        int at = spread(slot.key) & (capacity - 1);
        while (fresh.get(at) != null) {
          at = (at + 1) & (capacity - 1);
        }
        fresh.set(at, slot);
      }
    }
    occupied = size;
    slots = fresh;
  }

  private static int spread(long key) {
    long mixed = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32);
  }
}
