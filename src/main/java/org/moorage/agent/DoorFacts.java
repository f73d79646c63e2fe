package org.moorage.agent;

import java.util.Map;
import java.util.function.Supplier;
import org.moorage.frameport.FramePortCounters;

/**
 * What the local door says about the agent's surroundings.
 *
 * @param dataplane {@code soft} or {@code none}
 * @param profileDirectory the directory that is the VSI type database
 * @param profiles profile versions in it
 * @param framePorts counters of what is open on the interfaces, by interface and kind, such as
 *     {@code eth1 control}
 */
public record DoorFacts(
    String dataplane,
    String profileDirectory,
    int profiles,
    Supplier<Map<String, FramePortCounters>> framePorts) {}
