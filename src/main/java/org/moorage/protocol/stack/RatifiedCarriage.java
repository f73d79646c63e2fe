package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpReceiver;
import org.moorage.protocol.ecp.EcpSettings;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.EcpTransmitter;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/** Ratified VDP in ratified ECP. */
final class RatifiedCarriage implements Carriage {

  static final String WRONG_ADDRESS = "ECP for another address";
  static final String NOT_VDP = "ECP for another protocol than VDP";

  private final MacAddress mac;
  private final MacAddress destination;
  private final Outlet outlet;
  private final Outbox outbox = new Outbox();
  private EcpTransmitter.State transmitter;
  private EcpReceiver.State receiver = EcpReceiver.initial();
  private Outbox.Parcel underWay = Outbox.Parcel.NONE;
  private long ticket;

  RatifiedCarriage(MacAddress mac, MacAddress destination, EcpSettings settings, Outlet outlet) {
    this.mac = mac;
    this.destination = destination;
    this.outlet = outlet;
    transmitter = EcpTransmitter.initial(settings);
  }

  @Override
  public void linkUp(int firstSequence, Instant now) {
    step(new EcpTransmitter.Input.LinkUp(firstSequence), now);
    receiver = EcpReceiver.step(receiver, new EcpReceiver.Input.LinkUp(), now).state();
  }

  @Override
  public void linkDown(Instant now) {
    step(new EcpTransmitter.Input.LinkDown(), now);
    receiver = EcpReceiver.step(receiver, new EcpReceiver.Input.LinkDown(), now).state();
    outbox.clear();
    underWay = Outbox.Parcel.NONE;
  }

  @Override
  public void configure(int maxRetries, Duration ackTimer, Duration gap, Instant now) {
    EcpSettings settings = new EcpSettings(maxRetries, ackTimer, gap, 0);
    step(new EcpTransmitter.Input.SettingsChanged(settings), now);
  }

  @Override
  public Optional<Octets> receive(EthernetFrame frame, Instant now) {
    // Whoever keeps to the standard is heard wherever we send: only one station is on the link.
    boolean ours =
        frame.destination().equals(destination)
            || frame.destination().equals(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac())
            || frame.destination().equals(mac);
    if (!ours) {
      outlet.dropped(WRONG_ADDRESS);
      return Optional.empty();
    }
    return switch (Ecpdu.decode(frame.payload())) {
      case Decoded.Malformed<Ecpdu>(String reason, int offset) -> {
        outlet.dropped(reason);
        yield Optional.empty();
      }
      case Decoded.Value<Ecpdu>(Ecpdu pdu) -> {
        if (pdu.operation() == EcpOperation.REQUEST) {
          yield requested(pdu, now);
        }
        step(new EcpTransmitter.Input.Acked(pdu.sequence()), now);
        pump(now);
        yield Optional.empty();
      }
    };
  }

  private Optional<Octets> requested(Ecpdu pdu, Instant now) {
    Optional<Octets> delivered = Optional.empty();
    Step<EcpReceiver.State, EcpReceiver.Effect> step =
        EcpReceiver.step(receiver, new EcpReceiver.Input.Requested(pdu), now);
    receiver = step.state();
    for (EcpReceiver.Effect effect : step.effects()) {
      switch (effect) {
        case EcpReceiver.Effect.Acknowledge(Ecpdu ack) ->
            outlet.send(ack.frame(destination, mac).encode());
        case EcpReceiver.Effect.Deliver(EcpSubtype subtype, Octets payload) -> {
          if (subtype == EcpSubtype.VDP) {
            delivered = Optional.of(payload);
          } else {
            outlet.dropped(NOT_VDP);
          }
        }
        case EcpReceiver.Effect.Repeated repeated -> outlet.dropped(REPEATED);
        case EcpReceiver.Effect.Ignored ignored -> outlet.dropped(LINK_IS_DOWN);
      }
    }
    return delivered;
  }

  @Override
  public void offer(Outbox.Letter letter) {
    if (!(transmitter instanceof EcpTransmitter.State.Down) && !outbox.add(letter)) {
      outlet.dropped(QUEUE_FULL);
    }
  }

  @Override
  public void pump(Instant now) {
    if (!outbox.isEmpty() && transmitter.canSendNow(now)) {
      Outbox.Parcel parcel = outbox.takeRatified();
      underWay = parcel;
      step(new EcpTransmitter.Input.Submit(EcpSubtype.VDP, parcel.payload(), ++ticket), now);
    }
  }

  @Override
  public void due(Instant now) {
    Optional<Instant> deadline = EcpTransmitter.deadline(transmitter);
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      step(new EcpTransmitter.Input.Due(), now);
    }
    pump(now);
  }

  @Override
  public Optional<Instant> deadline() {
    return outbox.isEmpty()
        ? EcpTransmitter.deadline(transmitter)
        : transmitter.canSendAt().or(() -> EcpTransmitter.deadline(transmitter));
  }

  @Override
  public int waiting() {
    return outbox.size();
  }

  private void step(EcpTransmitter.Input input, Instant now) {
    Step<EcpTransmitter.State, EcpTransmitter.Effect> step =
        EcpTransmitter.step(transmitter, input, now);
    transmitter = step.state();
    for (EcpTransmitter.Effect effect : step.effects()) {
      switch (effect) {
        case EcpTransmitter.Effect.Send(Ecpdu pdu) ->
            outlet.send(pdu.frame(destination, mac).encode());
        case EcpTransmitter.Effect.Delivered delivered -> underWay = Outbox.Parcel.NONE;
        case EcpTransmitter.Effect.GaveUp gaveUp -> lost(UNACKNOWLEDGED);
        case EcpTransmitter.Effect.Refused refused -> lost(LINK_IS_DOWN);
        case EcpTransmitter.Effect.StrayAck stray -> outlet.dropped(STRAY_ACK);
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
