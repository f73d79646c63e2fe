package org.moorage.agent;

import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.PortExtensionSettings;

/**
 * A port towards a port extender.
 *
 * @param link what is said on the link itself
 * @param inside what is said to the stations behind each of the extender's ports
 * @param sharedPort whether a port of the extender may carry several VSIs; otherwise a port is one
 *     VSI's own
 */
public record CascadeSettings(
    PortExtensionSettings link, BridgePortSettings inside, boolean sharedPort) {}
