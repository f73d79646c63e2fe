package org.moorage.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.moorage.protocol.Octets;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.vdp.VdpType;

/**
 * What an agent keeps of a VSI it holds, packed: there may be 50,000 of them. Everything else about
 * it is in the edge's vPort or made of these when somebody asks.
 */
final class Association {

  private final byte[] packed;
  private final VdpType type;
  private final long sinceMicros;
  private final int entries;
  private int exchangeMicros;
  private int keepAlives;
  private long heardMicros;

  /**
   * @param held the request as the station last made it
   * @param entries of the data plane
   */
  Association(HeldVsi held, Instant since, Instant heard, int entries) {
    packed = HeldCodec.encode(held).toArray();
    type = held.request().type();
    sinceMicros = micros(since);
    heardMicros = micros(heard);
    this.entries = entries;
  }

  HeldVsi held() {
    return HeldCodec.decode(Octets.of(packed)).orThrow();
  }

  VdpType type() {
    return type;
  }

  Instant since() {
    return instant(sinceMicros);
  }

  int entries() {
    return entries;
  }

  void keptAlive(Instant now) {
    keepAlives++;
    heardMicros = micros(now);
  }

  long keepAlives() {
    return Integer.toUnsignedLong(keepAlives);
  }

  Instant heard() {
    return instant(heardMicros);
  }

  void took(int micros) {
    exchangeMicros = micros;
  }

  int took() {
    return exchangeMicros;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
