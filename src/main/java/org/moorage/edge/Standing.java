package org.moorage.edge;

/** How a vPort came by its terms; everything but {@link #KNOWN} is shown wherever it appears. */
public enum Standing {
  /** The catalogue has the type and version the station asked for. */
  KNOWN,
  /** It has not; {@code --unknown-type accept}: own VID, anti-spoof, no rules. */
  UNKNOWN_ACCEPTED,
  /** It has not; {@code --unknown-type quarantine:TYPE/VERSION}. */
  QUARANTINED
}
