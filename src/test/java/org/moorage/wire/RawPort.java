package org.moorage.wire;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.moorage.frameport.ControlPort;
import org.moorage.frameport.FramePort;
import org.moorage.protocol.Octets;

/**
 * A hand on the wire inside a namespace: sends any octets, hears the control frames. Its process is
 * told {@code COUNT HEX} and says {@code HEX}.
 */
final class RawPort implements AutoCloseable {

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

  /** The next frame heard that is {@code wanted}, others are passed over; empty in vain. */
  Optional<Octets> hear(Predicate<Octets> wanted, int seconds) {
    return conversation.hear(line -> wanted.test(Octets.ofHex(line)), seconds).map(Octets::ofHex);
  }

  /** Forgets what was heard so far. */
  void forget() {
    conversation.forget();
  }

  @Override
  public void close() {
    conversation.close();
  }

  /** The process in the namespace. */
  public static void main(String[] args) throws Exception {
    try (FramePort port = new ControlPort(args[0]);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      port.start((frame, length) -> say(Octets.copyOf(frame, 0, length).hex()));
      say(Conversation.READY);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", 2);
        byte[] frame = Octets.ofHex(order[1]).toArray();
        for (int i = Integer.parseInt(order[0]); i > 0; i--) {
          port.send(frame, frame.length);
        }
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
