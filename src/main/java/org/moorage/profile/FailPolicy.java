package org.moorage.profile;

/** What an edge does for a type while no manager can be asked. */
public enum FailPolicy {
  /** Refuse new associations, keep what lives. */
  CLOSED("closed"),
  /** Go on with the catalogue as last known. */
  LAST_KNOWN("last-known"),
  /** Give new associations the quarantine profile. */
  QUARANTINE("quarantine");

  private final String word;

  FailPolicy(String word) {
    this.word = word;
  }

  /** As written in a profile. */
  public String word() {
    return word;
  }
}
