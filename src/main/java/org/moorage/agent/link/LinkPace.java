package org.moorage.agent.link;

import java.time.Duration;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.EdgeReport;

/**
 * The times of a link.
 *
 * @param firstPause before a manager is tried again; doubled each time
 * @param longestPause at most
 * @param silence of a stream after which it counts as broken
 * @param awayAfter how long no manager must have been heard before profiles apply their {@code
 *     when-manager-away}
 * @param reportEvery how often the edge says how it is
 */
record LinkPace(
    Duration firstPause,
    Duration longestPause,
    Duration silence,
    Duration awayAfter,
    Duration reportEvery) {

  /** A manager that is restarted is away for some ten seconds; a minute is an outage. */
  static final Duration AWAY_AFTER = Duration.ofSeconds(60);

  static final LinkPace USUAL =
      new LinkPace(
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(3L * AgentLink.STREAM_HEARTBEAT_SECONDS),
          AWAY_AFTER,
          Duration.ofMillis(EdgeReport.PERIOD_MILLIS));
}
