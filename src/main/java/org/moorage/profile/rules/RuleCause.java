package org.moorage.profile.rules;

/** Why a neutral rule exists. */
public enum RuleCause {
  /** A guard of the profile forbids it. */
  GUARD,
  /** ARP, neighbour discovery and DHCP, without which no rule would ever be used. */
  BUILT_IN,
  /** Somebody wrote it. */
  WRITTEN,
  /** It admits, or keeps out, the mirrored reply of a rule written for the other direction. */
  REPLY,
  /** Nothing matched. */
  IMPLICIT
}
