package org.moorage.manager.association;

import java.util.UUID;
import org.moorage.agentlink.Order;

/** Where orders to let a VSI go are handed to; the edge may not be listening. */
public interface Withdrawals {

  /** Never waits; an edge that is not there is told when it comes back. */
  void order(UUID edge, Order.Withdraw withdraw);

  /** Another took the place of this edge: it is told nothing more. */
  void cutOff(UUID edge);
}
