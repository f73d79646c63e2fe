package org.moorage.protocol.vdp;

import java.util.Optional;

/** What a station asks for, or has: the type of an association TLV. */
public enum VdpType {
  /** Announced; nothing reserved, no frames pass. */
  PRE_ASSOCIATE(1),
  /** Announced with resource reservation; no frames pass. */
  PRE_ASSOCIATE_RR(2),
  /** Connected. */
  ASSOCIATE(3),
  /** Gone. */
  DE_ASSOCIATE(4);

  private final int code;

  VdpType(int code) {
    this.code = code;
  }

  /** The TLV type, 1..4. */
  public int code() {
    return code;
  }

  /** The mode octet of draft 0, 0..3. */
  public int draftMode() {
    return code - 1;
  }

  /** A station may go from this to the other without a De-Associate between. */
  public boolean mayBecome(VdpType next) {
    return next.code >= code;
  }

  public static Optional<VdpType> of(int code) {
    return code >= 1 && code <= 4 ? Optional.of(values()[code - 1]) : Optional.empty();
  }

  public static Optional<VdpType> ofDraftMode(int mode) {
    return of(mode + 1);
  }
}
