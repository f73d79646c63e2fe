package org.moorage.overlay;

/** One thing the overlay is made of. */
public sealed interface OverlayItem
    permits VmNetwork, VirtualSubnet, ProviderAddress, ProviderRoute, LookupRecord, CustomerRoute {

  /** What it is found by among its kind: two items with equal keys are one, at two times. */
  OverlayKey key();
}
