package org.moorage.dataplane.soft;

import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.ControlSink;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.LearnedSink;
import org.moorage.dataplane.MirrorSink;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.Mirroring;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.dataplane.OverlayForwarding;
import org.moorage.dataplane.PortExtension;
import org.moorage.dataplane.SampleSink;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.overlay.OverlayChange;
import org.moorage.protocol.ethernet.EChannelId;

/**
 * A switch in Java.
 *
 * <p>A frame from a station must belong to a vPort, by source address and VID or by VID; it passes
 * that vPort's address guard, rules and rate, is marked, and travels in the vPort's VLAN to the
 * port its destination was pinned or learned at, or to everybody in the VLAN. On its way to a VM it
 * passes the rules and the rate of that side. Untagged and tagged forms are made as each side wants
 * them. An S-channel is a port of its own whose frames carry an S-TAG on the link it shares.
 *
 * <p>The vPorts of a port share one link. A broadcast is put on it once if one of them may have it;
 * where more than {@value FloodTable#FEW} of them have the same terms it is judged by those terms
 * alone, neither counted nor policed for each.
 *
 * <p>Any number of threads may call {@link #receive}; changes are made one at a time. A change
 * costs the same whether ten vPorts are held or 50,000.
 */
public final class SoftSwitch implements DataPlane, Mirroring, PortExtension, OverlayForwarding {

  private final Tables tables;
  private final MirrorTable mirrors;
  private final Map<VPortId, SoftVPort> vPorts = new ConcurrentHashMap<>();
  private final IdentityHashMap<VPortTerms, CompiledTerms> compiled = new IdentityHashMap<>();
  private final SwitchPort nowhere;
  private final ThreadLocal<FramePath> paths;

  public SoftSwitch(SoftSwitchSettings settings) {
    tables = new Tables(settings);
    mirrors = new MirrorTable(settings.mirrorPorts());
    nowhere = new SwitchPort(new PortName("nowhere"), false, 0);
    paths = ThreadLocal.withInitial(() -> new FramePath(tables));
  }

  /**
   * One frame came in. Whatever its octets, nothing is thrown.
   *
   * @param frame read before this returns; changed forms are sent from octets of the switch
   * @param length octets of it that are the frame, without FCS
   * @param out gets every copy that leaves, before this returns
   */
  public void receive(PortName in, byte[] frame, int length, Instant now, FrameSink out) {
    receive(in, frame, length, nanos(now), out);
  }

  /**
   * Where the frames of one port come in, for whoever has many of them.
   *
   * @throws IllegalArgumentException when there is no such port
   */
  public Intake intake(PortName in) {
    SwitchPort port = tables.ports.get(in);
    if (port == null) {
      throw new IllegalArgumentException("the soft switch has no port " + in);
    }
    return new Intake(port, new FramePath(tables));
  }

  private void receive(PortName in, byte[] frame, int length, long nowNanos, FrameSink out) {
    SwitchPort port = tables.ports.get(in);
    if (port == null) {
      nowhere.drop(DropReason.UNKNOWN_PORT);
      return;
    }
    FramePath path = paths.get();
    if (path.busy) {
      path = new FramePath(tables);
    }
    path.busy = true;
    try {
      path.receive(port, frame, length, nowNanos, out);
    } finally {
      path.paused();
      path.busy = false;
    }
  }

  /** Says where samples go; without it nothing is sampled. */
  public void samplesTo(SampleSink sink) {
    tables.samples = sink;
  }

  /** Says who takes control frames that come in E-channels; without it they are lost. */
  public void controlTo(ControlSink sink) {
    tables.control = sink;
  }

