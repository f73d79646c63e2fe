package org.moorage.protocol.stack;

/** Why a bridge port no longer holds a VSI. */
public enum ReleaseCause {
  /** The station said so. */
  DE_ASSOCIATED,
  /** The station was not heard for toutKeepAlive. */
  KEEPALIVE_EXPIRED,
  /** The bridge ended it and told the station. */
  WITHDRAWN,
  /** A changed command was refused and the earlier state was not kept. */
  REFUSED,
  /** The link stayed down; nothing was sent. */
  LINK_DOWN,
  /** The S-channel it was on is gone; nothing was sent. */
  S_CHANNEL_GONE,
  /** The port extender it was behind is gone, or has given its port up; nothing was sent. */
  EXTENDED_PORT_GONE,
  /** A first command was not answered within resourceWaitDelay. */
  RESOURCE_WAIT_EXPIRED
}
