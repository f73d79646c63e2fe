package org.moorage.protocol.pecsp;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every code point of PE CSP that Moorage sends or takes, in one place.
 *
 * <p><strong>None is confirmed.</strong> IEEE 802.1BR numbers commands, TLVs and completion codes;
 * no source at hand says how. These numbers are our own, and every PDU begins with a marker of our
 * own, so that a device that speaks the standard's numbers ignores ours and we ignore its. Who has
 * the standard fills in this file.
 */
public final class CspCodePoints {

  /** A locally administered OUI, which no manufacturer has: "MO" behind the two flag bits. */
  static final int MARKER_OUI = 0x02_4D4F;

  /** Of the messages as they are here; another number is another language. */
  static final int MARKER_VERSION = 1;

  private CspCodePoints() {}

  /** What is asked for. */
  public enum Command {
    /** Both ways: who speaks, how much it takes. */
    CSP_OPEN(1),
    /** From the extender: a port of it wants an E-channel. */
    EXTENDED_PORT_CREATE(2),
    /** From the extender: a port of it is no more. */
    EXTENDED_PORT_DELETE(3),
    /** From the bridge: how a port behaves. */
    PORT_PARAMETER_SET(4),
    /** From the extender: the link of a port came up or went down. */
    PORT_STATUS(5),
    /** From the bridge: these ports get the frames of a group. */
    E_CHANNEL_REGISTER(6),
    /** From the bridge: nobody does any more. */
    E_CHANNEL_UNREGISTER(7),
    /** From the bridge: what its ports have counted. */
    STATISTICS_GET(8);

    final int code;

    Command(int code) {
      this.code = code;
    }

    static Optional<Command> of(int code) {
      return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
  }

  /** What a PDU is made of, behind the marker. */
  enum TlvType {
    COMMAND(1),
    SPEAKER(2),
    LIMITS(3),
    PORT(4),
    PORT_NAME(5),
    PARAMETERS(6),
    E_CHANNEL(7),
    MEMBERS(8),
    COUNTERS(9),
    MORE(10),
    AFTER(11),
    /** As an organization's TLV everywhere. */
    MARKER(127);

    final int code;

    TlvType(int code) {
      this.code = code;
    }

    static Optional<TlvType> of(int code) {
      return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
  }

  /** What became of a request. */
  public enum Completion {
    SUCCESS(0, "done"),
    UNKNOWN_COMMAND(1, "command not known"),
    INCOMPLETE(2, "a TLV the command needs is missing or wrong"),
    NOT_OPEN(3, "not open"),
    TOO_MANY_OUTSTANDING(4, "more requests outstanding than agreed"),
    NO_RESOURCES(5, "no room for it"),
    UNKNOWN_PORT(6, "no such port or E-channel"),
    IDENTITY_IN_USE(7, "another extender with this address is connected"),
    WRONG_ROLE(8, "not for this side to ask");

    final int code;
    private final String words;

    Completion(int code, String words) {
      this.code = code;
      this.words = words;
    }

    /** In a few words, for people. */
    public String words() {
      return words;
    }

    /** What is not known is a failure of some kind. */
    static Completion of(int code) {
      return Arrays.stream(values())
          .filter(each -> each.code == code)
          .findFirst()
          .orElse(INCOMPLETE);
    }
  }
}
