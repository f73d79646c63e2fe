package org.moorage.edge;

import org.jspecify.annotations.Nullable;

/**
 * Who holds which filter key: a hash table from longs, a fifth of the size of a {@code HashMap}.
 * Grows, never shrinks: what a port held once it may hold again.
 */
final class KeyTable {

  private static final int SMALLEST = 16;

  private long[] keys = new long[SMALLEST];
  private @Nullable VPort[] holders = new VPort[SMALLEST];
  private int size;

  @Nullable VPort get(long key) {
    return holders[find(key)];
  }

  void put(long key, VPort holder) {
    int at = find(key);
    if (holders[at] == null) {
      if ((size + 1) * 4 > keys.length * 3) {
        grow();
        at = find(key);
      }
      size++;
    }
    keys[at] = key;
    holders[at] = holder;
  }

  /** Only where this one, not just its like, is the holder. */
  @SuppressWarnings("ReferenceEquality")
  void remove(long key, VPort holder) {
    int at = find(key);
    if (holders[at] != holder) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    int gap = at;
    for (int i = (at + 1) & mask; holders[i] != null; i = (i + 1) & mask) {
      int home = spread(keys[i]) & mask;
      // What would be found from the gap on moves into it, so that no search stops there too early.
      if (((i - home) & mask) >= ((i - gap) & mask)) {
        keys[gap] = keys[i];
        holders[gap] = holders[i];
        gap = i;
      }
    }
    holders[gap] = null;
  }

  int size() {
    return size;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int i = spread(key) & mask;
    while (holders[i] != null && keys[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable VPort[] oldHolders = holders;
    keys = new long[oldKeys.length * 2];
    holders = new VPort[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldHolders[i] != null) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        holders[at] = oldHolders[i];
      }
    }
  }

  private static int spread(long key) {
    return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 32);
  }
}
