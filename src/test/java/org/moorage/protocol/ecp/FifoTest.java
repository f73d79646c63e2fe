package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Noise;

class FifoTest {

  @Test
  void givesBackWhatItWasGivenInThatOrder() {
    RandomGenerator random = Noise.seeded(4).random();
    Deque<Integer> model = new ArrayDeque<>();
    Fifo<Integer> fifo = Fifo.empty();
    for (int i = 0; i < 50_000; i++) {
      if (model.isEmpty() || random.nextInt(100) < 52) {
        model.addLast(i);
        fifo = fifo.plus(i);
      } else {
        assertThat(fifo.first()).isEqualTo(model.removeFirst());
        fifo = fifo.withoutFirst();
      }
      assertThat(fifo.size()).isEqualTo(model.size());
    }
  }

  @Test
  void anOlderVersionStaysAsItWas() {
    Fifo<String> one = Fifo.<String>empty().plus("a");
    Fifo<String> two = one.plus("b");
    assertThat(two.withoutFirst().first()).isEqualTo("b");
    assertThat(one.size()).isEqualTo(1);
    assertThat(one.withoutFirst().isEmpty()).isTrue();
    assertThat(two.first()).isEqualTo("a");
  }

  @Test
  void hasNothingToGiveWhenEmpty() {
    assertThatThrownBy(() -> Fifo.empty().first()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Fifo.empty().withoutFirst()).isInstanceOf(IllegalStateException.class);
  }
}
