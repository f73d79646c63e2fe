package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.anyAddress;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.rules;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.Applied;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.RuleAction;

/** The undo is exact: what is left after any number of changes is what was asked for last. */
class TablesTest {

  private static final VPortTerms CLOSED = terms(rules(RuleAction.DENY, FrameMatch.ANY));

  private final Random random = new Random(11);

  @Test
  void afterThousandsOfChangesTheTablesAreThoseOfAFreshSwitchToldTheSame() {
    Rig rig = new Rig();
    Map<VPortId, VPortPlan> wanted = new LinkedHashMap<>();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 300; i++) {
        change(rig, wanted);
      }
      assertThat(rig.plane.describe()).isEqualTo(fresh(wanted).plane.describe());
      assertThat(rig.plane.programmed()).isEqualTo(wanted.keySet());
    }
    wanted.keySet().forEach(rig.plane::remove);
    assertThat(rig.plane.describe()).isEmpty();
    assertThat(rig.plane.programmed()).isEmpty();
  }

  /** An address pinned twice is heard where it was pinned last, so order is told, too. */
  private void change(Rig rig, Map<VPortId, VPortPlan> wanted) {
    VPortPlan plan = randomPlan();
    if (random.nextInt(3) == 0) {
      rig.plane.remove(plan.id());
      wanted.remove(plan.id());
    } else if (rig.plane.apply(plan) instanceof Applied.Done
        && !plan.equals(wanted.get(plan.id()))) {
      wanted.remove(plan.id());
      wanted.put(plan.id(), plan);
    }
  }

  private VPortPlan randomPlan() {
    List<VPortMatch> matches = new ArrayList<>();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      int mac = random.nextInt(1, 60);
      int vlan = 100 + random.nextInt(3);
      VPortMatch match =
          switch (random.nextInt(4)) {
            case 0 -> untagged(mac, vlan);
            case 1 -> anyAddress(vlan);
            default -> tagged(mac, vlan);
          };
      if (matches.stream().noneMatch(other -> clash(other, match))) {
        matches.add(match);
      }
    }
    VPortPlan plan =
        plan(
            random.nextInt(1, 80),
            random.nextBoolean() ? P1 : P2,
            random.nextBoolean() ? OPEN : CLOSED,
            matches.toArray(new VPortMatch[0]));
    return random.nextInt(5) == 0 ? Rig.reserved(plan) : plan;
  }

  private static boolean clash(VPortMatch one, VPortMatch other) {
    return one.mac().equals(other.mac())
        && (one.vid().equals(other.vid()) || (one.untagged() && other.untagged()));
  }

  private static Rig fresh(Map<VPortId, VPortPlan> wanted) {
    Rig fresh = new Rig();
    wanted.values().forEach(fresh::apply);
    return fresh;
  }

  @Test
  void removingOneVPortLeavesEveryOthersEntriesUntouched() {
    Rig rig = new Rig();
    List<VPortPlan> plans = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      PortName port = i % 2 == 0 ? P1 : P2;
      plans.add(rig.apply(plan(i, port, i % 3 == 0 ? OPEN : CLOSED, untagged(i, 100 + i % 5))));
    }
    for (VPortPlan gone : plans) {
      Map<String, String> before = rig.plane.describe();
      rig.plane.remove(gone.id());
      Map<String, String> expected = new HashMap<>(before);
      expected.entrySet().removeIf(entry -> entry.toString().contains(gone.id().toString()));
      assertThat(expected).as("it had entries").hasSize(before.size() - 4);
      assertThat(rig.plane.describe()).isEqualTo(expected);
      rig.plane.remove(gone.id());
      assertThat(rig.plane.describe()).as("removing is idempotent").isEqualTo(expected);
    }
  }

  @Test
  void applyingTheSamePlanAgainChangesNothing() {
    Rig rig = new Rig();
    VPortPlan plan = rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    rig.receive(P1, withTag(frame(1, BROADCAST), 100));
    Map<String, String> before = rig.plane.describe();

    rig.apply(plan);
    assertThat(rig.plane.describe()).isEqualTo(before);
    rig.apply(plan(1, P1, CLOSED, untagged(1, 100)));
    assertThat(rig.plane.describe().keySet())
        .as("what it has shown of itself is kept")
        .anyMatch(key -> key.startsWith("flood 100 p1 100 "));
  }

  @Test
  void whilePlansChangeEveryFrameMeetsTheOldOrTheNewOne() throws InterruptedException {
    Rig rig = new Rig();
    VPortPlan in100 = plan(1, P1, OPEN, untagged(1, 100));
    VPortPlan in200 = plan(1, P1, OPEN, untagged(1, 200));
    rig.apply(in100);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<String> wrong = new AtomicReference<>("");
    byte[] frame = frame(1, BROADCAST);
    Thread receiver =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                int[] copies = new int[1];
                rig.plane.receive(
                    P1,
                    frame,
                    frame.length,
                    rig.now,
                    (port, bytes, length) -> {
                      int vid = (bytes[14] & 0xF) << 8 | bytes[15] & 0xFF;
                      copies[0]++;
                      if (!port.equals(FABRIC) || (vid != 100 && vid != 200)) {
                        wrong.set(port + " " + vid);
                      }
                    });
                if (copies[0] != 1) {
                  wrong.set(copies[0] + " copies");
                }
              }
            });
    for (int i = 0; i < 5_000; i++) {
      rig.apply(i % 2 == 0 ? in200 : in100);
      rig.apply(plan(2 + i % 50, P2, OPEN, tagged(2 + i % 50, 101 + i % 7)));
      rig.plane.remove(plan(2 + (i + 25) % 50, P2, OPEN, tagged(9, 100)).id());
    }
    done.set(true);
    receiver.join();

    assertThat(wrong.get()).isEmpty();
  }

  @Test
  void aTableFindsWhatWasPutAndNothingThatWasRemoved() {
    LongTable<String> table = new LongTable<>();
    Map<Long, String> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long key = (long) random.nextInt(3_000) << random.nextInt(3) * 12;
      if (random.nextInt(3) == 0) {
        table.remove(key);
        model.remove(key);
      } else {
        table.put(key, "v" + i);
        model.put(key, "v" + i);
      }
    }
    assertThat(table.size()).isEqualTo(model.size());
    for (long key = 0; key < 3_000; key++) {
      for (int shift = 0; shift < 3; shift++) {
        assertThat(table.get(key << shift * 12)).isEqualTo(model.get(key << shift * 12));
      }
    }
    Map<Long, String> seen = new HashMap<>();
    table.forEach((value, key) -> seen.put(key, value));
    assertThat(seen).isEqualTo(model);
  }
}
