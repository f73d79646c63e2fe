package org.moorage.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.moorage.simulator.Sentence.Claim;

/** Sends frames from VM to VM for lines that say who reaches whom. */
final class Prober {

  /** How often it tries again. */
  static final Duration EVERY = Duration.ofMillis(200);

  /** How long an answer may take where a line asks at a moment. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Probes of one lab; their number travels in fields of 16 bits beside other things. */
  static final int MAX_PROBES = 20_000;

  private final VirtualTime time;
  private final BiConsumer<Claim.Reaches, Integer> send;
  private final Map<Integer, Claim.Reaches> sent = new HashMap<>();
  private final Set<Claim.Reaches> answered = new HashSet<>();
  private int number;

  /** {@code send} makes the VM send probe {@code number}, if it runs anywhere. */
  Prober(VirtualTime time, BiConsumer<Claim.Reaches, Integer> send) {
    this.time = time;
    this.send = send;
  }

  /** Forgets earlier answers and asks until one came, or nobody wants to know any more. */
  void begin(Claim.Reaches claim, BooleanSupplier wanted) {
    answered.remove(claim);
    sent.values().removeIf(claim::equals);
    ask(claim, wanted);
  }

  private void ask(Claim.Reaches claim, BooleanSupplier wanted) {
    if (answered.contains(claim) || !wanted.getAsBoolean() || number == MAX_PROBES) {
      return;
    }
    sent.put(++number, claim);
    send.accept(claim, number);
    time.after(EVERY, () -> ask(claim, wanted));
  }

  void answered(Vm vm, int probe) {
    Claim.Reaches claim = sent.get(probe);
    if (claim != null && claim.from().equals(vm.name())) {
      answered.add(claim);
    }
  }

  boolean isAnswered(Claim.Reaches claim) {
    return answered.contains(claim);
  }
}
