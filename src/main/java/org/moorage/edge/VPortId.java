package org.moorage.edge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VsiId;

/**
 * Names one vPort. The same VSI on the same port of the same edge always has the same one, so that
 * after a restart what the data plane still forwards is recognised.
 */
public record VPortId(UUID value) implements Comparable<VPortId> {

  private static final MessageDigest MD5 = md5();

  /** The one a VSI has on a port: derived from the three names, no state needed. */
  public static VPortId of(EdgeName edge, PortName port, VsiId vsi) {
    Octets name =
        Octets.builder()
            .octets(vsi.octets())
            .u8(vsi.format().code())
            .octets(Octets.of(edge.value().getBytes(StandardCharsets.US_ASCII)))
            .u8(0)
            .octets(Octets.of(port.value().getBytes(StandardCharsets.US_ASCII)))
            .build();
    return new VPortId(nameBased(name));
  }

  /** A UUID of version 3 (RFC 9562, "UUID Version 3"). */
  private static UUID nameBased(Octets name) {
    Octets hash = Octets.of(digest().digest(name.toArray()));
    return new UUID(
        hash.u64(0) & 0xFFFF_FFFF_FFFF_0FFFL | 0x3000L,
        hash.u64(8) & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
  }

  /** A copy: looking the algorithm up would take longer than using it. */
  private static MessageDigest digest() {
    try {
      return (MessageDigest) MD5.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("MD5 of this JDK cannot be copied", e);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  @Override
  public int compareTo(VPortId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
