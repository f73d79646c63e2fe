package org.moorage.wire;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.moorage.frameport.PacketSocket;
import org.moorage.frameport.SendBatch;
import org.moorage.protocol.Octets;

/**
 * A process that sends one frame many times, as fast as it goes: {@code COUNT HEX}. Where the frame
 * says {@code **} stands another random octet each time.
 */
public final class Storm {

  static final String DONE = "sent";

  private Storm() {}

  public static void main(String[] args) throws Exception {
    try (PacketSocket port = PacketSocket.ofDataFrames(args[0], System::nanoTime);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      port.start((frame, length) -> {});
      say(Conversation.READY);
      SplittableRandom random = new SplittableRandom(17);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", 2);
        send(port, Integer.parseInt(order[0]), order[1], random);
        say(DONE);
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void send(PacketSocket port, int count, String pattern, SplittableRandom random) {
    byte[] frame = Octets.ofHex(pattern.replace("**", "00")).paddedTo(60).toArray();
    int[] wild =
        Pattern.compile("\\*\\*")
            .matcher(pattern)
            .results()
            .mapToInt(at -> at.start() / 2)
            .toArray();
    SendBatch batch = new SendBatch();
    for (int i = 0; i < count; i++) {
      for (int at : wild) {
        frame[at] = (byte) random.nextInt();
      }
      if (!batch.add(frame, frame.length)) {
        port.send(batch);
        boolean ignored = batch.add(frame, frame.length);
      }
    }
    port.send(batch);
  }
}
