package org.moorage.agent;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.moorage.frameport.FramePortCounters;

/**
 * What the local door says about the agent's surroundings.
 *
 * @param dataplane {@code soft} or {@code none}
 * @param profileDirectory the directory that is the VSI type database; empty under a manager
 * @param profiles profile versions in it, or in the copy of the manager's catalogue
 * @param framePorts counters of what is open on the interfaces, by interface and kind, such as
 *     {@code eth1 control}
 * @param manager how the link to the manager is; empty without a manager
 */
public record DoorFacts(
    String dataplane,
    String profileDirectory,
    IntSupplier profiles,
    Supplier<Map<String, FramePortCounters>> framePorts,
    Supplier<Optional<LinkState>> manager) {

  /** Those of an agent without a manager. */
  public DoorFacts(
      String dataplane,
      String profileDirectory,
      int profiles,
      Supplier<Map<String, FramePortCounters>> framePorts) {
    this(dataplane, profileDirectory, () -> profiles, framePorts, Optional::empty);
  }
}
