package org.moorage.control;

import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;

/** Where a VSI is held: one station-facing port of one edge. */
public record Home(EdgeName edge, PortName port) {

  @Override
  public String toString() {
    return edge.value() + ":" + port.value();
  }
}
