package org.moorage.frameport;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.moorage.frameport.PacketLayout.VirtioNetHdr;
import org.moorage.frameport.RawSocket.Instruction;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

/** Which frames of an interface a port takes, and how its sockets are told so. */
enum FrameShare {
  CONTROL,
  DATA;

  /** Bursts of some thousand frames wait in the kernel while the reader is busy. */
  private static final int DATA_QUEUE = 4 * 1024 * 1024;

  /** Room for some thousand control frames the reader has not taken yet. */
  private static final int CONTROL_QUEUE = 2 * 1024 * 1024;

  /**
   * A reader without frames looks up as often: whether it is to end, and whether an interface that
   * was switched off is back or gone. Nothing else wakes it; to wait for a waker as well would cost
   * each acknowledgement a second system call.
   */
  private static final int LOOK_UP_MILLIS = 200;

  private static final int WHOLE = 0x40000;

  /**
   * Tells LLDP, ECP and draft ECP, untagged or behind one S-TAG, from everything else, and leaves
   * out what this machine itself sends.
   *
   * <p>Codes of linux/bpf_common.h: 0x20 load word, 0x28 load half-word, 0x15 jump if equal, 0x06
   * return. Offsets -4096 + 4, + 48 and + 60 are SKF_AD_OFF + SKF_AD_PKTTYPE,
   * SKF_AD_VLAN_TAG_PRESENT and SKF_AD_VLAN_TPID of linux/filter.h: the kernel has taken the tag
   * off before the filter looks. 4 is PACKET_OUTGOING.
   */
  List<Instruction> filter() {
    boolean control = this == CONTROL;
    return List.of(
        new Instruction(0x20, 0, 0, -4096 + 4),
        new Instruction(0x15, 9, 0, 4),
        new Instruction(0x20, 0, 0, -4096 + 48),
        new Instruction(0x15, 2, 0, 0),
        new Instruction(0x20, 0, 0, -4096 + 60),
        new Instruction(0x15, 0, 4, EtherType.S_TAG.value()),
        new Instruction(0x28, 0, 0, 12),
        new Instruction(0x15, 4, 0, EtherType.LLDP.value()),
        new Instruction(0x15, 3, 0, EtherType.ECP.value()),
        new Instruction(0x15, 2, 0, EtherType.ECP_DRAFT.value()),
        new Instruction(0x06, 0, 0, control ? 0 : WHOLE),
        new Instruction(0x06, 0, 0, 0),
        new Instruction(0x06, 0, 0, control ? WHOLE : 0));
  }

  /** Whether frames may have a checksum to be finished. */
  boolean offloads() {
    return this == DATA;
  }

  /** Octets in front of each frame that describe its offloads. */
  int header() {
    return offloads() ? VirtioNetHdr.SIZE : 0;
  }

  /** Tells a socket what it is to say of each frame, before it is bound. */
  void describe(RawSocket socket) throws FramePortException {
    int level = PacketLayout.SOL_PACKET;
    socket.set(level, PacketLayout.PACKET_AUXDATA, 1, "ask for VLAN tags");
    if (offloads()) {
      socket.set(level, PacketLayout.PACKET_VNET_HDR, 1, "ask for unfinished checksums");
    }
    socket.set(level, PacketLayout.PACKET_IGNORE_OUTGOING, 1, "leave out our own frames");
  }

  /**
   * Makes the interface receive what is not sent to its own address, and gives it a queue.
   *
   * @param groups joined; none for every frame on the link
   */
  private void join(RawSocket socket, Set<MacAddress> groups) throws FramePortException {
    socket.waitAtMost(LOOK_UP_MILLIS);
    socket.receiveQueue(this == DATA ? DATA_QUEUE : CONTROL_QUEUE);
    if (groups.isEmpty()) {
      socket.promiscuous();
    }
    for (MacAddress group : groups) {
      socket.join(group);
    }
  }

  /** What is read from an interface; it receives from now on. */
  FrameSource open(SystemInterface on, Set<MacAddress> groups, LongSupplier nanoClock)
      throws FramePortException {
    RawSocket socket = RawSocket.open(on);
    try {
      describe(socket);
      socket.filter(filter());
      join(socket, groups);
      socket.bind();
      return this == DATA
          ? new DataSource(on, socket, socket.newFanout(), nanoClock)
          : new QueueSource(socket, header());
    } catch (FramePortException refused) {
      socket.close();
      throw refused;
    }
  }
}
