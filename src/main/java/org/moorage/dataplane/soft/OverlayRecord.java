package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.overlay.LookupRecord;
import org.moorage.protocol.ip.IpAddress;

/**
 * A lookup record as frames meet it. What it is about is its key: an address of a virtual subnet, a
 * VM of it, or everything else in it.
 */
final class OverlayRecord extends AddressTable.Keyed {

  /** In the place of an address's upper half: the lower half is a MAC address. */
  static final long OF_MAC = 0xFF00_0000_0000_0001L;

  /** In the place of an address's upper half: everything there is no record of, by family. */
  static final long WILDCARD = 0xFF00_0000_0000_0002L;

  /** In the place of an address's upper half: an IPv4 address. None of IPv6 looks like it. */
  static final long V4 = 0xFF00_0000_0000_0003L;

  /** In the place of an address's upper half: a VM that is about to come, by its MAC address. */
  static final long COMING = 0xFF00_0000_0000_0004L;

  final int vsid;
  final long mac;
  final OverlayProvider provider;
  final boolean learns;

  /** The VM's vPort where it is on this edge and forwarding; the writer's to change. */
  volatile @Nullable Attachment local;

  /** Where the VM was before, if it was somewhere else. */
  final @Nullable OverlayProvider cameFrom;

  /** Until when what still goes there is sent on to here, in nanoseconds. */
  final long followedUntil;

  private OverlayRecord(
      int vsid,
      long high,
      long low,
      long mac,
      OverlayProvider provider,
      boolean learns,
      @Nullable OverlayProvider cameFrom,
      long followedUntil) {
    super(vsid, high, low);
    this.vsid = vsid;
    this.mac = mac;
    this.provider = provider;
    this.learns = learns;
    this.cameFrom = cameFrom;
    this.followedUntil = followedUntil;
  }

  static OverlayRecord of(LookupRecord record, OverlayProvider provider) {
    return of(record, provider, null, 0);
  }

  static OverlayRecord of(
      LookupRecord record,
      OverlayProvider provider,
      @Nullable OverlayProvider cameFrom,
      long followedUntil) {
    long mac = record.mac().bits();
    int vsid = record.vsid().value();
    IpAddress address = record.customerAddress();
    boolean six = address.version().bits() == 128;
    return switch (record.type()) {
      case STATIC, DYNAMIC ->
          new OverlayRecord(
              vsid,
              six ? address.high() : V4,
              address.low(),
              mac,
              provider,
              false,
              cameFrom,
              followedUntil);
      case L2_ONLY ->
          new OverlayRecord(vsid, OF_MAC, mac, mac, provider, true, cameFrom, followedUntil);
      case GATEWAY_WILDCARD ->
          new OverlayRecord(
              vsid, WILDCARD, six ? 6 : 4, mac, provider, false, cameFrom, followedUntil);
    };
  }

  /** Where a VM is reserved to be. */
  static OverlayRecord coming(LookupRecord record, OverlayProvider provider) {
    long mac = record.mac().bits();
    return new OverlayRecord(record.vsid().value(), COMING, mac, mac, provider, false, null, 0);
  }

  /** Where a VM is, whatever its addresses: kept beside its records. */
  static OverlayRecord ofVm(OverlayRecord record) {
    OverlayRecord vm =
        new OverlayRecord(
            record.vsid,
            OF_MAC,
            record.mac,
            record.mac,
            record.provider,
            record.learns,
            record.cameFrom,
            record.followedUntil);
    vm.local = record.local;
    return vm;
  }
}