  @Override
  public synchronized Applied apply(VPortPlan plan) {
    SwitchPort port = tables.ports.get(plan.port());
    if (port == null || !port.station) {
      return new Applied.Failed("the soft switch has no server port " + plan.port());
    }
    @Nullable SoftVPort before = vPorts.get(plan.id());
    if (before != null && before.plan.equals(plan)) {
      return new Applied.Done(entries(plan));
    }
    SoftVPort after = new SoftVPort(plan, port, use(plan.terms()), before);
    if (plan.forwarding()) {
      for (Attachment wanted : after.attachments) {
        @Nullable Attachment rival = port.rival(wanted);
        if (rival != null) {
          leave(after.terms);
          return new Applied.Failed(
              "vPort "
                  + rival.vPort.plan.id()
                  + " of VSI "
                  + rival.vPort.plan.vsi()
                  + " already has these frames on "
                  + plan.port());
        }
      }
    }
    vPorts.put(plan.id(), after);
    mirrors.comes(after);
    tables.mirrored = mirrors.crowd();
    tables.replace(installed(before), installed(after));
    if (before != null) {
      leave(before.terms);
    }
    return new Applied.Done(entries(plan));
  }

  @Override
  public synchronized void remove(VPortId id) {
    @Nullable SoftVPort gone = vPorts.remove(id);
    if (gone != null) {
      tables.replace(installed(gone), List.of());
      leave(gone.terms);
      mirrors.goes(gone);
      tables.mirrored = mirrors.crowd();
    }
  }

  /** What of a vPort frames can meet: nothing while it is only reserved. */
  private static List<Attachment> installed(@Nullable SoftVPort vPort) {
    return vPort == null || !vPort.plan.forwarding() ? List.of() : vPort.attachments;
  }

  /** Rules are shared by all vPorts under them, so a vPort takes only its keys. */
  private static int entries(VPortPlan plan) {
    return plan.matches().stream().mapToInt(match -> match.untagged() ? 2 : 1).sum();
  }

  private CompiledTerms use(VPortTerms terms) {
    CompiledTerms shared = compiled.computeIfAbsent(terms, CompiledTerms::new);
    shared.users++;
    return shared;
  }

  private void leave(CompiledTerms terms) {
    if (--terms.users == 0) {
      compiled.remove(terms.terms);
    }
  }

  @Override
  public Map<VPortId, VPortCounters> counters() {
    Map<VPortId, VPortCounters> all = HashMap.newHashMap(vPorts.size());
    vPorts.forEach((id, vPort) -> all.put(id, vPort.counters()));
    return all;
  }

  @Override
  public Optional<VPortCounters> counters(VPortId id) {
    return Optional.ofNullable(vPorts.get(id)).map(SoftVPort::counters);
  }

  @Override
  public Map<DropReason, Long> drops(PortName port) {
    return tables.ports.getOrDefault(port, nowhere).drops();
  }

  @Override
  public Set<VPortId> programmed() {
    return Set.copyOf(vPorts.keySet());
  }

  @Override
  public void reflectiveRelay(PortName port, boolean on) {
    SwitchPort station = tables.ports.get(port);
    if (station != null && station.station) {
      station.reflectiveRelay = on;
    }
  }

  @Override
  public synchronized void openChannel(PortName channel, PortName on, int svid) {
    SwitchPort uplink = tables.ports.get(on);
    if (uplink == null || !uplink.station || uplink.svid != 0) {
      throw new IllegalArgumentException("the soft switch has no server port " + on);
    }
    closeChannel(channel);
    SwitchPort opened = uplink.channelNamed(channel, svid);
    tables.ports.put(channel, opened);
    uplink.open(opened);
  }

  @Override
  public synchronized void closeChannel(PortName channel) {
    SwitchPort closed = tables.ports.get(channel);
    if (closed == null || closed.svid == 0) {
      return;
    }
    SwitchPort uplink = tables.ports.get(closed.link);
    if (uplink != null) {
      uplink.close(closed);
    }
    forget(channel);
  }

  /** A port is gone, and what is still applied on it. */
  private void forget(PortName port) {
    vPorts.values().stream()
        .filter(vPort -> vPort.plan.port().equals(port))
        .map(vPort -> vPort.plan.id())
        .toList()
        .forEach(this::remove);
    tables.ports.remove(port);
  }

  @Override
  public Optional<PortExtension> extension() {
    return Optional.of(this);
  }

