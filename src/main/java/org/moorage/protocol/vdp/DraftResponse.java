package org.moorage.protocol.vdp;

import java.util.Optional;

/** The response octet of VDP draft 0. */
public enum DraftResponse {
  SUCCESS(0, "success"),
  INVALID_FORMAT(1, "invalid format"),
  INSUFFICIENT_RESOURCES(2, "insufficient resources"),
  UNUSED_VTID(3, "unused VSI type ID"),
  VTID_VIOLATION(4, "VSI type ID violation"),
  VTID_VERSION_VIOLATION(5, "VSI type version violation"),
  OUT_OF_SYNC(6, "out of sync");

  private final int code;
  private final String text;

  DraftResponse(int code, String text) {
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

  /** Empty above 6: such a TLV is dropped. */
  public static Optional<DraftResponse> of(int code) {
    return code >= 0 && code <= 6 ? Optional.of(values()[code]) : Optional.empty();
  }

  /** The nearest thing draft 0 can say; an other failure is taken for an unknown type. */
  public static DraftResponse of(VdpError error) {
    return switch (error) {
      case SUCCESS -> SUCCESS;
      case INVALID_FORMAT -> INVALID_FORMAT;
      case INSUFFICIENT_RESOURCES, UNABLE_TO_CONTACT_MANAGER -> INSUFFICIENT_RESOURCES;
      case OTHER_FAILURE -> UNUSED_VTID;
      case INVALID_VID_GROUP_OR_MAC -> VTID_VIOLATION;
    };
  }

  /** The nearest thing ratified VDP can say. */
  public VdpError error() {
    return switch (this) {
      case SUCCESS -> VdpError.SUCCESS;
      case INVALID_FORMAT -> VdpError.INVALID_FORMAT;
      case INSUFFICIENT_RESOURCES -> VdpError.INSUFFICIENT_RESOURCES;
      case UNUSED_VTID, VTID_VERSION_VIOLATION, OUT_OF_SYNC -> VdpError.OTHER_FAILURE;
      case VTID_VIOLATION -> VdpError.INVALID_VID_GROUP_OR_MAC;
    };
  }
}
