package org.moorage.protocol.ecp;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.MachineTable;
import org.moorage.protocol.Octets;

class EcpTablesTest {

  private static final Instant NOW = MachineTable.NOW;
  private static final Instant BEFORE = NOW.minusMillis(2);
  private static final Octets PAYLOAD = Octets.ofHex("aa");
  private static final EcpSettings PACED =
      new EcpSettings(3, Duration.ofNanos(10_240_000), EcpSettings.GAP_FOR_SLOW_PEERS, 2);
  private static final DraftEcpSettings DRAFT =
      new DraftEcpSettings(true, EcpSettings.GAP_FOR_SLOW_PEERS, 2);

  @Test
  void ecpTransmitter() {
    MachineTable.<EcpTransmitter.State, EcpTransmitter.Input, EcpTransmitter.Effect>of(
            "ecp-transmitter", "ECP transmitter", EcpTransmitter::step)
        .about(
            """
            One PDU at a time, repeated unchanged up to R times (here R is 3, the ack timer
            10.24 ms, the gap 5 ms, and two payloads may wait).\
            """)
        .state("down", EcpTransmitter.initial(PACED))
        .state("idle", new EcpTransmitter.State.Idle(PACED, 7, NOW))
        .state("idle, the gap not over", new EcpTransmitter.State.Idle(PACED, 7, after(3)))
        .state("pausing, one waits", new EcpTransmitter.State.Pausing(PACED, 7, after(3), queue(1)))
        .state("pausing, the gap over", new EcpTransmitter.State.Pausing(PACED, 7, NOW, queue(1)))
        .state("waiting for ACK 6, nothing queued", waiting(1, 8, 0))
        .state("waiting for ACK 6, the queue full", waiting(1, 8, 2))
        .state("waiting for ACK 6, its time over", waiting(1, 0, 1))
        .state("waiting for ACK 6, its time over for the last time", waiting(4, 0, 1))
        .input("link up", new EcpTransmitter.Input.LinkUp(7))
        .input("link down", new EcpTransmitter.Input.LinkDown())
        .input("submit", new EcpTransmitter.Input.Submit(EcpSubtype.VDP, PAYLOAD, 9))
        .input("ACK 6", new EcpTransmitter.Input.Acked(6))
        .input("ACK 5", new EcpTransmitter.Input.Acked(5))
        .input("due", new EcpTransmitter.Input.Due())
        .nextStateAs(EcpTablesTest::name)
        .effectAs(EcpTablesTest::name)
        .deadline(EcpTransmitter::deadline)
        .check();
  }

  @Test
  void ecpReceiver() {
    MachineTable.<EcpReceiver.State, EcpReceiver.Input, EcpReceiver.Effect>of(
            "ecp-receiver", "ECP receiver", EcpReceiver::step)
        .about(
            """
            ACK first, deliver then; a request numbered like the one before is a repetition. PDUs of
            another version, operation or subtype do not get this far: no ACK, no delivery,
            counted.\
            """)
        .state("down", EcpReceiver.initial())
        .state("fresh", new EcpReceiver.State.Fresh())
        .state("following 7", new EcpReceiver.State.Following(7))
        .input("link up", new EcpReceiver.Input.LinkUp())
        .input("link down", new EcpReceiver.Input.LinkDown())
        .input("request 7", request(EcpSubtype.VDP, 7))
        .input("request 8", request(EcpSubtype.VDP, 8))
        .input("request 9 of a port extender", request(EcpSubtype.PE_CSP, 9))
        .nextStateAs(state ->
            state instanceof EcpReceiver.State.Following(int last)
                ? "following " + last
                : MachineTable.words(state))
        .effectAs(EcpTablesTest::name)
        .check();
  }

