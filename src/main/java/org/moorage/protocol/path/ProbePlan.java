package org.moorage.protocol.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * The probes of one survey, numbered alike at both ends: each address as LLDP and as ECP; those
 * that EVB may use also as draft ECP and inside an S-channel.
 */
public final class ProbePlan {

  /**
   * One probe.
   *
   * @param number 0..{@value ProbePlan#MAX_SLOTS} - 1
   */
  public record Slot(int number, ProbedAddress address, ProbeKind kind) {}

  /** A bit each in one word of an answer. */
  static final int MAX_SLOTS = 64;

  private final MacAddress own;
  private final List<ProbedAddress> addresses;
  private final List<Slot> slots;

  /**
   * @param own the group address probed besides the reserved ones
   */
  public ProbePlan(MacAddress own) {
    if (!isOwn(own)) {
      throw new IllegalArgumentException(own + " is not a group address of one's own");
    }
    this.own = own;
    addresses = ProbedAddress.all(own);
    List<Slot> all = new ArrayList<>();
    for (ProbedAddress address : addresses) {
      for (ProbeKind kind : kinds(address.mac())) {
        all.add(new Slot(all.size(), address, kind));
      }
    }
    slots = List.copyOf(all);
  }

  /** Whether it is a group address nobody else uses. */
  static boolean isOwn(MacAddress address) {
    return address.isGroup()
        && !address.isReservedForBridges()
        && !address.equals(MacAddress.BROADCAST);
  }

  private static List<ProbeKind> kinds(MacAddress address) {
    for (ReservedAddress each : ReservedAddress.values()) {
      if (each.mac().equals(address)) {
        return List.of(ProbeKind.values());
      }
    }
    return address.isReservedForBridges()
        ? List.of(ProbeKind.LLDP, ProbeKind.ECP)
        : List.of(ProbeKind.values());
  }

  public MacAddress own() {
    return own;
  }

  public List<ProbedAddress> addresses() {
    return addresses;
  }

  public List<Slot> slots() {
    return slots;
  }

  /** The probe of that kind to that address; empty where it is not part of the survey. */
  public Optional<Slot> slot(MacAddress address, ProbeKind kind) {
    return slots.stream()
        .filter(slot -> slot.address().mac().equals(address) && slot.kind() == kind)
        .findFirst();
  }

  /** The bit of a probe, where the frame it came in is what was sent; 0 where it was altered. */
  long bit(int number, EthernetFrame frame) {
    if (number < 0 || number >= slots.size()) {
      return 0;
    }
    Slot slot = slots.get(number);
    boolean asSent =
        frame.destination().equals(slot.address().mac())
            && frame.type().equals(slot.kind().type())
            && slot.kind().hasTags(frame.tags());
    return asSent ? 1L << number : 0;
  }
}
