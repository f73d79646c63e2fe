package org.moorage.dataplane;

import java.time.Instant;
import java.util.List;
import org.moorage.overlay.OverlayChange;

/**
 * What carries frames of virtual subnets between edges. It is told what the overlay is, as far as
 * this edge needs to know, and decides nothing: which vPort is in which virtual subnet is part of
 * the vPort's plan.
 */
public interface OverlayForwarding {

  /** Which edge it is. To be said before the first change. */
  void become(OverlayEnd end);

  /**
   * The overlay became different, in this order. A record that leads elsewhere from now on keeps
   * what still arrives for its VM going there for a while.
   */
  void change(List<OverlayChange> changes, Instant now);

  /** Says who hears what VMs say of addresses no record is about. */
  void learnedTo(LearnedSink sink);

  /** Does what is due: provider addresses that are sent to are kept resolved. */
  void advance(Instant now, FrameSink out);

  /** When {@link #advance} is due at the latest, after a call of it. */
  Instant due(Instant now);
}
