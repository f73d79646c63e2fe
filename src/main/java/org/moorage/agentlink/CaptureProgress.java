package org.moorage.agentlink;

import java.util.UUID;

/**
 * How a capture that was ordered is; sent about every second while it runs, and once it ended.
 *
 * @param identity of the edge
 */
public record CaptureProgress(UUID identity, CaptureReport capture) {}
