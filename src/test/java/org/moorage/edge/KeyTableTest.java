package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.vdp.VdpType;

class KeyTableTest {

  @Test
  void itFindsWhatWasPutAndNothingThatWasRemoved() {
    Bench bench = new Bench();
    List<VPort> holders = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      holders.add(bench.commit(Bench.ask(VdpType.PRE_ASSOCIATE, i, 4711, 2, Bench.at(i, 100))));
    }
    Random random = new Random(5);
    KeyTable table = new KeyTable();
    Map<Long, VPort> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long key = (long) random.nextInt(700) << random.nextInt(3) * 12;
      VPort holder = holders.get(random.nextInt(holders.size()));
      if (random.nextInt(5) < 2) {
        table.put(key, holder);
        model.put(key, holder);
      } else {
        VPort gone = model.getOrDefault(key, holder);
        table.remove(key, gone);
        model.remove(key, gone);
      }
      if (i % 1_000 == 0) {
        assertSame(table, model);
      }
    }
    assertSame(table, model);
  }

  private static void assertSame(KeyTable table, Map<Long, VPort> model) {
    assertThat(table.size()).isEqualTo(model.size());
    for (long key = 0; key < 700; key++) {
      for (int shift = 0; shift < 3; shift++) {
        assertThat(table.get(key << shift * 12)).isSameAs(model.get(key << shift * 12));
      }
    }
  }
}
