package org.moorage.edge;

/**
 * The life of a vPort.
 *
 * <pre>
 *          +----------------+      +----------+      +--------+
 *   ask -> | PRE_ASSOCIATED | <--> | RESERVED | <--> | ACTIVE |
 *          +----------------+      +----------+      +--------+
 *                  |  \________________|_______________/  |
 *                  v                   v                  v
 *              RELEASED            RELEASED           RELEASED
 * </pre>
 *
 * <p>A VSI may enter at any of the three and go between any two of them; nothing comes back from
 * {@link #RELEASED}: the same VSI asking again begins a new life.
 */
public enum VPortState {
  /** The request was found good; nothing is programmed and nothing set aside but its VLAN lease. */
  PRE_ASSOCIATED,
  /** Its entries are set aside and counted; no frame is forwarded. */
  RESERVED,
  /** It forwards. */
  ACTIVE,
  /** It is gone. */
  RELEASED;

  /** Whether the switch holds entries for it. */
  public boolean holdsEntries() {
    return this == RESERVED || this == ACTIVE;
  }

  public boolean mayBecome(VPortState next) {
    return this != RELEASED;
  }
}
