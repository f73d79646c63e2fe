package org.moorage.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.agent.OptionWords.Word;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.stack.ControlAddresses;

/** The options that say where an uplink's control frames go. */
final class AddressOptions {

  /** Where LLDP with the EVB TLV goes. */
  static final String EVB = "evb-address";

  /** Where ECP of both flavours goes. */
  static final String ECP = "ecp-address";

  private AddressOptions() {}

  /**
   * Checks what was written.
   *
   * @param channelled the uplinks that have S-channels
   */
  static Map<PortName, ControlAddresses> of(
      OptionWords words, Set<PortName> uplinks, Set<PortName> channelled) throws OptionMistake {
    Map<PortName, ControlAddresses> addresses = new LinkedHashMap<>();
    for (PortName uplink : uplinks) {
      ControlAddresses chosen = ControlAddresses.STANDARD;
      Optional<Word> evb = AgentOptions.ofUplink(words, EVB, uplink);
      if (evb.isPresent()) {
        chosen = chosen.withEvb(evb(evb.get(), uplink, channelled));
      }
      Optional<Word> ecp = AgentOptions.ofUplink(words, ECP, uplink);
      if (ecp.isPresent()) {
        chosen = chosen.withEcp(address(ecp.get()));
      }
      addresses.put(uplink, chosen);
    }
    return addresses;
  }

  private static MacAddress evb(Word word, PortName uplink, Set<PortName> channelled)
      throws OptionMistake {
    MacAddress address = address(word);
    boolean cdcps = address.equals(ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac());
    if (cdcps && channelled.contains(uplink)) {
      throw word.mistake(
          uplink
              + " has S-channels, and CDCP has the LLDP agent of the nearest non-TPMR bridge; take"
              + " another address, or s-channels off");
    }
    return address;
  }

  private static MacAddress address(Word word) throws OptionMistake {
    try {
      return ReservedAddress.destination(word.text());
    } catch (IllegalArgumentException e) {
      throw word.mistake(String.valueOf(e.getMessage()));
    }
  }
}
