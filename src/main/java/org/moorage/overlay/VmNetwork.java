package org.moorage.overlay;

/**
 * A tenant's network, closed against all others (HNV: VM network, routing domain).
 *
 * @param name what profiles call it; of one VM network only
 * @param tenant whose it is; may own several
 */
public record VmNetwork(RoutingDomainId rdid, String name, String tenant) implements OverlayItem {

  /** Characters of a tenant's name. */
  public static final int MAX_TENANT = 128;

  public VmNetwork {
    OverlayName.require(name);
    if (tenant.isBlank() || tenant.length() > MAX_TENANT) {
      throw new IllegalArgumentException("a tenant has a name of 1.." + MAX_TENANT + " characters");
    }
  }

  @Override
  public OverlayKey.OfVmNetwork key() {
    return new OverlayKey.OfVmNetwork(rdid);
  }
}
