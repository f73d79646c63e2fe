package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.SChannel;

/** What one end of a link with S-channels wants done, in order. */
public sealed interface UapEffect {

  /** Put this on the wire as it is: a whole Ethernet frame without FCS, outside any S-channel. */
  record Send(Octets frame) implements UapEffect {}

  /**
   * These are the S-channels from now on, the default one first. One whose SVID changed is another
   * S-channel: what was held on the former is released.
   */
  record ChannelsChanged(List<SChannel> channels) implements UapEffect {
    public ChannelsChanged {
      channels = List.copyOf(channels);
    }
  }

  /**
   * The station asked for S-channels it cannot have.
   *
   * @param scids in the order they were asked for
   */
  record ChannelsRefused(List<Integer> scids) implements UapEffect {
    public ChannelsRefused {
      scids = List.copyOf(scids);
    }
  }

  /**
   * A frame or part of it was not acted upon.
   *
   * @param reason one of a fixed set of short sentences, usable as a counter's label
   */
  record Dropped(String reason) implements UapEffect {}
}
