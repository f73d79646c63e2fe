package org.moorage.edge;

/** How a vPort's frames are told from those of its neighbours; it does not change in its life. */
public enum Separation {
  /** An S-channel or E-channel carries this VSI and no other. */
  CHANNEL,
  /** MAC and VID rules on a port or channel that several VSIs share. */
  FILTER
}
