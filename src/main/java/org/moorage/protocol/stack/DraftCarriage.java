package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.DraftEcpReceiver;
import org.moorage.protocol.ecp.DraftEcpSettings;
import org.moorage.protocol.ecp.DraftEcpTransmitter;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/** Draft 0 VDP in draft 0 ECP. */
final class DraftCarriage implements Carriage {

  static final String WRONG_ADDRESS = "draft ECP for another address";

  private final MacAddress mac;
  private final MacAddress destination;
  private final Outlet outlet;
  private final Outbox outbox = new Outbox();
  private DraftEcpTransmitter.State transmitter;
  private DraftEcpReceiver.State receiver = DraftEcpReceiver.initial();
  private Outbox.Parcel underWay = Outbox.Parcel.NONE;
  private long ticket;

  DraftCarriage(MacAddress mac, MacAddress destination, DraftEcpSettings settings, Outlet outlet) {
    this.mac = mac;
    this.destination = destination;
    this.outlet = outlet;
    transmitter = DraftEcpTransmitter.initial(settings);
  }

  @Override
  public void linkUp(int firstSequence, Instant now) {
    step(new DraftEcpTransmitter.Input.LinkUp(firstSequence), now);
    receiver = DraftEcpReceiver.step(receiver, new DraftEcpReceiver.Input.LinkUp(), now).state();
  }

  @Override
  public void linkDown(Instant now) {
    step(new DraftEcpTransmitter.Input.LinkDown(), now);
    receiver = DraftEcpReceiver.step(receiver, new DraftEcpReceiver.Input.LinkDown(), now).state();
    outbox.clear();
    underWay = Outbox.Parcel.NONE;
  }

  @Override
  public void configure(int maxRetries, Duration ackTimer, Duration gap, Instant now) {
    // Retries and waiting time are fixed in the draft.
    DraftEcpSettings settings = new DraftEcpSettings(transmitter.settings().opensEmpty(), gap, 0);
    step(new DraftEcpTransmitter.Input.SettingsChanged(settings), now);
  }

  @Override
  public Optional<Octets> receive(EthernetFrame frame, Instant now) {
    // Whoever keeps to the standard is heard wherever we send: only one station is on the link.
    boolean ours =
        frame.destination().equals(destination)
            || frame.destination().equals(ReservedAddress.NEAREST_BRIDGE.mac())
            || frame.destination().equals(mac);
    if (!ours) {
      outlet.dropped(WRONG_ADDRESS);
      return Optional.empty();
    }
    return switch (DraftEcpdu.decode(frame.payload())) {
      case Decoded.Malformed<DraftEcpdu>(String reason, int offset) -> {
        outlet.dropped(reason);
        yield Optional.empty();
      }
      case Decoded.Value<DraftEcpdu>(DraftEcpdu pdu) -> {
        if (pdu.operation() == EcpOperation.REQUEST) {
          yield requested(pdu, now);
        }
        step(new DraftEcpTransmitter.Input.Acked(pdu.sequence()), now);
        pump(now);
        yield Optional.empty();
      }
    };
  }

  private Optional<Octets> requested(DraftEcpdu pdu, Instant now) {
    Optional<Octets> delivered = Optional.empty();
    Step<DraftEcpReceiver.State, DraftEcpReceiver.Effect> step =
        DraftEcpReceiver.step(receiver, new DraftEcpReceiver.Input.Requested(pdu), now);
    receiver = step.state();
    for (DraftEcpReceiver.Effect effect : step.effects()) {
      switch (effect) {
        case DraftEcpReceiver.Effect.Acknowledge(DraftEcpdu ack) ->
            outlet.send(ack.frame(destination, mac).encode());
        case DraftEcpReceiver.Effect.Deliver(Octets payload) -> delivered = Optional.of(payload);
        case DraftEcpReceiver.Effect.Repeated repeated -> outlet.dropped(REPEATED);
        case DraftEcpReceiver.Effect.Ignored ignored -> outlet.dropped(LINK_IS_DOWN);
      }
    }
    return delivered;
  }

  @Override
  public void offer(Outbox.Letter letter) {
    if (!(transmitter instanceof DraftEcpTransmitter.State.Down) && !outbox.add(letter)) {
      outlet.dropped(QUEUE_FULL);
    }
  }

  @Override
  public void pump(Instant now) {
    if (!outbox.isEmpty() && transmitter.canSendNow(now)) {
      Outbox.Parcel parcel = outbox.takeDraft();
      underWay = parcel;
      step(new DraftEcpTransmitter.Input.Submit(parcel.payload(), ++ticket), now);
    }
  }

  @Override
  public void due(Instant now) {
    Optional<Instant> deadline = DraftEcpTransmitter.deadline(transmitter);
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      step(new DraftEcpTransmitter.Input.Due(), now);
    }
    pump(now);
  }

  @Override
  public Optional<Instant> deadline() {
    return outbox.isEmpty()
        ? DraftEcpTransmitter.deadline(transmitter)
        : transmitter.canSendAt().or(() -> DraftEcpTransmitter.deadline(transmitter));
  }

  @Override
  public int waiting() {
    return outbox.size();
  }

  private void step(DraftEcpTransmitter.Input input, Instant now) {
    Step<DraftEcpTransmitter.State, DraftEcpTransmitter.Effect> step =
        DraftEcpTransmitter.step(transmitter, input, now);
    transmitter = step.state();
    for (DraftEcpTransmitter.Effect effect : step.effects()) {
      switch (effect) {
        case DraftEcpTransmitter.Effect.Send(DraftEcpdu pdu) ->
            outlet.send(pdu.frame(destination, mac).encode());
        case DraftEcpTransmitter.Effect.Delivered delivered -> underWay = Outbox.Parcel.NONE;
        case DraftEcpTransmitter.Effect.GaveUp gaveUp -> lost(UNACKNOWLEDGED);
        case DraftEcpTransmitter.Effect.Refused refused -> lost(LINK_IS_DOWN);
        case DraftEcpTransmitter.Effect.StrayAck stray -> outlet.dropped(STRAY_ACK);
      }
    }
  }

  private void lost(String reason) {
    Outbox.Parcel parcel = underWay;
    underWay = Outbox.Parcel.NONE;
    outlet.dropped(reason);
    outlet.undelivered(outbox.takeBack(parcel));
  }
}
