package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.ControlPath.Heard;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.ControlAddresses;

/** At which destination addresses control frames of a link arrive, since it came up. */
final class HeardAddresses {

  private static final int HEADER = 14;

  private static final class Count {
    private final long address;
    private final String protocol;
    private long frames;
    private Instant last;

    Count(long address, String protocol, Instant last) {
      this.address = address;
      this.protocol = protocol;
      this.last = last;
    }
  }

  private final ControlAddresses addresses;
  private final List<Count> counts = new ArrayList<>();

  HeardAddresses(ControlAddresses addresses) {
    this.addresses = addresses;
  }

  void clear() {
    counts.clear();
  }

  /**
   * Takes note of a frame, in an S-channel or not. Only what a station may have meant for us
   * counts: the probes of {@code moorage doctor path} are none of its frames.
   */
  void note(Octets onLink, Instant now) {
    Octets frame = ServiceTag.off(onLink);
    if (frame.size() <= HEADER) {
      return;
    }
    int type = frame.u16(HEADER - 2);
    int first = frame.u8(HEADER);
    if (type == EtherType.LLDP.value() && first == 0x02) {
      count(frame.u48(0), Heard.LLDP, now);
    } else if (type == EtherType.ECP.value() && first >>> 4 == 1) {
      count(frame.u48(0), Heard.ECP, now);
    } else if (type == EtherType.ECP_DRAFT.value() && first == 0) {
      count(frame.u48(0), Heard.DRAFT_ECP, now);
    }
  }

  private void count(long address, String protocol, Instant now) {
    for (Count each : counts) {
      if (each.address == address && each.protocol.equals(protocol)) {
        each.frames++;
        each.last = now;
        return;
      }
    }
    // Addresses nobody uses must not take the room of those that matter.
    boolean matters =
        new MacAddress(address).isReservedForBridges()
            || addresses.groups().contains(new MacAddress(address));
    int room = matters ? ControlPath.MAX_HEARD : ControlPath.MAX_HEARD / 2;
    if (counts.size() < room) {
      Count count = new Count(address, protocol, now);
      count.frames = 1;
      counts.add(count);
    }
  }

  ControlPath path() {
    return new ControlPath(
        addresses.evb().toString(),
        addresses.ecp().toString(),
        addresses.draftEcp().toString(),
        counts.stream()
            .map(each ->
                new Heard(
                    new MacAddress(each.address).toString(),
                    each.protocol,
                    each.frames,
                    each.last.toString()))
            .toList());
  }
}
