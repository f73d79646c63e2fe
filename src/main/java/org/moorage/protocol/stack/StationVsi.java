package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VdpStation;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiId;

/** One VSI of a station: its machine's state and what goes with every request it sends. */
final class StationVsi extends DeadlineQueue.Timed {

  final VsiId id;

  VdpStation.State state = new VdpStation.State.Fresh();

  /** The hints of the last request; they are repeated in every keepalive. */
  VdpStatus hints = VdpStatus.REQUEST;

  /** Organisational TLVs of the last request, headers included. */
  Octets organization = Octets.EMPTY;

  /** The mode last asked for: it may stay or rise. */
  VdpType wanted = VdpType.PRE_ASSOCIATE;

  StationVsi(VsiId id) {
    this.id = id;
  }

  @Override
  Optional<Instant> deadline() {
    return VdpStation.deadline(state);
  }

  boolean isConfirmed() {
    return state instanceof VdpStation.State.Confirmed;
  }

  /** What the bridge was asked last, or granted. */
  Optional<VsiCommand> command() {
    return switch (state) {
      case VdpStation.State.Requesting requesting -> Optional.of(requesting.command());
      case VdpStation.State.Confirmed confirmed -> Optional.of(confirmed.command());
      case VdpStation.State.KeepingAlive waiting -> Optional.of(waiting.command());
      case VdpStation.State.Leaving leaving -> Optional.of(leaving.command());
      case VdpStation.State.Parked parked -> Optional.of(parked.command());
      case VdpStation.State.Fresh fresh -> Optional.empty();
      case VdpStation.State.Ended ended -> Optional.empty();
    };
  }

  /** Whether an answer is due. */
  boolean awaitsAnswer() {
    return state instanceof VdpStation.State.Requesting
        || state instanceof VdpStation.State.KeepingAlive
        || state instanceof VdpStation.State.Leaving;
  }
}
