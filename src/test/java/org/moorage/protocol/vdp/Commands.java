package org.moorage.protocol.vdp;

import java.util.UUID;
import org.moorage.protocol.ethernet.MacAddress;

/** Commands for the tests of both machines. */
final class Commands {

  static final VsiId VSI = VsiId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddee01"));
  static final VidField HUNDRED = new VidField(false, 0, 100);
  static final VidField SUPPLIED = new VidField(false, 0, 205);

  private Commands() {}

  static VsiCommand command(VdpType type, VidField vid, int version) {
    FilterInfo filters =
        FilterInfo.of(
            FilterInfo.Format.MAC_VID,
            FilterInfo.Entry.of(MacAddress.parse("52:54:00:11:22:33"), vid));
    return VsiCommand.of(
        VsiManagerId.ofText("manager1"),
        new AssociationTlv(
            type, 0, new VsiTypeId(0x123456), new VsiTypeVersion(version), VSI, filters));
  }

  static VsiCommand associate() {
    return command(VdpType.ASSOCIATE, HUNDRED, 2);
  }

  static VsiCommand wildcard() {
    return command(VdpType.ASSOCIATE, VidField.WILDCARD, 2);
  }

  static VsiCommand preAssociate() {
    return command(VdpType.PRE_ASSOCIATE, HUNDRED, 2);
  }

  static VsiCommand deAssociate() {
    return command(VdpType.DE_ASSOCIATE, HUNDRED, 2);
  }
}
