package org.moorage.extender;

import java.time.Instant;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspSpeaker;

/** A life event of a port extender. */
public sealed interface ExtenderEvent {

  Instant at();

  /** One line, in words. */
  String text();

  /** Whether somebody should look at it. */
  default boolean isAlarm() {
    return switch (this) {
      case Heard heard -> heard.address().isEmpty();
      case Opened opened -> false;
      case Lost lost -> true;
      case Refused refused -> true;
      case Granted granted -> false;
      case NotGranted notGranted -> true;
      case PortLinkChanged changed -> false;
      case PortSet set -> false;
    };
  }

  /**
   * LLDP hears a device with the Port Extension TLV upstream.
   *
   * @param address where its PE CSP is; empty where nobody is heard any more
   */
  record Heard(Instant at, Optional<MacAddress> address) implements ExtenderEvent {
    @Override
    public String text() {
      return address
          .map(mac -> "upstream: a controlling bridge is heard at " + mac)
          .orElse("upstream: no controlling bridge is heard any more");
    }
  }

  record Opened(Instant at, CspSpeaker bridge) implements ExtenderEvent {
    @Override
    public String text() {
      return "opened with the controlling bridge "
          + bridge.address()
          + " session="
          + bridge.session()
          + " ports="
          + bridge.ports()
          + " groups="
          + bridge.groups();
    }
  }

  record Lost(Instant at, String because) implements ExtenderEvent {
    @Override
    public String text() {
      return "lost the controlling bridge: "
          + because
          + "; unless it is back within 3 s the extended ports are switched off";
    }
  }

  record Refused(Instant at, Completion because) implements ExtenderEvent {
    @Override
    public String text() {
      return "the controlling bridge refuses: " + because.words();
    }
  }

  record Granted(Instant at, PortName port, EChannelId channel) implements ExtenderEvent {
    @Override
    public String text() {
      return port + ": granted E-channel " + channel + ", switched on";
    }
  }

  /**
   * @param because in a few words
   */
  record NotGranted(Instant at, PortName port, String because) implements ExtenderEvent {
    @Override
    public String text() {
      return port + ": no E-channel: " + because + "; asked again later";
    }
  }

  record PortLinkChanged(Instant at, PortName port, boolean up, int megabits)
      implements ExtenderEvent {
    @Override
    public String text() {
      return port
          + ": link "
          + (up ? "up" + (megabits > 0 ? ", " + megabits + " Mbit/s" : "") : "down");
    }
  }

  record PortSet(Instant at, PortName port, boolean enabled, int defaultPcp)
      implements ExtenderEvent {
    @Override
    public String text() {
      return port + ": " + (enabled ? "enabled" : "disabled") + ", default PCP " + defaultPcp;
    }
  }
}
