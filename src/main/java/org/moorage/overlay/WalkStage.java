package org.moorage.overlay;

/** The tables of a packet's way, in their order. */
public enum WalkStage {
  SOURCE,
  ROUTE,
  RECORD,
  ROUTER,
  PLACE,
  PROVIDER_ROUTE,
  ENVELOPE,
  ARRIVAL
}
