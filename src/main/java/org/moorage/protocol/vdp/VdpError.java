package org.moorage.protocol.vdp;

import java.util.Optional;

/** The error code in the low four bits of a response's status octet. */
public enum VdpError {
  SUCCESS(0, "success"),
  INVALID_FORMAT(1, "invalid format"),
  INSUFFICIENT_RESOURCES(2, "insufficient resources"),
  UNABLE_TO_CONTACT_MANAGER(3, "unable to contact the VSI manager"),
  OTHER_FAILURE(4, "other failure"),
  INVALID_VID_GROUP_OR_MAC(5, "invalid VID, group ID or MAC address");

  private final int code;
  private final String text;

  VdpError(int code, String text) {
    this.code = code;
    this.text = text;
  }

  public int code() {
    return code;
  }

  /** In words, lower case. */
  public String text() {
    return text;
  }

  /** Empty for the reserved codes 6..15. */
  public static Optional<VdpError> of(int code) {
    return code >= 0 && code <= 5 ? Optional.of(values()[code]) : Optional.empty();
  }
}
