package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressTableTest {

  private static final class Entry extends AddressTable.Keyed {
    final int number;

    Entry(long key, int number) {
      super((int) key & 7, key * 31, key);
      this.number = number;
    }
  }

  private static int numberAt(AddressTable<Entry> table, long key) {
    Entry entry = table.get((int) key & 7, key * 31, key);
    return entry == null ? -1 : entry.number;
  }

  @Test
  void itHoldsWhatWasPutAndNotWhatWasTakenOut() {
    SplittableRandom random = new SplittableRandom(3);
    AddressTable<Entry> table = new AddressTable<>();
    Map<Long, Entry> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long key = random.nextInt(2_000);
      if (random.nextInt(3) > 0) {
        Entry entry = new Entry(key, i);
        table.put(entry);
        model.put(key, entry);
      } else {
        Entry gone = model.remove(key);
        if (gone != null) {
          table.remove(gone);
        }
      }
      long asked = random.nextInt(2_000);
      Entry expected = model.get(asked);
      assertThat(numberAt(table, asked)).isEqualTo(expected == null ? -1 : expected.number);
    }
    assertThat(table.size()).isEqualTo(model.size());
    AtomicLong seen = new AtomicLong();
    table.forEach(entry -> seen.incrementAndGet());
    assertThat(seen).hasValue(model.size());
  }

  /** Whatever comes and goes beside it, a key that stays is found. */
  @Test
  void aReaderMissesNoKeyWhileOthersComeAndGo() throws InterruptedException {
    AddressTable<Entry> table = new AddressTable<>();
    for (int key = 0; key < 64; key++) {
      table.put(new Entry(key, key));
    }
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicLong missed = new AtomicLong();
    AtomicLong asked = new AtomicLong();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (writing.get()) {
                for (int key = 0; key < 64; key++) {
                  if (numberAt(table, key) != key) {
                    missed.incrementAndGet();
                  }
                  asked.incrementAndGet();
                }
              }
            });
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 300_000; i++) {
      Entry entry = new Entry(64 + random.nextInt(500), i);
      table.put(entry);
      if (random.nextBoolean()) {
        table.remove(entry);
      }
    }
    writing.set(false);
    reader.join();
    assertThat(asked).hasPositiveValue();
    assertThat(missed).hasValue(0);
  }
}
