package org.moorage.protocol.stack;

/**
 * Whether a port leaves time between the ECPDUs it sends. lldpad keeps one received ECPDU for 2 ms
 * before it looks at it and overwrites it with the next.
 */
public enum Pacing {
  /**
   * Until the peer shows it needs none: an End TLV in a frame over 60 octets, or several
   * association TLVs in one ECPDU. lldpad does neither.
   */
  UNTIL_SHOWN,
  ALWAYS,
  NEVER
}
