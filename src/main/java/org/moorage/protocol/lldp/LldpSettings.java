package org.moorage.protocol.lldp;

import java.time.Duration;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * How one LLDP agent speaks on its port.
 *
 * @param destination the group address it sends to
 * @param source the port's own address
 * @param chassisId subtype and identifier as in {@link Lldpdu#chassisId}
 * @param portId subtype and identifier as in {@link Lldpdu#portId}
 * @param interval time between two PDUs when nothing changes, 1 s .. 1 h
 * @param hold how many intervals a neighbour should believe us, 1..100
 * @param lookedFor where several neighbours speak, the one that carries one of these TLVs counts
 */
public record LldpSettings(
    MacAddress destination,
    MacAddress source,
    Octets chassisId,
    Octets portId,
    Duration interval,
    int hold,
    List<TlvName> lookedFor) {

  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
  public static final int DEFAULT_HOLD = 4;

  /** An organization and its subtype. */
  public record TlvName(int oui, int subtype) {}

  public LldpSettings {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("LLDP interval " + interval + " is outside 1 s .. 1 h");
    }
    if (hold < 1 || hold > 100) {
      throw new IllegalArgumentException("LLDP hold " + hold + " is outside 1..100");
    }
    lookedFor = List.copyOf(lookedFor);
  }

  /** A port named by its MAC address, with the timing of the standard. */
  public static LldpSettings ofPort(
      MacAddress destination, MacAddress source, List<TlvName> lookedFor) {
    return new LldpSettings(
        destination,
        source,
        Lldpdu.chassis(source),
        Lldpdu.port(source),
        DEFAULT_INTERVAL,
        DEFAULT_HOLD,
        lookedFor);
  }

  /**
   * How long a neighbour should believe a PDU: one second more than the intervals, so that the last
   * refresh in time does not race the clock.
   */
  int ttlSeconds() {
    return (int) Math.min(0xFFFF, interval.toSeconds() * hold + 1);
  }

  boolean looksFor(Lldpdu pdu) {
    return lookedFor.stream()
        .anyMatch(name -> pdu.organizational(name.oui(), name.subtype()).isPresent());
  }
}
