package org.moorage.profile.rules;

import java.util.Optional;
import org.moorage.protocol.ip.IpVersion;

/**
 * A message type of ICMPv4 or ICMPv6.
 *
 * @param version which ICMP
 * @param type 0..255
 */
public record IcmpType(IpVersion version, int type) {

  public static final int MAX = 255;

  public IcmpType {
    if (type < 0 || type > MAX) {
      throw new IllegalArgumentException("ICMP type " + type + " is outside 0..255");
    }
  }

  /** The message a host answers this one with; empty where none is (errors, answers). */
  public Optional<IcmpType> reply() {
    int answer =
        switch (version) {
          case V4 -> type == 8 ? 0 : type == 13 ? 14 : -1;
          case V6 -> type == 128 ? 129 : -1;
        };
    return answer < 0 ? Optional.empty() : Optional.of(new IcmpType(version, answer));
  }

  @Override
  public String toString() {
    return (version == IpVersion.V4 ? "ICMPv4 type " : "ICMPv6 type ") + type;
  }
}