  @Test
  void draftEcpTransmitter() {
    MachineTable
        .<DraftEcpTransmitter.State, DraftEcpTransmitter.Input, DraftEcpTransmitter.Effect>of(
            "draft-ecp-transmitter", "ECP draft 0, transmitter", DraftEcpTransmitter::step)
        .about(
            """
            One PDU at a time, sent three times 500 ms apart, each time under a new sequence number;
            an ACK for any of them counts (here the gap is 5 ms, two payloads may wait, and the
            first PDU is an empty request).\
            """)
        .state("down", DraftEcpTransmitter.initial(DRAFT))
        .state("idle", new DraftEcpTransmitter.State.Idle(DRAFT, 7, NOW))
        .state("idle, the gap not over", new DraftEcpTransmitter.State.Idle(DRAFT, 7, after(3)))
        .state(
            "pausing, the gap over",
            new DraftEcpTransmitter.State.Pausing(DRAFT, 7, NOW, draftQueue(1)))
        .state("waiting for ACK 6, nothing queued", draftWaiting(6, 1, BEFORE, 0))
        .state("waiting for ACK 6, the queue full", draftWaiting(6, 1, BEFORE, 2))
        .state("waiting for ACK 5 or 6, its time over", draftWaiting(6, 2, NOW.minusMillis(500), 1))
        .state(
            "waiting for ACK 4, 5 or 6, its time over for the last time",
            draftWaiting(6, 3, NOW.minusMillis(500), 1))
        .input("link up", new DraftEcpTransmitter.Input.LinkUp(7))
        .input("link down", new DraftEcpTransmitter.Input.LinkDown())
        .input("submit", new DraftEcpTransmitter.Input.Submit(PAYLOAD, 9))
        .input("ACK 6", new DraftEcpTransmitter.Input.Acked(6))
        .input("ACK 5", new DraftEcpTransmitter.Input.Acked(5))
        .input("due", new DraftEcpTransmitter.Input.Due())
        .nextStateAs(EcpTablesTest::name)
        .effectAs(EcpTablesTest::name)
        .deadline(DraftEcpTransmitter::deadline)
        .check();
  }

  @Test
  void draftEcpReceiver() {
    DraftEcpdu last = DraftEcpdu.request(7, PAYLOAD);
    MachineTable.<DraftEcpReceiver.State, DraftEcpReceiver.Input, DraftEcpReceiver.Effect>of(
            "draft-ecp-receiver", "ECP draft 0, receiver", DraftEcpReceiver::step)
        .about(
            """
            ACK first, deliver then; only a request that is octet for octet the one before is a
            repetition.\
            """)
        .state("down", DraftEcpReceiver.initial())
        .state("fresh", new DraftEcpReceiver.State.Fresh())
        .state("following request 7", new DraftEcpReceiver.State.Following(last))
        .input("link up", new DraftEcpReceiver.Input.LinkUp())
        .input("link down", new DraftEcpReceiver.Input.LinkDown())
        .input("request 7", new DraftEcpReceiver.Input.Requested(last))
        .input(
            "request 7 with other octets",
            new DraftEcpReceiver.Input.Requested(DraftEcpdu.request(7, Octets.ofHex("bb"))))
        .input(
            "request 8 with the same octets",
            new DraftEcpReceiver.Input.Requested(DraftEcpdu.request(8, PAYLOAD)))
        .nextStateAs(state ->
            state instanceof DraftEcpReceiver.State.Following(DraftEcpdu pdu)
                ? "following request " + pdu.sequence()
                : MachineTable.words(state))
        .effectAs(EcpTablesTest::name)
        .check();
  }

  private static Instant after(int millis) {
    return NOW.plusMillis(millis);
  }

  private static EcpTransmitter.State waiting(int transmissions, int ackInMillis, int queued) {
    return new EcpTransmitter.State.Waiting(
        PACED,
        Ecpdu.request(EcpSubtype.VDP, 6, PAYLOAD),
        1,
        transmissions,
        after(ackInMillis),
        queue(queued));
  }

  private static DraftEcpTransmitter.State draftWaiting(
      int sequence, int transmissions, Instant sentAt, int queued) {
    return new DraftEcpTransmitter.State.Waiting(
        DRAFT,
        new DraftEcpTransmitter.Parcel(PAYLOAD, 1),
        sequence,
        transmissions,
        sentAt,
        draftQueue(queued));
  }

