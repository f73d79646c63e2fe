package org.moorage.protocol.stack;

/** Why a station no longer has a VSI it had. */
public enum EndCause {
  /** It asked for that. */
  DE_ASSOCIATED,
  /** The bridge ended it unasked. */
  WITHDRAWN,
  /** A keepalive or a changed request was refused. */
  REFUSED,
  /** The bridge did not answer within respWaitDelay. */
  UNANSWERED
}
