package org.moorage.agentlink;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * At which destination addresses an uplink's control frames arrive: what is between the station and
 * the edge may eat some.
 *
 * @param evb where EVB is, and listens
 * @param ecp where ratified ECP goes
 * @param draftEcp where ECP of draft 0 goes
 * @param heard since the link came up, at most {@value #MAX_HEARD}
 */
public record ControlPath(String evb, String ecp, String draftEcp, List<Heard> heard) {

  /** Three protocols at the addresses that matter, and some at others. */
  public static final int MAX_HEARD = 24;

  /** LLDP says the same again every 30 s, and is believed for four times as long. */
  static final Duration STALE = Duration.ofSeconds(121);

  public ControlPath {
    heard = List.copyOf(heard);
  }

  /**
   * Frames of a protocol to an address.
   *
   * @param protocol {@code LLDP}, {@code ECP} or {@code draft ECP}
   * @param last when the last came, ISO 8601, by the agent's clock
   */
  public record Heard(String address, String protocol, long frames, String last) {

    public static final String LLDP = "LLDP";
    public static final String ECP = "ECP";
    public static final String DRAFT_ECP = "draft ECP";

    private Instant at() {
      return Instant.parse(last);
    }
  }

  /** What an address, or an uplink as a whole, comes to. */
  public enum Verdict {
    /** What belongs there arrives. */
    HEARD,
    /** It did, and no longer does, while other frames still come. */
    NO_LONGER,
    /** Nothing of what belongs there arrives, and other frames do: they may be eaten. */
    MISSING,
    /** Something arrives that is not listened to there. */
    NOT_LISTENED,
    /** Nothing arrives at all. */
    SILENT,
    /** Nothing arrives, and nothing has to. */
    UNUSED;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The uplink as a whole, by what EVB needs. */
  public Verdict verdict() {
    Verdict evbs = at(evb);
    boolean astray = addresses().stream().anyMatch(address -> at(address) == Verdict.NOT_LISTENED);
    return evbs == Verdict.HEARD && astray ? Verdict.NOT_LISTENED : evbs;
  }

  /** Every address there is something to say about: those of EVB first. */
  public Set<String> addresses() {
    Set<String> all = new LinkedHashSet<>(List.of(evb, ecp, draftEcp));
    for (ReservedAddress each : ReservedAddress.values()) {
      all.add(each.mac().toString());
    }
    heard.forEach(each -> all.add(each.address()));
    return all;
  }

  /** One address. */
  public Verdict at(String address) {
    if (address.equals(evb)) {
      return atEvb();
    }
    boolean astray =
        heard.stream().anyMatch(each -> each.address().equals(address) && !isListenedTo(each));
    if (astray) {
      return Verdict.NOT_LISTENED;
    }
    return heard.stream().anyMatch(each -> each.address().equals(address))
        ? Verdict.HEARD
        : Verdict.UNUSED;
  }

  private Verdict atEvb() {
    Optional<Instant> newest = last(any -> true);
    Optional<Instant> lldp =
        last(each -> each.address().equals(evb) && each.protocol().equals(Heard.LLDP));
    if (newest.isEmpty()) {
      return Verdict.SILENT;
    }
    if (lldp.isEmpty()) {
      return Verdict.MISSING;
    }
    return lldp.get().plus(STALE).isBefore(newest.get()) ? Verdict.NO_LONGER : Verdict.HEARD;
  }

  /** ECP to an address it is not expected at is dropped; LLDP elsewhere is nobody's mistake. */
  private boolean isListenedTo(Heard each) {
    boolean toStation = !MacAddress.parse(each.address()).isGroup();
    return switch (each.protocol()) {
      case Heard.ECP ->
          toStation
              || each.address().equals(ecp)
              || each.address().equals(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac().toString());
      case Heard.DRAFT_ECP ->
          toStation
              || each.address().equals(draftEcp)
              || each.address().equals(ReservedAddress.NEAREST_BRIDGE.mac().toString());
      default -> true;
    };
  }

  /** When a frame of a protocol last came to an address. */
  public Optional<Instant> last(String address, String protocol) {
    return last(each -> each.address().equals(address) && each.protocol().equals(protocol));
  }

  private Optional<Instant> last(Predicate<Heard> wanted) {
    return heard.stream().filter(wanted).map(Heard::at).max(Instant::compareTo);
  }
}
