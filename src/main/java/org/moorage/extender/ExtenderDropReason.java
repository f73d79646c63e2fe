package org.moorage.extender;

import java.util.Locale;

/** Why a port extender passed a frame no further; each is a counter and a sentence for people. */
public enum ExtenderDropReason {
  SENT_E_TAG("the station sent an E-TAG, which only bridges and extenders do"),
  NOT_GRANTED("the port has no E-channel: no controlling bridge has granted one"),
  DISABLED("the controlling bridge has disabled the port"),
  NO_E_TAG("no E-TAG on the upstream port, where all but control frames have one"),
  NO_E_CHANNEL("its E-TAG is that of no port and no group of this extender"),
  TOO_SHORT("shorter than its own headers"),
  TOO_LONG("longer than fits behind an E-TAG; are the sender's offloads (TSO, GSO) on?");

  private final String sentence;

  ExtenderDropReason(String sentence) {
    this.sentence = sentence;
  }

  /** What happened, in words. */
  public String sentence() {
    return sentence;
  }

  /** Lower case with hyphens: the label of a metric. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
