package org.moorage.protocol.stack;

/** Which EVB, ECP and VDP a station speaks. */
public enum Flavour {
  /** As ratified in IEEE 802.1Q. */
  RATIFIED,
  /** Draft 0, as libvirt used it first. */
  DRAFT
}
