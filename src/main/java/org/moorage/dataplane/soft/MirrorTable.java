package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.MirrorSink;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.Mirroring.Mirror;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;

/**
 * Which vPorts are mirrored, and where to. Changed under the lock of the switch; frames meet what
 * it has written into the vPorts.
 */
final class MirrorTable {

  /** Each costs its frames a copy; somebody looks at a few vPorts, never at all of them. */
  static final int MAX_VPORTS = 64;

  /** Of one vPort: a probe or two, and a capture or two beside them. */
  static final int MAX_TAPS = 4;

  private static final Tap[] NONE = {};

  private final Map<PortName, SwitchPort> ports = new LinkedHashMap<>();
  private final Map<VPortId, Tap[]> taps = new HashMap<>();

  /** The mirrored vPorts that are there. */
  private final Map<VPortId, SoftVPort> present = new HashMap<>();

  MirrorTable(List<PortName> mirrorPorts) {
    mirrorPorts.forEach(name -> ports.put(name, new SwitchPort(name, false, 0)));
  }

  Set<PortName> ports() {
    return Set.copyOf(ports.keySet());
  }

  /** The mirrored vPorts that are there, for broadcasts to crowds; null where there are none. */
  SoftVPort @Nullable [] crowd() {
    return present.isEmpty() ? null : present.values().toArray(new SoftVPort[0]);
  }

  List<Mirror> mirrors() {
    List<Mirror> all = new ArrayList<>();
    taps.forEach((id, each) -> {
      for (Tap tap : each) {
        if (tap instanceof Tap.ToPort(MirrorTerms which, SwitchPort port)) {
          all.add(new Mirror(id, which, port.name));
        }
      }
    });
    return all;
  }

  Optional<String> mirror(SoftVPort vPort, MirrorTerms which, PortName to) {
    SwitchPort port = ports.get(to);
    if (port == null) {
      return Optional.of("the soft switch has no mirror port " + to);
    }
    unmirror(vPort.plan.id(), to);
    return add(vPort, new Tap.ToPort(which, port));
  }

  /** False where there is none. */
  boolean unmirror(VPortId id, PortName to) {
    return remove(id, tap -> tap instanceof Tap.ToPort mirror && mirror.port().name.equals(to));
  }

  Optional<String> add(SoftVPort vPort, Tap tap) {
    VPortId id = vPort.plan.id();
    Tap[] before = taps.getOrDefault(id, NONE);
    if (before.length == 0 && taps.size() >= MAX_VPORTS) {
      return Optional.of(
          taps.size()
              + " vPorts are mirrored or captured, the most at once; end one of them first");
    }
    if (before.length >= MAX_TAPS) {
      return Optional.of(
          "vPort "
              + id
              + " is copied to "
              + before.length
              + " places, the most at once; end one of them first");
    }
    List<Tap> after = new ArrayList<>(List.of(before));
    after.add(tap);
    taps.put(id, after.toArray(NONE));
    present.put(id, vPort);
    vPort.taps = taps.get(id);
    return Optional.empty();
  }

  void remove(VPortId id, MirrorSink from) {
    remove(id, tap -> tap instanceof Tap.ToSink looking && looking.sink().equals(from));
  }

  private boolean remove(VPortId id, Predicate<Tap> which) {
    Tap[] before = taps.getOrDefault(id, NONE);
    List<Tap> after = new ArrayList<>();
    for (Tap tap : before) {
      if (!which.test(tap)) {
        after.add(tap);
      }
    }
    if (after.size() == before.length) {
      return false;
    }
    keep(id, after);
    return true;
  }

  private void keep(VPortId id, List<Tap> after) {
    SoftVPort vPort = present.get(id);
    if (after.isEmpty()) {
      taps.remove(id);
      present.remove(id);
    } else {
      taps.put(id, after.toArray(NONE));
    }
    if (vPort != null) {
      vPort.taps = taps.get(id);
    }
  }

  /** A vPort comes, or takes the place of the one with its ID; before frames meet it. */
  void comes(SoftVPort vPort) {
    Tap[] its = taps.get(vPort.plan.id());
    if (its != null) {
      vPort.taps = its;
      present.put(vPort.plan.id(), vPort);
    }
  }

  /** A vPort is gone: whoever looked at it is told, what goes to ports waits for it. */
  void goes(SoftVPort vPort) {
    VPortId id = vPort.plan.id();
    if (present.remove(id) == null) {
      return;
    }
    List<Tap> after = new ArrayList<>();
    for (Tap tap : taps.getOrDefault(id, NONE)) {
      switch (tap) {
        case Tap.ToPort toPort -> after.add(toPort);
        case Tap.ToSink(MirrorTerms which, MirrorSink sink) -> sink.vPortGone();
      }
    }
    keep(id, after);
    vPort.taps = null;
  }
}
