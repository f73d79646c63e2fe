package org.moorage.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.Aggregation;
import org.moorage.agent.OptionMistake;
import org.moorage.agent.OverlayFile;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.frameport.SystemInterface;
import org.moorage.overlay.OverlayChange;

/** What an agent without a manager carries for tenants: what its file says, over its fabric. */
final class CarriedOverlay {

  private CarriedOverlay() {}

  /**
   * Tenants' networks as their file has them.
   *
   * @throws IOException with everything that is wrong, for whoever started the agent
   */
  static List<OverlayChange> read(Optional<Path> file, AgentOptions options) throws IOException {
    if (file.isEmpty()) {
      return List.of();
    }
    if (options.fabric().isEmpty()) {
      throw new IOException(
          "the overlay needs a way to other edges; name a fabric port, such as --fabric eth0");
    }
    try {
      return OverlayFile.read(file.get()).stream()
          .<OverlayChange>map(OverlayChange.Put::new)
          .toList();
    } catch (OptionMistake mistakes) {
      throw new IOException(mistakes.getMessage(), mistakes);
    }
  }

  /** What this edge is to others: the address and the size of its first fabric port. */
  static OverlayEnd end(AgentOptions options) throws IOException {
    String port = Aggregation.members(options.fabric().getFirst()).getFirst();
    SystemInterface fabric = SystemInterface.require(port);
    int mtu = Math.clamp(fabric.mtu(), OverlayEnd.LEAST_MTU, OverlayEnd.MOST_MTU);
    return new OverlayEnd(options.name().value(), fabric.mac(), mtu);
  }
}
