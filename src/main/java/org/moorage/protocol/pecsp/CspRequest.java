package org.moorage.protocol.pecsp;

import java.util.List;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.CspCodePoints.Command;

/** What one end asks the other for (IEEE 802.1BR, "PE CSP commands"). */
public sealed interface CspRequest {

  Command command();

  /** Who may ask for it; null where both may. */
  default CspRole asker() {
    return switch (this) {
      case Open open -> open.speaker().role();
      case CreatePort create -> CspRole.PORT_EXTENDER;
      case DeletePort delete -> CspRole.PORT_EXTENDER;
      case PortStatus status -> CspRole.PORT_EXTENDER;
      case SetPort set -> CspRole.CONTROLLING_BRIDGE;
      case Register register -> CspRole.CONTROLLING_BRIDGE;
      case Unregister unregister -> CspRole.CONTROLLING_BRIDGE;
      case Statistics statistics -> CspRole.CONTROLLING_BRIDGE;
    };
  }

  /** This is who I am. */
  record Open(CspSpeaker speaker) implements CspRequest {
    @Override
    public Command command() {
      return Command.CSP_OPEN;
    }
  }

  /** Answered with the port's E-channel. Asked again for a port that has one, the same. */
  record CreatePort(ExtendedPort port) implements CspRequest {
    @Override
    public Command command() {
      return Command.EXTENDED_PORT_CREATE;
    }
  }

  record DeletePort(int number) implements CspRequest {
    @Override
    public Command command() {
      return Command.EXTENDED_PORT_DELETE;
    }
  }

  record PortStatus(ExtendedPort port) implements CspRequest {
    @Override
    public Command command() {
      return Command.PORT_STATUS;
    }
  }

  /**
   * How a port behaves.
   *
   * @param enabled whether it passes frames
   * @param defaultPcp E-PCP of frames without a tag, 0..7
   */
  record SetPort(int number, boolean enabled, int defaultPcp) implements CspRequest {
    @Override
    public Command command() {
      return Command.PORT_PARAMETER_SET;
    }
  }

  /**
   * Frames of this group go to exactly these from now on.
   *
   * @param members E-channels of single ports, at most {@link CspSpeaker#MAX_PORTS}
   */
  record Register(EChannelId group, List<EChannelId> members) implements CspRequest {
    public Register {
      members = List.copyOf(members);
      if (!group.isGroup() || members.size() > CspSpeaker.MAX_PORTS) {
        throw new IllegalArgumentException(group + " of " + members.size() + " is no group");
      }
    }

    @Override
    public Command command() {
      return Command.E_CHANNEL_REGISTER;
    }
  }

  record Unregister(EChannelId group) implements CspRequest {
    @Override
    public Command command() {
      return Command.E_CHANNEL_UNREGISTER;
    }
  }

  /**
   * What was counted.
   *
   * @param after at ports with higher numbers than this; an answer has room for some
   */
  record Statistics(int after) implements CspRequest {
    @Override
    public Command command() {
      return Command.STATISTICS_GET;
    }
  }
}
