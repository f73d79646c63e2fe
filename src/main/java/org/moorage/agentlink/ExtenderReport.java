package org.moorage.agentlink;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cascade port of an edge, and the port extender behind it (IEEE 802.1BR) where one is there.
 *
 * @param cascade the port of the edge
 * @param state {@code led}: its ports are ports of the edge; {@code heard}: it is there and not
 *     led; {@code none}: nobody is there; {@code down}: the port has no link
 * @param name what it calls itself; null where nothing is heard
 * @param address its PE address; null where it is not led
 * @param trouble why it is not led, in words; null where it is or nobody is there
 * @param manufacturer like the next four what it says of itself, empty where it says nothing
 * @param groups replication groups it has
 * @param dropped control frames and PE CSP messages not acted upon, by reason
 * @param frameDrops frames dropped that came in on the cascade port itself, by reason
 * @param ports by number
 */
public record ExtenderReport(
    String cascade,
    String state,
    @Nullable String name,
    @Nullable String address,
    @Nullable String trouble,
    String manufacturer,
    String model,
    String serial,
    String hardware,
    String software,
    int groups,
    Map<String, Long> dropped,
    Map<String, Long> frameDrops,
    List<Port> ports) {

  /** Of one edge; as many as an agent takes. */
  public static final int MAX_EXTENDERS = 16;

  public static final int MAX_PORTS = 256;

  /**
   * A port of the extender; what it counted is some seconds old.
   *
   * @param name as a port of the edge, {@code eth3:2}
   * @param number on the extender
   * @param said what the extender calls it
   * @param eChannel the E-channel of its frames
   * @param megabits its speed in Mbit/s, 0 where it is not known
   * @param framesIn from the station
   * @param framesOut to the station
   * @param dropped from the station, not passed on
   */
  public record Port(
      String name,
      int number,
      String said,
      int eChannel,
      boolean up,
      int megabits,
      long framesIn,
      long octetsIn,
      long framesOut,
      long octetsOut,
      long dropped) {}

  public ExtenderReport {
    dropped = Map.copyOf(dropped);
    frameDrops = Map.copyOf(frameDrops);
    ports = List.copyOf(ports);
  }
}
