package org.moorage.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hash map for tens of thousands of long-lived entries of which some come and go all the time.
 *
 * <p>Entries stand in slots one behind the other, and the slot that was given up last is taken
 * first. So what comes and goes changes the same few places again and again, whatever its hash, and
 * a collection of the young generation has little to look through in the old one; in a {@code
 * HashMap} each change meets another place. The hash table itself holds numbers only.
 *
 * <p>Iterates in the order of the slots, which is the same in every run. Not to be changed while it
 * is iterated over, which is not noticed. No null keys, no null values, one thread at a time.
 */
public final class SlotMap<K, V> extends AbstractMap<K, V> {

  private static final int SMALLEST = 16;
  private static final int NOT_THERE = -1;

  /** The upper half is a hash, the lower a slot plus one; 0 where nothing stands. */
  private long[] table = new long[SMALLEST];

  private @Nullable Object[] keys = new Object[SMALLEST / 2];
  private @Nullable Object[] values = new Object[SMALLEST / 2];
  private int[] free = new int[SMALLEST / 2];
  private int freeSlots;
  private int usedSlots;

  @Override
  public int size() {
    return usedSlots - freeSlots;
  }

  @Override
  public boolean containsKey(Object key) {
    return slotOf(key) != NOT_THERE;
  }

  @Override
  @SuppressWarnings("unchecked") // nothing but V comes in
  public @Nullable V get(Object key) {
    int slot = slotOf(key);
    return slot == NOT_THERE ? null : (V) values[slot];
  }

  @Override
  @SuppressWarnings("unchecked") // nothing but V comes in
  public @Nullable V put(K key, V value) {
    Objects.requireNonNull(value);
    int hash = hash(key);
    int slot = slotAt(find(key, hash));
    if (slot != NOT_THERE) {
      V before = (V) values[slot];
      values[slot] = value;
      return before;
    }
    if ((size() + 1) * 4 > table.length * 3) {
      growTable();
    }
    int taken = takeSlot();
    keys[taken] = key;
    values[taken] = value;
    table[find(key, hash)] = (long) hash << 32 | taken + 1;
    return null;
  }

  @Override
  @SuppressWarnings("unchecked") // nothing but V comes in
  public @Nullable V remove(Object key) {
    int at = find(key, hash(key));
    int slot = slotAt(at);
    if (slot == NOT_THERE) {
      return null;
    }
    V gone = (V) values[slot];
    close(at);
    keys[slot] = null;
    values[slot] = null;
    if (freeSlots == free.length) {
      free = Arrays.copyOf(free, 2 * freeSlots);
    }
    free[freeSlots++] = slot;
    return gone;
  }

  /** Also gives back the memory that the entries took. */
  @Override
  public void clear() {
    table = new long[SMALLEST];
    keys = new Object[SMALLEST / 2];
    values = new Object[SMALLEST / 2];
    free = new int[SMALLEST / 2];
    freeSlots = 0;
    usedSlots = 0;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return SlotMap.this.size();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<K, V>> {
    private int next = occupiedFrom(0);
    private int last = NOT_THERE;

    private int occupiedFrom(int slot) {
      int at = slot;
      while (at < usedSlots && keys[at] == null) {
        at++;
      }
      return at;
    }

    @Override
    public boolean hasNext() {
      return next < usedSlots;
    }

    @Override
    @SuppressWarnings("unchecked") // nothing but K and V comes in
    public Map.Entry<K, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      last = next;
      next = occupiedFrom(last + 1);
      K key = (K) Objects.requireNonNull(keys[last]);
      V value = (V) Objects.requireNonNull(values[last]);
      return Map.entry(key, value);
    }

    @Override
    public void remove() {
      Object key = last == NOT_THERE ? null : keys[last];
      if (key == null) {
        throw new IllegalStateException("nothing was shown that could be removed");
      }
      SlotMap.this.remove(key);
    }
  }

  private int slotOf(Object key) {
    return slotAt(find(key, hash(key)));
  }

  private int slotAt(int at) {
    return (int) table[at] - 1;
  }

  /** Where the key stands in the table, or would. */
  private int find(Object key, int hash) {
    int mask = table.length - 1;
    int at = hash & mask;
    for (long entry = table[at]; entry != 0; entry = table[at]) {
      if ((int) (entry >>> 32) == hash && key.equals(keys[(int) entry - 1])) {
        return at;
      }
      at = at + 1 & mask;
    }
    return at;
  }

  /** What would be found from the gap on moves into it, so that no search stops there too early. */
  private void close(int from) {
    int mask = table.length - 1;
    int gap = from;
    int at = gap + 1 & mask;
    for (long entry = table[at]; entry != 0; entry = table[at]) {
      int home = (int) (entry >>> 32) & mask;
      if ((at - home & mask) >= (at - gap & mask)) {
        table[gap] = entry;
        gap = at;
      }
      at = at + 1 & mask;
    }
    table[gap] = 0;
  }

  private int takeSlot() {
    if (freeSlots > 0) {
      return free[--freeSlots];
    }
    if (usedSlots == keys.length) {
      int larger = usedSlots + (usedSlots >> 1);
      keys = Arrays.copyOf(keys, larger);
      values = Arrays.copyOf(values, larger);
    }
    return usedSlots++;
  }

  private void growTable() {
    long[] old = table;
    int mask = 2 * old.length - 1;
    long[] larger = new long[mask + 1];
    for (long entry : old) {
      if (entry != 0) {
        int at = (int) (entry >>> 32) & mask;
        while (larger[at] != 0) {
          at = at + 1 & mask;
        }
        larger[at] = entry;
      }
    }
    table = larger;
  }

  /** Neighbouring numbers, as VSIIDs often are, come to lie apart. */
  private static int hash(Object key) {
    int hash = key.hashCode() * 0x9E37_79B9;
    return hash ^ hash >>> 15;
  }
}
