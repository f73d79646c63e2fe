package org.moorage.manager.capture;

import java.util.UUID;
import org.moorage.agentlink.Order;

/** Where orders to capture are handed to. */
public interface CaptureOrders {

  /** Never waits; false where the edge is not listening. */
  boolean hand(UUID edge, Order order);
}