  private static Fifo<EcpTransmitter.Parcel> queue(int size) {
    Fifo<EcpTransmitter.Parcel> queue = Fifo.empty();
    for (int i = 0; i < size; i++) {
      queue = queue.plus(new EcpTransmitter.Parcel(EcpSubtype.VDP, PAYLOAD, 2 + i));
    }
    return queue;
  }

  private static Fifo<DraftEcpTransmitter.Parcel> draftQueue(int size) {
    Fifo<DraftEcpTransmitter.Parcel> queue = Fifo.empty();
    for (int i = 0; i < size; i++) {
      queue = queue.plus(new DraftEcpTransmitter.Parcel(PAYLOAD, 2 + i));
    }
    return queue;
  }

  private static EcpReceiver.Input request(EcpSubtype subtype, int sequence) {
    return new EcpReceiver.Input.Requested(Ecpdu.request(subtype, sequence, PAYLOAD));
  }

  private static String name(EcpTransmitter.State state) {
    return switch (state) {
      case EcpTransmitter.State.Down down -> "down";
      case EcpTransmitter.State.Idle idle -> "idle";
      case EcpTransmitter.State.Pausing pausing -> "pausing, " + pausing.queue();
      case EcpTransmitter.State.Waiting waiting ->
          "waiting for ACK %d, transmission %d, %s"
              .formatted(waiting.pdu().sequence(), waiting.transmissions(), waiting.queue());
    };
  }

  private static String name(DraftEcpTransmitter.State state) {
    return switch (state) {
      case DraftEcpTransmitter.State.Down down -> "down";
      case DraftEcpTransmitter.State.Idle idle -> "idle";
      case DraftEcpTransmitter.State.Pausing pausing -> "pausing, " + pausing.queue();
      case DraftEcpTransmitter.State.Waiting waiting ->
          "waiting for ACK %d, transmission %d, %s"
              .formatted(waiting.sequence(), waiting.transmissions(), waiting.queue());
    };
  }

  private static String name(EcpTransmitter.Effect effect) {
    return switch (effect) {
      case EcpTransmitter.Effect.Send(Ecpdu pdu) -> "send request " + pdu.sequence();
      case EcpTransmitter.Effect.Delivered(long ticket) -> "delivered ticket " + ticket;
      case EcpTransmitter.Effect.GaveUp(long ticket) -> "gave up ticket " + ticket;
      case EcpTransmitter.Effect.Refused(long ticket) -> "refused ticket " + ticket;
      case EcpTransmitter.Effect.StrayAck(int sequence) -> "stray ACK";
    };
  }

  private static String name(DraftEcpTransmitter.Effect effect) {
    return switch (effect) {
      case DraftEcpTransmitter.Effect.Send(DraftEcpdu pdu) -> "send request " + pdu.sequence();
      case DraftEcpTransmitter.Effect.Delivered(long ticket) -> "delivered ticket " + ticket;
      case DraftEcpTransmitter.Effect.GaveUp(long ticket) -> "gave up ticket " + ticket;
      case DraftEcpTransmitter.Effect.Refused(long ticket) -> "refused ticket " + ticket;
      case DraftEcpTransmitter.Effect.StrayAck(int sequence) -> "stray ACK";
    };
  }

  private static String name(EcpReceiver.Effect effect) {
    return switch (effect) {
      case EcpReceiver.Effect.Acknowledge(Ecpdu ack) -> "ACK " + ack.sequence();
      case EcpReceiver.Effect.Deliver(EcpSubtype subtype, Octets payload) -> "deliver " + subtype;
      case EcpReceiver.Effect.Repeated(int sequence) -> "repetition";
      case EcpReceiver.Effect.Ignored(int sequence) -> "ignored: ECP is down";
    };
  }

  private static String name(DraftEcpReceiver.Effect effect) {
    return switch (effect) {
      case DraftEcpReceiver.Effect.Acknowledge(DraftEcpdu ack) -> "ACK " + ack.sequence();
      case DraftEcpReceiver.Effect.Deliver(Octets payload) -> "deliver";
      case DraftEcpReceiver.Effect.Repeated(int sequence) -> "repetition";
      case DraftEcpReceiver.Effect.Ignored(int sequence) -> "ignored: ECP is down";
    };
  }
}
