package org.moorage.protocol.stack;

/** Which flavour a bridge port offers. */
public enum FlavourChoice {
  /** Both, until the station shows which one it speaks; then that one. */
  AUTO,
  RATIFIED,
  DRAFT
}
