package org.moorage.overlay;

import java.util.Comparator;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;

/**
 * The way of an edge to provider addresses outside its own physical network.
 *
 * @param destination where to; 0.0.0.0/0 and ::/0 are everything
 * @param nextHop a router in the network of one of the edge's provider addresses
 * @param metric 0..65535, of several with one destination the lowest is taken
 */
public record ProviderRoute(String edge, IpPrefix destination, IpAddress nextHop, int metric)
    implements OverlayItem {

  /** Of routes to one address the one to take comes first. */
  public static final Comparator<ProviderRoute> PREFERENCE =
      Comparator.<ProviderRoute>comparingInt(route -> -route.destination().length())
          .thenComparingInt(ProviderRoute::metric)
          .thenComparing(ProviderRoute::nextHop);

  public ProviderRoute {
    Metric.require(metric);
    if (nextHop.version() != destination.version()) {
      throw new IllegalArgumentException(
          "next hop " + nextHop + " is of another family than " + destination);
    }
  }

  @Override
  public OverlayKey.OfProviderRoute key() {
    return new OverlayKey.OfProviderRoute(edge, destination, nextHop);
  }
}
