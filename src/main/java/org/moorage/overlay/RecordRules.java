package org.moorage.overlay;

import java.util.Optional;
import org.moorage.protocol.ip.IpVersion;

/** What a lookup record has to fit. */
final class RecordRules {

  private final OverlayBook book;

  RecordRules(OverlayBook book) {
    this.book = book;
  }

  Optional<OverlayFault> fault(LookupRecord record) {
    Optional<VirtualSubnet> subnet = book.subnet(record.vsid());
    if (subnet.isEmpty()) {
      return OverlayBook.fault(
          "VirtualSubnetID", "there is no VSID " + record.vsid() + "; add its subnet first");
    }
    return address(record, subnet.get())
        .or(() -> mac(record, subnet.get()))
        .or(() -> version(record));
  }

  private static Optional<OverlayFault> address(LookupRecord record, VirtualSubnet subnet) {
    if (record.type().hasNoAddress() || subnet.isForVms(record.customerAddress())) {
      return Optional.empty();
    }
    IpVersion version = record.customerAddress().version();
    return OverlayBook.fault(
        "CustomerAddress",
        subnet.contains(record.customerAddress())
            ? record.customerAddress() + " is the subnet's own, not a VM's"
            : record.customerAddress()
                + " is not in "
                + subnet.name()
                + subnet.prefix(version).map(prefix -> ": " + prefix).orElse(", which has none"));
  }

  /** In a VM network an address is one VM's: elsewhere in it, it cannot be another's. */
  private Optional<OverlayFault> mac(LookupRecord record, VirtualSubnet subnet) {
    return book.records(subnet.rdid(), record.mac())
        .filter(other -> !other.vsid().equals(record.vsid()))
        .findFirst()
        .map(other ->
            new OverlayFault(
                "MACAddress",
                record.mac() + " is in VSID " + other.vsid() + " of the same VM network"));
  }

  /** Version numbers decide what is newer, never the time of arrival. */
  private Optional<OverlayFault> version(LookupRecord record) {
    Optional<LookupRecord> older =
        book.find(record.key())
            .map(LookupRecord.class::cast)
            .filter(before -> !before.equals(record))
            .filter(before -> before.version() >= record.version());
    Optional<LookupRecord> elsewhere =
        book.records(record.vsid(), record.mac())
            .filter(other -> !record.unusable() && !other.unusable())
            .filter(other -> !other.providerAddress().equals(record.providerAddress()))
            .filter(other -> other.version() >= record.version())
            .findFirst();
    return older
        .or(() -> elsewhere)
        .map(known ->
            new OverlayFault(
                "Version",
                "version "
                    + known.version()
                    + " is known, at "
                    + known.providerAddress()
                    + "; a change needs a higher one"));
  }
}