  @Override
  public synchronized void openExtendedPort(PortName port, PortName on, EChannelId channel) {
    SwitchPort cascade = tables.ports.get(on);
    if (cascade == null || !cascade.isCascade()) {
      throw new IllegalArgumentException("the soft switch has no cascade port " + on);
    }
    closeExtendedPort(port);
    tables.ports.put(port, cascade.openExtended(port, channel.value()));
  }

  @Override
  public synchronized void closeExtendedPort(PortName port) {
    SwitchPort closed = tables.ports.get(port);
    if (closed != null && closed.cascade != null) {
      closed.cascade.closeExtended(closed);
      forget(port);
    }
  }

  @Override
  public synchronized void replicate(PortName on, List<Replication> groups) {
    SwitchPort cascade = tables.ports.get(on);
    if (cascade == null || !cascade.isCascade()) {
      throw new IllegalArgumentException("the soft switch has no cascade port " + on);
    }
    Map<Integer, GroupCopy> copies = new HashMap<>();
    for (Replication each : groups) {
      List<SwitchPort> members =
          each.members().stream()
              .flatMap(name -> Optional.ofNullable(tables.ports.get(name)).stream())
              .filter(port -> port.cascade == cascade)
              .toList();
      if (members.size() == each.members().size()) {
        copies.put(
            GroupCopy.key(each.vlan(), each.tag()), new GroupCopy(each.group().value(), members));
      }
    }
    cascade.replicate(copies);
  }

  @Override
  public Optional<Mirroring> mirroring() {
    return Optional.of(this);
  }

  @Override
  public Set<PortName> mirrorPorts() {
    return mirrors.ports();
  }

  @Override
  public synchronized List<Mirror> mirrors() {
    return mirrors.mirrors();
  }

  @Override
  public synchronized Optional<String> mirror(VPortId id, MirrorTerms which, PortName to) {
    return mirrored(id, vPort -> mirrors.mirror(vPort, which, to));
  }

  @Override
  public synchronized boolean unmirror(VPortId id, PortName to) {
    boolean stood = mirrors.unmirror(id, to);
    tables.mirrored = mirrors.crowd();
    return stood;
  }

  @Override
  public synchronized Optional<String> tap(VPortId id, MirrorTerms which, MirrorSink to) {
    return mirrored(id, vPort -> mirrors.add(vPort, new Tap.ToSink(which, to)));
  }

  @Override
  public synchronized void untap(VPortId id, MirrorSink from) {
    mirrors.remove(id, from);
    tables.mirrored = mirrors.crowd();
  }

  private Optional<String> mirrored(VPortId id, Function<SoftVPort, Optional<String>> how) {
    SoftVPort vPort = vPorts.get(id);
    if (vPort == null) {
      return Optional.of("the soft switch has no vPort " + id);
    }
    Optional<String> obstacle = how.apply(vPort);
    tables.mirrored = mirrors.crowd();
    return obstacle;
  }

  @Override
  public Optional<OverlayForwarding> overlay() {
    return Optional.of(this);
  }

  @Override
  public void become(OverlayEnd end) {
    tables.overlay.become(end);
  }

  @Override
  public void change(List<OverlayChange> changes, Instant now) {
    tables.overlay.change(changes, nanos(now));
    tables.neighbours.changed(nanos(now));
  }

  @Override
  public void learnedTo(LearnedSink sink) {
    tables.overlay.learned = sink;
  }

  @Override
  public void advance(Instant now, FrameSink out) {
    tables.neighbours.advance(nanos(now), out);
  }

  @Override
  public Instant due(Instant now) {
    return tables.neighbours.due(now);
  }

  /** Addresses learned from frames and not yet aged, of all VLANs. */
  public int learnedAddresses() {
    return tables.learned();
  }

  @Override
  public synchronized void close() {
    List.copyOf(vPorts.keySet()).forEach(this::remove);
  }

  /** Everything programmed, as text. */
  Map<String, String> describe() {
    return tables.describe();
  }

  private static long nanos(Instant now) {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
