package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * What a station asks for one VSI, the same for both flavours. Its form has been checked: every
 * address is unicast, no VID is 4095, groups only where both sides can use them.
 *
 * @param migrateTo the hint "the VSI is moving to this station"
 * @param migrateFrom the hint "the VSI is leaving this station"
 * @param manager in draft 0 one octet and fifteen zeros
 * @param groupIdsUsable bridge and station both said they can use group IDs
 * @param organization organisational TLVs that stood behind the association TLV
 * @param received the association TLV and the organisational TLVs behind it, headers included;
 *     empty in a request that was never on a wire
 */
public record VsiRequest(
    VdpType type,
    boolean migrateTo,
    boolean migrateFrom,
    VsiManagerId manager,
    VsiTypeId typeId,
    VsiTypeVersion version,
    VsiId vsiId,
    FilterInfo filters,
    boolean groupIdsUsable,
    List<OrganizationalTlv> organization,
    Flavour flavour,
    Octets received) {

  public VsiRequest {
    organization = List.copyOf(organization);
  }

  /** A request as a hypervisor makes it: no hints, no organisational TLVs, ratified. */
  public static VsiRequest of(
      VdpType type,
      VsiManagerId manager,
      VsiTypeId typeId,
      VsiTypeVersion version,
      VsiId vsiId,
      FilterInfo filters) {
    return new VsiRequest(
        type,
        false,
        false,
        manager,
        typeId,
        version,
        vsiId,
        filters,
        false,
        List.of(),
        Flavour.RATIFIED,
        Octets.EMPTY);
  }

  public VsiRequest with(VdpType newType) {
    return new VsiRequest(
        newType,
        migrateTo,
        migrateFrom,
        manager,
        typeId,
        version,
        vsiId,
        filters,
        groupIdsUsable,
        organization,
        flavour,
        received);
  }

  public VsiRequest with(FilterInfo newFilters) {
    return new VsiRequest(
        type,
        migrateTo,
        migrateFrom,
        manager,
        typeId,
        version,
        vsiId,
        newFilters,
        groupIdsUsable,
        organization,
        flavour,
        received);
  }

  public VsiRequest with(Flavour newFlavour) {
    return new VsiRequest(
        type,
        migrateTo,
        migrateFrom,
        manager,
        typeId,
        version,
        vsiId,
        filters,
        groupIdsUsable,
        organization,
        newFlavour,
        received);
  }

  public VsiRequest with(List<OrganizationalTlv> newOrganization) {
    return new VsiRequest(
        type,
        migrateTo,
        migrateFrom,
        manager,
        typeId,
        version,
        vsiId,
        filters,
        groupIdsUsable,
        newOrganization,
        flavour,
        received);
  }

  public VsiRequest withHints(boolean newMigrateTo, boolean newMigrateFrom) {
    return new VsiRequest(
        type,
        newMigrateTo,
        newMigrateFrom,
        manager,
        typeId,
        version,
        vsiId,
        filters,
        groupIdsUsable,
        organization,
        flavour,
        received);
  }

  public VsiRequest with(VsiTypeId newTypeId, VsiTypeVersion newVersion) {
    return new VsiRequest(
        type,
        migrateTo,
        migrateFrom,
        manager,
        newTypeId,
        newVersion,
        vsiId,
        filters,
        groupIdsUsable,
        organization,
        flavour,
        received);
  }
}
