package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.vdp.VdpBridge;
import org.moorage.protocol.vdp.VsiId;

/** One VSI of a bridge port: its machine's state and what the port needs to know beside it. */
final class PortVsi extends DeadlineQueue.Timed {

  final VsiId id;

  /** The flavour the station last spoke about it. */
  Flavour flavour;

  VdpBridge.State state = new VdpBridge.State.Fresh();

  /** The number of the command being decided; an answer to any other is stale. */
  long command;

  PortVsi(VsiId id, Flavour flavour) {
    this.id = id;
    this.flavour = flavour;
  }

  @Override
  Optional<Instant> deadline() {
    return VdpBridge.deadline(state);
  }

  /** What is held, whatever is being decided. */
  Optional<VdpBridge.State.Held> held() {
    return switch (state) {
      case VdpBridge.State.Held held -> Optional.of(held);
      case VdpBridge.State.Changing changing -> Optional.of(changing.before());
      case VdpBridge.State.Fresh fresh -> Optional.empty();
      case VdpBridge.State.Deciding deciding -> Optional.empty();
      case VdpBridge.State.Released released -> Optional.empty();
    };
  }

  boolean isHeld() {
    return state instanceof VdpBridge.State.Held || state instanceof VdpBridge.State.Changing;
  }

  boolean isDeciding() {
    return state instanceof VdpBridge.State.Deciding || state instanceof VdpBridge.State.Changing;
  }
}
