package org.moorage.protocol.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.lldp.Lldpdu;

/**
 * An uplink access port's S-channels at one moment.
 *
 * @param speaking whether the other end speaks CDCP
 * @param neighbour who is heard by the LLDP agent that carries CDCP
 * @param channels the default one first
 * @param refused SCIDs that are asked for and cannot be had
 * @param dropped frames and TLVs not acted upon, by reason
 */
public record UapView(
    boolean speaking,
    Optional<Lldpdu> neighbour,
    List<SChannel> channels,
    List<Integer> refused,
    Map<String, Long> dropped) {

  public UapView {
    channels = List.copyOf(channels);
    refused = List.copyOf(refused);
    dropped = Map.copyOf(dropped);
  }
}
