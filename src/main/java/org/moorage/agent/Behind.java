package org.moorage.agent;

import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.ExtendedPort;

/**
 * A port behind a port extender.
 *
 * @param at as a port of the agent
 * @param channel what its frames carry on the cascade link
 * @param said as the extender told of it
 */
record Behind(AgentPort at, EChannelId channel, ExtendedPort said) {

  Behind saying(ExtendedPort news) {
    return new Behind(at, channel, news);
  }
}
