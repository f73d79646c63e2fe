package org.moorage.protocol.cdcp;

/**
 * Which side of CDCP a port is: a station asks for S-channels, a bridge assigns their SVIDs (IEEE
 * 802.1Q, "CDCP TLV definition", Role).
 */
public enum CdcpRole {
  BRIDGE,
  STATION
}
