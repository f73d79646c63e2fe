package org.moorage.dataplane.soft;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.FrameSink;

/**
 * The copies of one flooded frame that leave by cascade links: collected first, then sent as one
 * for each link and form where a group of the extender's has just those who may get it, else one by
 * one. One for each {@link FramePath}.
 */
final class CascadeCopies {

  private final OutgoingFrame outgoing;
  private @Nullable SwitchPort[] ports = new SwitchPort[16];
  private int[] tags = new int[16];
  private int size;

  CascadeCopies(OutgoingFrame outgoing) {
    this.outgoing = outgoing;
  }

  /** One more; ports come in the order of their names. */
  void add(SwitchPort port, int tag) {
    if (size == ports.length) {
      ports = Arrays.copyOf(ports, 2 * size);
      tags = Arrays.copyOf(tags, 2 * size);
    }
    ports[size] = port;
    tags[size++] = tag;
  }

  /**
   * Sends what was collected.
   *
   * @param in where the frame came from, to which no copy for many goes back
   */
  void send(SwitchPort in, int vlan, FrameSink out) {
    for (int i = 0; i < size; i++) {
      SwitchPort port = ports[i];
      if (port != null && port.cascade != null) {
        GroupCopy copy = port.cascade.groupCopy(vlan, tags[i]);
        if (copy != null && covers(copy, tags[i], in)) {
          boolean same = in.cascade == port.cascade;
          outgoing.sendGroup(port.cascade, copy.channel(), same ? in.eChannel : 0, tags[i], out);
          take(copy, tags[i], in);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      SwitchPort port = ports[i];
      if (port != null) {
        outgoing.send(port, tags[i], out);
        ports[i] = null;
      }
    }
    size = 0;
  }

  /** Whether every member but the one it came from may get it: rules and rates may refuse some. */
  private boolean covers(GroupCopy copy, int tag, SwitchPort in) {
    List<SwitchPort> members = copy.members();
    int at = 0;
    for (int i = 0; i < members.size(); i++) {
      SwitchPort member = members.get(i);
      if (member != in) {
        while (at < size && !(ports[at] == member && tags[at] == tag)) {
          at++;
        }
        if (at == size) {
          return false;
        }
      }
    }
    return true;
  }

  private void take(GroupCopy copy, int tag, SwitchPort in) {
    for (int i = 0; i < size; i++) {
      SwitchPort port = ports[i];
      if (port != null && port != in && tags[i] == tag && copy.members().contains(port)) {
        ports[i] = null;
      }
    }
  }
}
