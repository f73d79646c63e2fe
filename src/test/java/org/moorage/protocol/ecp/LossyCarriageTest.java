package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;

/** A transmitter and a receiver over a wire that loses a third of everything. */
class LossyCarriageTest {

  private static final int PAYLOADS = 2_000;
  private static final EcpSettings RATIFIED =
      new EcpSettings(3, Duration.ofMillis(10), Duration.ofMillis(5), PAYLOADS);
  private static final DraftEcpSettings DRAFT =
      new DraftEcpSettings(true, Duration.ofMillis(5), PAYLOADS);

  private final Map<Long, Integer> deliveries = new HashMap<>();
  private final List<Long> order = new ArrayList<>();
  private final Set<Long> delivered = new HashSet<>();
  private final Set<Long> gaveUp = new HashSet<>();
  private Instant now = Instant.EPOCH;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyPayloadIsReportedOnceAndDeliveredAtMostOnce(long seed) {
    RandomGenerator random = Noise.seeded(seed).random();
    EcpTransmitter.State sender = EcpTransmitter.initial(RATIFIED);
    EcpReceiver.State receiver = EcpReceiver.initial();
    receiver = EcpReceiver.step(receiver, new EcpReceiver.Input.LinkUp(), now).state();
    List<EcpTransmitter.Input> inputs = new ArrayList<>();
    inputs.add(new EcpTransmitter.Input.LinkUp(65_000));
    for (long i = 0; i < PAYLOADS; i++) {
      inputs.add(new EcpTransmitter.Input.Submit(EcpSubtype.VDP, payload(i), i));
    }
    while (delivered.size() + gaveUp.size() < PAYLOADS) {
      if (inputs.isEmpty()) {
        now = EcpTransmitter.deadline(sender).orElseThrow();
        inputs.add(new EcpTransmitter.Input.Due());
      }
      Step<EcpTransmitter.State, EcpTransmitter.Effect> step =
          EcpTransmitter.step(sender, inputs.removeFirst(), now);
      sender = step.state();
      for (EcpTransmitter.Effect effect : step.effects()) {
        switch (effect) {
          case EcpTransmitter.Effect.Send(Ecpdu pdu) -> {
            if (random.nextInt(3) > 0) {
              Step<EcpReceiver.State, EcpReceiver.Effect> there =
                  EcpReceiver.step(receiver, new EcpReceiver.Input.Requested(pdu), now);
              receiver = there.state();
              for (EcpReceiver.Effect answer : there.effects()) {
                switch (answer) {
                  case EcpReceiver.Effect.Acknowledge(Ecpdu ack) -> {
                    if (random.nextInt(3) > 0) {
                      inputs.add(new EcpTransmitter.Input.Acked(ack.sequence()));
                    }
                  }
                  case EcpReceiver.Effect.Deliver(EcpSubtype subtype, Octets payload) ->
                      arrived(payload);
                  case EcpReceiver.Effect.Repeated(int sequence) -> {}
                  case EcpReceiver.Effect.Ignored(int sequence) -> {}
                }
              }
            }
          }
          case EcpTransmitter.Effect.Delivered(long ticket) ->
              assertThat(delivered.add(ticket)).isTrue();
          case EcpTransmitter.Effect.GaveUp(long ticket) -> assertThat(gaveUp.add(ticket)).isTrue();
          case EcpTransmitter.Effect.Refused(long ticket) ->
              throw new AssertionError("refused " + ticket);
          case EcpTransmitter.Effect.StrayAck(int sequence) -> {}
        }
      }
    }
    assertThat(deliveries.values()).allMatch(times -> times == 1);
    checkReports();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theDraftReportsEveryPayloadOnceAndRepeatsOnlyWhatWasUnderWay(long seed) {
    RandomGenerator random = Noise.seeded(seed).random();
    DraftEcpTransmitter.State sender = DraftEcpTransmitter.initial(DRAFT);
    DraftEcpReceiver.State receiver = DraftEcpReceiver.initial();
    receiver = DraftEcpReceiver.step(receiver, new DraftEcpReceiver.Input.LinkUp(), now).state();
    List<DraftEcpTransmitter.Input> inputs = new ArrayList<>();
    inputs.add(new DraftEcpTransmitter.Input.LinkUp(65_000));
    for (long i = 0; i < PAYLOADS; i++) {
      inputs.add(new DraftEcpTransmitter.Input.Submit(payload(i), i));
    }
    while (delivered.size() + gaveUp.size() < PAYLOADS) {
      if (inputs.isEmpty()) {
        now = DraftEcpTransmitter.deadline(sender).orElseThrow();
        inputs.add(new DraftEcpTransmitter.Input.Due());
      }
      Step<DraftEcpTransmitter.State, DraftEcpTransmitter.Effect> step =
          DraftEcpTransmitter.step(sender, inputs.removeFirst(), now);
      sender = step.state();
      for (DraftEcpTransmitter.Effect effect : step.effects()) {
        switch (effect) {
          case DraftEcpTransmitter.Effect.Send(DraftEcpdu pdu) -> {
            if (random.nextInt(3) > 0) {
              Step<DraftEcpReceiver.State, DraftEcpReceiver.Effect> there =
                  DraftEcpReceiver.step(receiver, new DraftEcpReceiver.Input.Requested(pdu), now);
              receiver = there.state();
              if (random.nextInt(3) > 0) {
                inputs.add(new DraftEcpTransmitter.Input.Acked(pdu.sequence()));
              }
              if (there.effects().getLast() instanceof DraftEcpReceiver.Effect.Deliver(Octets p)
                  && p.size() == 8) {
                arrived(p);
              }
            }
          }
          case DraftEcpTransmitter.Effect.Delivered(long ticket) ->
              assertThat(delivered.add(ticket)).isTrue();
          case DraftEcpTransmitter.Effect.GaveUp(long ticket) ->
              assertThat(gaveUp.add(ticket)).isTrue();
          case DraftEcpTransmitter.Effect.Refused(long ticket) ->
              throw new AssertionError("refused " + ticket);
          case DraftEcpTransmitter.Effect.StrayAck(int sequence) -> {}
        }
      }
    }
    assertThat(deliveries.values()).allMatch(times -> times <= DraftEcpSettings.TRANSMISSIONS);
    checkReports();
  }

  private void arrived(Octets payload) {
    long number = payload.u64(0);
    deliveries.merge(number, 1, Integer::sum);
    order.add(number);
  }

  private void checkReports() {
    assertThat(order).isSorted();
    assertThat(deliveries.keySet()).containsAll(delivered);
    assertThat(gaveUp).isNotEmpty().doesNotContainAnyElementsOf(delivered);
    assertThat(delivered).hasSizeGreaterThan(PAYLOADS / 2);
  }

  private static Octets payload(long number) {
    return Octets.builder().u64(number).build();
  }
}
