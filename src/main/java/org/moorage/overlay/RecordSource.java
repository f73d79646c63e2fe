package org.moorage.overlay;

/** Where a lookup record comes from. */
public enum RecordSource {
  /** Somebody wrote it, or an import brought it. */
  MANUAL,
  /** A VSI associated. */
  ASSOCIATION,
  /** An edge saw the VM say it. */
  LEARNED
}
