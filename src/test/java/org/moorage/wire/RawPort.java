package org.moorage.wire;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;

/**
 * A hand on the wire inside a namespace: sends any octets, hears the control frames, acknowledges
 * the bridge's ECPDUs as every station does. Its process is told {@code COUNT HEX} and says {@code
 * HEX}.
 */
final class RawPort implements AutoCloseable {

  private static final int ECP = 0x8940;

  private static final String SENT = "sent";

  private static final Duration SEND_BOUND = Duration.ofSeconds(60);

  private final Conversation conversation;

  private RawPort(Conversation conversation) {
    this.conversation = conversation;
  }

  static RawPort open(NetworkNamespace namespace, String port) {
    return new RawPort(Conversation.start(namespace, RawPort.class, port));
  }

  void send(Octets frame) {
    send(1, frame);
  }

  /** Sends the same frame {@code count} times, as fast as the port takes it. */
  void send(int count, Octets frame) {
    conversation.say(count + " " + frame.hex());
  }

  /** Waits until everything has been sent, and passes over what was heard meanwhile. */
  void awaitSent() {
    conversation.say("0 00");
    if (conversation.hear(SENT::equals, SEND_BOUND).isEmpty()) {
      throw new AssertionError("not sent within " + SEND_BOUND);
    }
  }

  /** The next frame heard that is {@code wanted}, others are passed over; empty in vain. */
  Optional<Octets> hear(Predicate<Octets> wanted, Duration bound) {
    return conversation
        .hear(line -> !line.equals(SENT) && wanted.test(Octets.ofHex(line)), bound)
        .map(Octets::ofHex);
  }

  @Override
  public void close() {
    conversation.close();
  }

  /** The process in the namespace. */
  public static void main(String[] args) throws Exception {
    try (FramePort port = PacketSocket.ofControlFrames(args[0]);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      port.start((frame, length) -> {
        Octets heard = Octets.copyOf(frame, 0, length);
        acknowledge(port, heard);
        say(heard.hex());
      });
      say(Conversation.READY);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", 2);
        byte[] frame = Octets.ofHex(order[1]).toArray();
        int count = Integer.parseInt(order[0]);
        for (int i = 0; i < count; i++) {
          port.send(frame, frame.length);
        }
        if (count == 0) {
          say(SENT);
        }
      }
    }
  }

  /** Version 1, operation 0 is a request, 1 its ACK; subtype and sequence number stay. */
  private static void acknowledge(FramePort port, Octets heard) {
    if (heard.size() < 18 || heard.u16(12) != ECP || heard.u16(14) >>> 10 != 0b0001_00) {
      return;
    }
    try {
      port.send(
          Octets.builder()
              .octets(heard.slice(0, 6))
              .u48(port.mac().bits())
              .u16(ECP)
              .u16(heard.u16(14) | 1 << 10)
              .u16(heard.u16(16))
              .zeros(42)
              .build());
    } catch (FramePortException e) {
      say("not acknowledged: " + e.getMessage());
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
