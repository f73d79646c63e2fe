package org.moorage.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.moorage.agent.Aggregation;
import org.moorage.agent.PortKeeper;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;

/**
 * The interfaces one port is made of, each kept open by itself: one, or the members of a link
 * aggregation group. The port is up while one of them is.
 */
final class PortMembers implements AutoCloseable {

  private record Member(String name, PacketSocket socket, PortKeeper keeper) {}

  private final PortName port;
  private final List<Member> members = new ArrayList<>();
  private final Way way;

  /** Read by whoever sends. */
  private volatile List<Member> up = List.of();

  /**
   * @param receivers gives each member's reading thread one of its own
   */
  PortMembers(
      PortName port, Function<String, PacketSocket> sockets, Supplier<FrameReceiver> receivers) {
    this.port = port;
    for (String name : Aggregation.members(port)) {
      PacketSocket socket = sockets.apply(name);
      members.add(new Member(name, socket, new PortKeeper(socket, receivers.get())));
    }
    way = new Way(members.stream().map(Member::socket).toList());
  }

  /** Where frames leave by this port. */
  Way way() {
    return way;
  }

  /** Opens all for the first time. */
  void open() throws FramePortException {
    for (Member member : members) {
      member.keeper.open();
    }
  }

  /** Looks after all; to be called every 200 ms. */
  boolean isUp() {
    List<Member> now = new ArrayList<>();
    for (Member member : members) {
      if (member.keeper.isUp()) {
        now.add(member);
      }
    }
    up = List.copyOf(now);
    way.up(now.stream().map(Member::socket).toList());
    return !now.isEmpty();
  }

  /** How many of a group carry frames, and which do not; empty for a single interface. */
  Optional<String> standing() {
    if (members.size() == 1) {
      return Optional.empty();
    }
    List<Member> running = up;
    String down =
        members.stream()
            .filter(member -> !running.contains(member))
            .map(Member::name)
            .collect(Collectors.joining(", "));
    return Optional.of(
        port
            + ": "
            + running.size()
            + " of "
            + members.size()
            + " members up"
            + (down.isEmpty() ? "" : "; without a link: " + down));
  }

  Optional<String> trouble() {
    return members.stream().flatMap(member -> member.keeper.trouble().stream()).findFirst();
  }

  /**
   * A frame of the agent itself: an LLDPDU goes to every neighbour there is, one on each member;
   * anything else goes once. One that cannot be sent is lost, which the protocols bear.
   */
  void send(Octets frame) {
    List<Member> running = up;
    if (running.isEmpty()) {
      send(members.getFirst(), frame);
      return;
    }
    boolean toAll = frame.size() > 14 && frame.u16(12) == EtherType.LLDP.value();
    for (Member member : toAll ? running : running.subList(0, 1)) {
      send(member, frame);
    }
  }

  private static void send(Member member, Octets frame) {
    try {
      member.socket.send(frame);
    } catch (FramePortException e) {
      member.keeper.countUnsent();
    }
  }

  /**
   * What passed each, by its name and what is read there.
   *
   * @param overflow frames that were read and found no room on our side; told with the first
   */
  void counters(String share, long overflow, Map<String, FramePortCounters> into) {
    for (Member member : members) {
      long own = member.equals(members.getFirst()) ? overflow : 0;
      into.put(member.name + share, member.keeper.counters(own));
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.keeper.close());
  }
}
