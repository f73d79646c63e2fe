package org.moorage.agent;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.moorage.dataplane.PortExtension.Replication;
import org.moorage.edge.FloodSets;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;

/**
 * The replication groups of one extender (IEEE 802.1BR, "E-channel Register"): one for each set of
 * ports that hears the same, however many VLANs share it. A group is used once the extender has
 * confirmed it, and given back to it after it is used no more.
 */
final class ReplicationGroups {

  /** Asked for at once; the rest follows when these are answered. */
  private static final int AT_ONCE = 64;

  private enum State {
    ASKED,
    READY,
    LEAVING
  }

  private static final class Group {
    final EChannelId id;
    final Set<PortName> members;
    State state = State.ASKED;

    Group(EChannelId id, Set<PortName> members) {
      this.id = id;
      this.members = members;
    }
  }

  private final Map<Set<PortName>, Group> bySet = new LinkedHashMap<>();
  private final Map<EChannelId, Group> byId = new HashMap<>();
  private final BitSet taken = new BitSet();
  private Map<FloodSets.Copy, Set<PortName>> wanted = Map.of();

  /** How many the extender has or is getting. */
  int size() {
    return byId.size();
  }

  /** Nothing is known of the extender any more. */
  void clear() {
    bySet.clear();
    byId.clear();
    taken.clear();
    wanted = Map.of();
  }

  /** These copies should be made. */
  void want(Map<FloodSets.Copy, Set<PortName>> copies) {
    wanted = Map.copyOf(copies);
  }

  /** What can be used now. */
  List<Replication> usable() {
    List<Replication> usable = new ArrayList<>();
    wanted.forEach((copy, ports) -> {
      Group group = bySet.get(ports);
      if (group != null && group.state == State.READY) {
        usable.add(new Replication(copy.vlan(), copy.tag(), group.id, ports));
      }
    });
    return usable;
  }

  /**
   * What to ask the extender for next. Those no longer wanted are not among the {@link #usable}.
   *
   * @param most groups the extender takes
   * @param channels the E-channel of a port; empty where it has none now
   */
  List<CspRequest> next(int most, Function<PortName, Optional<EChannelId>> channels) {
    List<CspRequest> requests = new ArrayList<>();
    Set<Set<PortName>> sets = Set.copyOf(wanted.values());
    for (Group group : List.copyOf(bySet.values())) {
      if (group.state == State.READY && !sets.contains(group.members)) {
        group.state = State.LEAVING;
        bySet.remove(group.members);
        requests.add(new CspRequest.Unregister(group.id));
      }
    }
    long asked = byId.values().stream().filter(group -> group.state == State.ASKED).count();
    for (Set<PortName> set : sets) {
      if (bySet.containsKey(set)) {
        continue;
      }
      List<EChannelId> members =
          new TreeSet<>(set).stream().flatMap(port -> channels.apply(port).stream()).toList();
      if (asked >= AT_ONCE || byId.size() >= most || members.size() < set.size()) {
        continue;
      }
      int free = taken.nextClearBit(0);
      taken.set(free);
      Group group = new Group(new EChannelId(EChannelId.FIRST_GROUP + free), set);
      bySet.put(set, group);
      byId.put(group.id, group);
      requests.add(new CspRequest.Register(group.id, members));
      asked++;
    }
    return requests;
  }

  /** The extender's answer. */
  void answered(CspRequest request, CspResponse response) {
    switch (request) {
      case CspRequest.Register(EChannelId id, List<EChannelId> members) -> {
        Group group = byId.get(id);
        if (group != null && response.completion() == Completion.SUCCESS) {
          group.state = State.READY;
        } else if (group != null) {
          bySet.remove(group.members);
          forget(id);
        }
      }
      case CspRequest.Unregister(EChannelId id) -> forget(id);
      case CspRequest.Open _,
          CspRequest.CreatePort _,
          CspRequest.DeletePort _,
          CspRequest.PortStatus _,
          CspRequest.SetPort _,
          CspRequest.Statistics _ -> {
        // Not about groups.
      }
    }
  }

  private void forget(EChannelId id) {
    byId.remove(id);
    taken.clear(id.value() - EChannelId.FIRST_GROUP);
  }
}
