package org.moorage.wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * The station's end of a link aggregation group: what it sends leaves by its members in turn, those
 * without a link left out.
 */
final class Bond implements FramePort {

  private final List<FramePort> members;
  private final AtomicInteger turn = new AtomicInteger();

  Bond(List<FramePort> members) {
    this.members = members;
  }

  @Override
  public String name() {
    return "bond of " + members.size();
  }

  @Override
  public MacAddress mac() throws FramePortException {
    return members.getFirst().mac();
  }

  @Override
  public boolean carrier() {
    return members.stream().anyMatch(FramePort::carrier);
  }

  @Override
  public void start(FrameReceiver receiver) throws FramePortException {
    for (FramePort member : members) {
      member.start(receiver);
    }
  }

  @Override
  public void send(byte[] frame, int length) throws FramePortException {
    List<FramePort> up = members.stream().filter(FramePort::carrier).toList();
    if (!up.isEmpty()) {
      up.get(Math.floorMod(turn.getAndIncrement(), up.size())).send(frame, length);
    }
  }

  @Override
  public FramePortCounters counters() {
    return new FramePortCounters(0, 0, 0, 0, Map.of());
  }

  @Override
  public void close() {
    members.forEach(FramePort::close);
  }
}
