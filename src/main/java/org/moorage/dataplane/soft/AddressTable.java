package org.moorage.dataplane.soft;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from addresses, each in a space of its own, to things: one writer at a time, any
 * number of readers that neither lock nor allocate. A reader sees a key's former or present value,
 * never a torn one.
 */
final class AddressTable<V extends AddressTable.Keyed> {

  private static final int SMALLEST = 16;

  /** What is kept in such a table carries its key, so that an entry is one object. */
  abstract static class Keyed {
    final int space;
    final long high;
    final long low;

    /** Taken out of its table. */
    volatile boolean gone;

    Keyed(int space, long high, long low) {
      this.space = space;
      this.high = high;
      this.low = low;
    }
  }

  private volatile AtomicReferenceArray<@Nullable V> slots = new AtomicReferenceArray<>(SMALLEST);
  private int occupied;
  private int size;

  @Nullable V get(int space, long high, long low) {
    AtomicReferenceArray<@Nullable V> now = slots;
    int mask = now.length() - 1;
    for (int i = spread(space, high, low) & mask; ; i = (i + 1) & mask) {
      V entry = now.getAcquire(i);
      if (entry == null) {
        return null;
      }
      if (entry.low == low && entry.high == high && entry.space == space) {
        return entry.gone ? null : entry;
      }
    }
  }

  /** Only by the writer; not what was taken out before. */
  void put(V entry) {
    int at = find(slots, entry);
    V there = slots.get(at);
    if (there == null) {
      if ((occupied + 1) * 2 > slots.length()) {
        rebuild();
        at = find(slots, entry);
      }
      occupied++;
    }
    if (there == null || there.gone) {
      size++;
    }
    slots.setRelease(at, entry);
  }

  /** Only by the writer. Its place stays taken until the table is rebuilt: probing goes on. */
  void remove(V entry) {
    V there = slots.get(find(slots, entry));
    if (there != null && !there.gone) {
      there.gone = true;
      size--;
    }
  }

  int size() {
    return size;
  }

  /** Only by the writer, who may not change it meanwhile. */
  void forEach(Consumer<V> seen) {
    for (int i = 0; i < slots.length(); i++) {
      V entry = slots.get(i);
      if (entry != null && !entry.gone) {
        seen.accept(entry);
      }
    }
  }

  /** Leaves removed entries behind; grows so that a quarter is taken at most. */
  private void rebuild() {
    int capacity = SMALLEST;
    while (capacity < (size + 1) * 4) {
      capacity <<= 1;
    }
    AtomicReferenceArray<@Nullable V> fresh = new AtomicReferenceArray<>(capacity);
    forEach(entry -> fresh.set(find(fresh, entry), entry));
    occupied = size;
    slots = fresh;
  }

  private static <V extends Keyed> int find(AtomicReferenceArray<@Nullable V> in, V entry) {
    int mask = in.length() - 1;
    int i = spread(entry.space, entry.high, entry.low) & mask;
    while (true) {
      V there = in.get(i);
      if (there == null
          || (there.low == entry.low && there.high == entry.high && there.space == entry.space)) {
        return i;
      }
      i = (i + 1) & mask;
    }
  }

  private static int spread(int space, long high, long low) {
    long mixed = (low ^ Long.rotateLeft(high, 17) ^ (long) space << 40) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32) ^ (int) (mixed >>> 50);
  }
}
