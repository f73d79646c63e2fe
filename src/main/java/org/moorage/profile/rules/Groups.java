package org.moorage.profile.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.protocol.ip.IpPrefix;

/**
 * Names for lists of addresses and of ports, resolved: no group mentions another any more.
 *
 * @param addresses blocks by name, in the order written
 * @param ports ranges by name, in the order written
 */
public record Groups(Map<String, List<IpPrefix>> addresses, Map<String, List<PortRange>> ports) {

  public static final Groups NONE = new Groups(Map.of(), Map.of());

  public Groups {
    addresses.keySet().forEach(WrittenName::require);
    ports.keySet().forEach(WrittenName::require);
    addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
  }
}
