package org.moorage.app;

import java.util.List;
import org.moorage.frameport.PacketSocket;

/**
 * Where frames leave by one port of the switch: an interface, or the members of a link aggregation
 * group (IEEE 802.1AX). Any number of threads ask; one says which members are up.
 */
final class Way {

  private static final int ADDRESSES = 12;

  private final PacketSocket[] members;
  private volatile PacketSocket[] up;

  /**
   * @param members at least one
   */
  Way(List<PacketSocket> members) {
    this.members = members.toArray(PacketSocket[]::new);
    up = this.members;
  }

  /**
   * The member for a frame: the same for the same two addresses as long as the same members are up,
   * so that no frame of a conversation overtakes another.
   */
  PacketSocket of(byte[] frame) {
    PacketSocket[] now = up;
    if (now.length == 1) {
      return now[0];
    }
    int hash = 0;
    for (int i = 0; i < ADDRESSES; i++) {
      hash = hash * 31 + frame[i];
    }
    return now[Integer.remainderUnsigned(hash * 0x9E3779B9 >>> 7, now.length)];
  }

  /**
   * From now on these share the frames; all of them where none is up, so that drops are counted.
   */
  void up(List<PacketSocket> running) {
    up = running.isEmpty() ? members : running.toArray(PacketSocket[]::new);
  }
}
