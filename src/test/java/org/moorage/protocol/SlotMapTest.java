package org.moorage.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotMapTest {

  /** Keys of which many have the same hash. */
  private record Crowded(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  @Test
  void doesWhatAHashMapDoes() {
    SplittableRandom random = new SplittableRandom(3);
    Map<Integer, Integer> plain = new HashMap<>();
    Map<Integer, Integer> slots = new SlotMap<>();
    for (int i = 0; i < 200_000; i++) {
      int key = random.nextInt(1 + i / 50);
      switch (random.nextInt(3)) {
        case 0, 1 -> assertThat(slots.put(key, i)).isEqualTo(plain.put(key, i));
        default -> assertThat(slots.remove(key)).isEqualTo(plain.remove(key));
      }
      int other = random.nextInt(1 + i / 50);
      assertThat(slots.get(other)).isEqualTo(plain.get(other));
      assertThat(slots.containsKey(other)).isEqualTo(plain.containsKey(other));
      assertThat(slots.size()).isEqualTo(plain.size());
    }
    assertThat(slots).isEqualTo(plain);
    assertThat(slots.values()).containsExactlyInAnyOrderElementsOf(plain.values());
  }

  @Test
  void keysOfOneHashAreToldApart() {
    SplittableRandom random = new SplittableRandom(4);
    Map<Crowded, Integer> plain = new HashMap<>();
    Map<Crowded, Integer> slots = new SlotMap<>();
    for (int i = 0; i < 20_000; i++) {
      Crowded key = new Crowded(random.nextInt(200));
      if (random.nextBoolean()) {
        assertThat(slots.put(key, i)).isEqualTo(plain.put(key, i));
      } else {
        assertThat(slots.remove(key)).isEqualTo(plain.remove(key));
      }
    }
    assertThat(slots).isEqualTo(plain);
  }

  @Test
  void iteratesInTheOrderOfTheSlots() {
    Map<String, Integer> slots = new SlotMap<>();
    slots.put("a", 1);
    slots.put("b", 2);
    slots.put("c", 3);
    slots.remove("a");
    slots.remove("b");
    slots.put("d", 4);
    assertThat(slots.keySet()).containsExactly("d", "c");
    slots.put("e", 5);
    assertThat(slots.keySet()).containsExactly("e", "d", "c");
  }

  @Test
  void whatIsShownMayBeRemoved() {
    Map<Integer, Integer> slots = new SlotMap<>();
    for (int i = 0; i < 1_000; i++) {
      slots.put(i, i);
    }
    slots.values().removeIf(value -> value % 2 == 0);
    assertThat(slots).hasSize(500).doesNotContainKey(2).containsEntry(3, 3);
    Iterator<Map.Entry<Integer, Integer>> entries = slots.entrySet().iterator();
    assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
    List.copyOf(slots.keySet()).forEach(slots::remove);
    assertThat(slots).isEmpty();
    assertThatThrownBy(slots.entrySet().iterator()::next)
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void canBeEmptiedAndFilledAgain() {
    Map<Integer, Integer> slots = new SlotMap<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10_000; i++) {
        slots.put(i, round);
      }
      assertThat(slots).hasSize(10_000).containsEntry(9_999, round);
      slots.clear();
      assertThat(slots).isEmpty();
    }
  }
}
