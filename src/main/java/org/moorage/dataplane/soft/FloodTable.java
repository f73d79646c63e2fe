package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Who hears a broadcast in a VLAN.
 *
 * <p>Station ports are shared by thousands of vPorts, and their link carries one copy of a
 * broadcast for all of them. So vPorts that would get the same copy under the same terms form a
 * group, and a broadcast costs one step for each group, not for each vPort.
 */
final class FloodTable {

  /**
   * Up to so many members each is asked, policed and counted by itself; a larger group is asked
   * once, by its terms alone.
   */
  static final int FEW = 16;

  private static final FloodGroup[] NOBODY = new FloodGroup[0];

  private record GroupKey(
      SwitchPort port, int vlan, int tag, CompiledTerms terms, boolean takesUnknown) {}

  /** vPorts of one port and VLAN that get the same copy under the same terms. */
  static final class FloodGroup {
    final SwitchPort port;

    /** The VID of the copy's tag, 0 for an untagged copy. */
    final int tag;

    final CompiledTerms terms;

    /** Their filters name no addresses, so they also get what is addressed to an unknown one. */
    final boolean takesUnknown;

    /** All members where they are few, else null. */
    volatile Attachment @Nullable [] few = new Attachment[0];

    private final GroupKey key;
    private final List<Attachment> members = new ArrayList<>();

    private FloodGroup(GroupKey key) {
      this.key = key;
      port = key.port();
      tag = key.tag();
      terms = key.terms();
      takesUnknown = key.takesUnknown();
    }

    /** Whether a vPort with this attachment gets this group's copy. Any thread. */
    boolean isFor(Attachment attachment) {
      return key.equals(keyOf(attachment));
    }

    private void add(Attachment attachment) {
      attachment.seat = members.size();
      members.add(attachment);
    }

    /** The last one takes its seat: leaving costs the same in a crowd of thousands. */
    private boolean remove(Attachment attachment) {
      if (attachment.seat >= members.size() || members.get(attachment.seat) != attachment) {
        return false;
      }
      Attachment last = members.removeLast();
      if (last != attachment) {
        last.seat = attachment.seat;
        members.set(last.seat, last);
      }
      return true;
    }

    private void publish() {
      few = members.size() <= FEW ? members.toArray(new Attachment[0]) : null;
    }
  }

  private static final Comparator<FloodGroup> BY_COPY =
      Comparator.comparing((FloodGroup group) -> group.port.name).thenComparingInt(g -> g.tag);

  private final AtomicReferenceArray<FloodGroup @Nullable []> byVlan =
      new AtomicReferenceArray<>(4096);
  private final Map<GroupKey, FloodGroup> groups = new HashMap<>();

  /** The groups of a VLAN; those that get the same copy on the same port stand together. */
  FloodGroup[] in(int vlan) {
    FloodGroup[] all = byVlan.getAcquire(vlan);
    return all == null ? NOBODY : all;
  }

  /** Under the lock of the switch: these go, those come; a broadcast meets all or nothing of it. */
  void replace(List<Attachment> gone, List<Attachment> come) {
    Set<Integer> changed = new TreeSet<>();
    Set<FloodGroup> touched = new LinkedHashSet<>();
    for (Attachment attachment : come) {
      GroupKey key = keyOf(attachment);
      FloodGroup group = groups.get(key);
      if (group == null) {
        group = new FloodGroup(key);
        groups.put(key, group);
        changed.add(attachment.inbound);
      }
      group.add(attachment);
      touched.add(group);
    }
    for (Attachment attachment : gone) {
      GroupKey key = keyOf(attachment);
      FloodGroup group = groups.get(key);
      if (group != null && group.remove(attachment)) {
        touched.add(group);
        if (group.members.isEmpty()) {
          groups.remove(key);
          changed.add(attachment.inbound);
        }
      }
    }
    touched.forEach(FloodGroup::publish);
    changed.forEach(vlan -> rebuild(vlan, touched));
  }

  /** An attachment has shown that it tags: under the lock, it changes groups. */
  void tagSeen(Attachment attachment) {
    replace(List.of(attachment), List.of());
    attachment.sendsUntagged = false;
    replace(List.of(), List.of(attachment));
  }

  private void rebuild(int vlan, Set<FloodGroup> touched) {
    Set<FloodGroup> all = new LinkedHashSet<>(List.of(in(vlan)));
    for (FloodGroup group : touched) {
      all.add(group);
    }
    List<FloodGroup> living = new ArrayList<>();
    for (FloodGroup group : all) {
      boolean inVlan = !group.members.isEmpty() && group.members.getFirst().inbound == vlan;
      if (inVlan) {
        living.add(group);
      }
    }
    living.sort(BY_COPY);
    byVlan.setRelease(vlan, living.isEmpty() ? null : living.toArray(NOBODY));
  }

  private static GroupKey keyOf(Attachment attachment) {
    return new GroupKey(
        attachment.vPort.port,
        attachment.inbound,
        attachment.sendsUntagged ? 0 : attachment.vid,
        attachment.vPort.terms,
        attachment.mac == 0);
  }

  /** For comparing tables: who is in which group. */
  void describe(Map<String, String> into) {
    for (int vlan = 0; vlan < 4096; vlan++) {
      for (FloodGroup group : in(vlan)) {
        String copy = "flood " + vlan + " " + group.port.name + " " + group.tag;
        for (Attachment member : group.members) {
          into.put(
              copy + " " + member.vPort.plan.id() + " " + Long.toHexString(member.mac),
              group.terms.terms.profile() + " " + group.takesUnknown);
        }
      }
    }
  }
}
