package org.moorage.agent;

import java.util.Locale;

/** What an agent counts about itself; each is a metric. */
public enum AgentCounter {
  FRAMES_RECEIVED("control frames received on uplinks"),
  FRAMES_SENT("control frames sent on uplinks"),
  REQUESTS("requests decided: first ones and changed ones"),
  GRANTED("requests granted"),
  REFUSED("requests refused"),
  KEEPALIVES("keepalives heard and answered"),
  DE_ASSOCIATED("VSIs released because the station said so"),
  KEEPALIVE_EXPIRED("VSIs released because no keepalive came"),
  WITHDRAWN("VSIs withdrawn from their station"),
  RELEASED_AFTER_REFUSAL("VSIs released because a changed request was refused"),
  LINK_DOWN("VSIs released because their link stayed down"),
  S_CHANNEL_GONE("VSIs released because their S-channel was gone"),
  EXTENDED_PORT_GONE("VSIs released because their port extender was gone"),
  NOT_DECIDED("VSIs released because they were not decided in time"),
  RESTORED("VSIs taken up again after a restart"),
  NOT_RESTORED("VSIs that did not fit any more after a restart"),
  ANNOUNCED("announcements of associated VSIs on the fabric, two for each"),
  NOT_ANNOUNCED("associated VSIs not announced because too many others were waiting for it"),
  DEFECTS("defects that stopped a port"),
  FRAMES_TO_FAILED_PORT("control frames ignored because their port was stopped by a defect"),
  FRAMES_TO_UNKNOWN_PORT("control frames ignored because the agent has no such port");

  private final String about;

  AgentCounter(String about) {
    this.about = about;
  }

  public String about() {
    return about;
  }

  /** Lower case with underscores: the middle of a metric's name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
