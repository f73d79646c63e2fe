package org.moorage.overlay;

import java.util.Optional;
import java.util.UUID;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;

/**
 * The fact that a customer address is to be found at a provider address (HNV: lookup record).
 *
 * @param customerAddress of the VM in its subnet; 0.0.0.0 or :: where the type has none
 * @param mac of the VM; frames to the customer address get it as their destination
 * @param providerAddress of the edge that has the VM's vPort
 * @param unusable reserved: nothing is sent by it until the VM associates; it stands beside the
 *     record by which the VM is reached meanwhile
 * @param version of records with one key the higher counts, whenever it arrives
 * @param customerId free for whoever writes records
 * @param context free text, at most {@value #MAX_CONTEXT} characters
 * @param vmName free text, at most {@value #MAX_CONTEXT} characters
 */
public record LookupRecord(
    VirtualSubnetId vsid,
    IpAddress customerAddress,
    MacAddress mac,
    IpAddress providerAddress,
    RecordType type,
    RecordSource source,
    boolean unusable,
    long version,
    Optional<UUID> customerId,
    String context,
    String vmName)
    implements OverlayItem {

  public static final int MAX_CONTEXT = 256;

  public LookupRecord {
    if (!mac.isUnicast()) {
      throw new IllegalArgumentException(mac + " is not one VM's address");
    }
    if (mac.equals(VirtualSubnet.GATEWAY)) {
      throw new IllegalArgumentException(mac + " is the address of every edge's gateway");
    }
    if (type.hasNoAddress() != customerAddress.isUnspecified()) {
      throw new IllegalArgumentException(
          type.hasNoAddress()
              ? type.hnvName() + " is about no address: its CustomerAddress is 0.0.0.0 or ::"
              : customerAddress + " is no VM's address; that is what L2Only is for");
    }
    if (context.length() > MAX_CONTEXT || vmName.length() > MAX_CONTEXT) {
      throw new IllegalArgumentException("longer than " + MAX_CONTEXT + " characters");
    }
    if (version < 0) {
      throw new IllegalArgumentException("version " + version + " is negative");
    }
  }

  /** A usable one about which nothing else is known. */
  public static LookupRecord of(
      VirtualSubnetId vsid, IpAddress customer, MacAddress mac, IpAddress provider) {
    return new LookupRecord(
        vsid,
        customer,
        mac,
        provider,
        customer.isUnspecified() ? RecordType.L2_ONLY : RecordType.STATIC,
        RecordSource.MANUAL,
        false,
        1,
        Optional.empty(),
        "",
        "");
  }

  /** The same at another place, newer. */
  public LookupRecord movedTo(IpAddress provider, long newer) {
    return new LookupRecord(
        vsid,
        customerAddress,
        mac,
        provider,
        type,
        source,
        unusable,
        newer,
        customerId,
        context,
        vmName);
  }

  /** The same, reserved or in use. */
  public LookupRecord unusable(boolean reserved) {
    return new LookupRecord(
        vsid,
        customerAddress,
        mac,
        providerAddress,
        type,
        source,
        reserved,
        version,
        customerId,
        context,
        vmName);
  }

  /** The same of another type and source, as HNV tells them apart. */
  public LookupRecord as(RecordType other, RecordSource from) {
    return new LookupRecord(
        vsid,
        customerAddress,
        mac,
        providerAddress,
        other,
        from,
        unusable,
        version,
        customerId,
        context,
        vmName);
  }

  /** The same, of a VM that is called so. */
  public LookupRecord named(String vm) {
    return new LookupRecord(
        vsid,
        customerAddress,
        mac,
        providerAddress,
        type,
        source,
        unusable,
        version,
        customerId,
        context,
        vm);
  }

  @Override
  public OverlayKey key() {
    if (unusable) {
      return new OverlayKey.OfReserved(vsid, customerAddress, mac, providerAddress);
    }
    return switch (type) {
      case STATIC, DYNAMIC -> new OverlayKey.OfCustomerAddress(vsid, customerAddress);
      case L2_ONLY -> new OverlayKey.OfMac(vsid, mac);
      case GATEWAY_WILDCARD -> new OverlayKey.OfWildcard(vsid, customerAddress.version());
    };
  }
}
