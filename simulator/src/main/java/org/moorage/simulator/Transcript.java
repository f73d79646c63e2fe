package org.moorage.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.moorage.protocol.Octets;

/**
 * Everything that happened in a lab, in order: the story's lines, and a digest of them and of every
 * frame on every wire. Two runs with the same digest were the same run.
 */
final class Transcript {

  /** Lines kept for the tail; the digest has them all. */
  static final int MAX_KEPT = 4_096;

  private final VirtualTime time;
  private final Consumer<LabEvent> teller;
  private final MessageDigest digest;
  private final ArrayDeque<LabEvent> kept = new ArrayDeque<>();
  private long frames;

  Transcript(VirtualTime time, Consumer<LabEvent> teller) {
    this.time = time;
    this.teller = teller;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(String where, LabEvent.Kind kind, String text) {
    LabEvent event = new LabEvent(time.elapsed(), where, kind, text);
    if (kept.size() == MAX_KEPT) {
      kept.removeFirst();
    }
    kept.addLast(event);
    stamp();
    digest.update((where + "|" + text + "\n").getBytes(StandardCharsets.UTF_8));
    teller.accept(event);
  }

  /** A frame left a port. */
  void frame(PortRef from, Octets frame) {
    frames++;
    stamp();
    digest.update(from.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(frame.toArray());
  }

  long frames() {
    return frames;
  }

  List<LabEvent> tail(int lines) {
    return kept.stream().skip(Math.max(0, kept.size() - lines)).toList();
  }

  /** Ends the digest; 64 hex digits. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void stamp() {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(time.nanos()).flip());
  }
}
