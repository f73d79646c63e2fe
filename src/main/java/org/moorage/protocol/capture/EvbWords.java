package org.moorage.protocol.capture;

import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.evb.OfferedTimer;

/** The TLVs of edge virtual bridging and port extension in words; from behind their subtype. */
final class EvbWords {

  private static final int PAIR = 3;

  private EvbWords() {}

  /** IEEE 802.1Q, "EVB TLV definition". */
  static String evb(Telling told, int from, int end) {
    return switch (EvbTlv.decode(told.octets.slice(from, end - from))) {
      case Decoded.Malformed<EvbTlv>(String reason, int offset) -> {
        told.malformed(
            "value",
            from,
            end - from,
            reason + ": " + Words.hex(told.octets.slice(from, end - from)));
        yield "malformed";
      }
      case Decoded.Value<EvbTlv>(EvbTlv tlv) -> evb(told, from, end, tlv);
    };
  }

  private static String evb(Telling told, int from, int end, EvbTlv tlv) {
    int bridge = told.octets.u8(from);
    int station = told.octets.u8(from + 1);
    String side =
        switch (tlv.mode()) {
          case NOT_SUPPORTED -> "EVB not supported";
          case BRIDGE -> "from an EVB bridge";
          case STATION -> "from an EVB station";
          case RESERVED -> "from a reserved mode";
        };
    told.field(
        "bridge status",
        from,
        1,
        new Words.Flags(bridge)
            .bit(4, "bridge can use group IDs (BGID)", "no group IDs")
            .bit(2, "can do reflective relay (RRCAP)", "cannot do reflective relay")
            .bit(1, "reflective relay is on (RRCTR)", "reflective relay is off")
            .toString());
    told.field("station status", from + 1, 1, stationStatus(station, tlv));
    told.field("R, RTE", from + 2, 1, retries(tlv));
    told.field(
        "mode, RWD",
        from + 3,
        1,
        side + "; " + offered("RWD", tlv.resourceWaitDelay(), "wait for resources up to "));
    int spare = told.octets.u8(from + 4) >>> 6;
    told.field(
        "RKA",
        from + 4,
        1,
        offered("RKA", tlv.reinitKeepAlive(), "say again that the VSI lives every ")
            + (spare == 0 ? "" : "; reserved bits are set"));
    told.excess(from + 5, end);
    return side + ", " + retries(tlv);
  }

  private static String stationStatus(int station, EvbTlv tlv) {
    String belief =
        switch (tlv.station().relay()) {
          case OFF -> "takes it for off (RRSTAT 0)";
          case ON -> "takes it for on (RRSTAT 1)";
          case RESERVED -> "RRSTAT 2 is reserved";
          case UNKNOWN -> "has not heard the bridge yet (RRSTAT 3)";
        };
    return new Words.Flags(station)
        .bit(8, "station can use group IDs (SGID)", "no group IDs")
        .bit(4, "asks for reflective relay (RRREQ)", "does not ask for reflective relay")
        .told(3, belief)
        .toString();
  }

  private static String retries(EvbTlv tlv) {
    return "R: up to "
        + (tlv.maxRetries() == 1 ? "1 retry" : tlv.maxRetries() + " retries")
        + "; RTE "
        + tlv.ackTimer()
        + ": resend after "
        + Words.timer(tlv.ackTimer());
  }

  private static String offered(String name, OfferedTimer timer, String meaning) {
    TimerExponent exponent = timer.exponent();
    return name
        + " "
        + exponent
        + ": "
        + meaning
        + Words.timer(exponent)
        + (timer.adopted() ? " (ROL: adopted from the peer)" : " (ROL: its own value)");
  }

  /**
   * IEEE 802.1Q, "CDCP TLV definition". Role (1 bit), reserved (3), SComp (1), reserved (15),
   * ChnCap (12), then pairs of SCID (12) and SVID (12).
   */
  static String cdcp(Telling told, int from, int end) {
    if (end - from < 4) {
      told.malformed("role and capacity", from, end - from, "need four octets");
      return "malformed";
    }
    Octets octets = told.octets;
    long head = octets.u32(from);
    String role = head >>> 31 == 1 ? "station (S)" : "bridge (B)";
    told.field(
        "role, SComp, ChnCap",
        from,
        4,
        "role "
            + role
            + "; "
            + ((head & 0x0800_0000L) != 0
                ? "S-channels possible (SComp)"
                : "no S-channels (SComp 0)")
            + "; up to "
            + Words.count(head & 0xFFF, "S-channel")
            + ((head & 0x77FF_F000L) == 0 ? "" : "; reserved bits are set"));
    int at = from + 4;
    int pairs = 0;
    for (; at + PAIR <= end; at += PAIR, pairs++) {
      int pair = octets.u24(at);
      told.field("S-channel", at, PAIR, sChannel(pair >>> 12, pair & 0xFFF));
    }
    if (at < end) {
      told.malformed("S-channel", at, end - at, "a pair has 3 octets, " + (end - at) + " are left");
    }
    return "role " + role + ", " + Words.count(pairs, "S-channel");
  }

  private static String sChannel(int scid, int svid) {
    String channel = "SCID " + scid + (scid == 1 ? " (default)" : scid == 0 ? " (reserved)" : "");
    return channel + (svid == 0 ? ", SVID wanted" : ", SVID " + svid);
  }

  /** IEEE 802.1BR, "Port Extension TLV". */
  static String portExtension(Telling told, int from, int end) {
    if (end - from < 13) {
      told.malformed("value", from, end - from, "needs 13 octets, has " + (end - from));
      return "malformed";
    }
    int priority = told.octets.u8(from);
    MacAddress extender = MacAddress.of(told.octets, from + 1);
    MacAddress csp = MacAddress.of(told.octets, from + 7);
    told.field("cascade port priority", from, 1, Integer.toString(priority));
    told.field("PE address", from + 1, 6, "the port extender is " + extender);
    told.field("PE CSP address", from + 7, 6, "control and status frames go to " + csp);
    told.excess(from + 13, end);
    return "port extender " + extender + ", cascade port priority " + priority;
  }
}
