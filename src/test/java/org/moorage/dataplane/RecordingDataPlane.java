package org.moorage.dataplane;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortPlan;

/** Remembers what it was told, in order; refuses plans when asked to. Forwards nothing. */
public final class RecordingDataPlane implements DataPlane {

  private final Map<VPortId, VPortPlan> plans = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<PortName, Boolean> relays = new LinkedHashMap<>();
  private final RecordingMirrors mirrors = new RecordingMirrors();
  private @Nullable String refusal;

  /** From now on every plan fails with this sentence. */
  public void refuseWith(String reason) {
    refusal = reason;
  }

  public void acceptAgain() {
    refusal = null;
  }

  /** {@code apply ID}, {@code remove ID}, {@code relay PORT on}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public Map<VPortId, VPortPlan> plans() {
    return Map.copyOf(plans);
  }

  public boolean isRelaying(PortName port) {
    return relays.getOrDefault(port, false);
  }

  @Override
  public Applied apply(VPortPlan plan) {
    calls.add("apply " + plan.id());
    if (refusal != null) {
      return new Applied.Failed(refusal);
    }
    plans.put(plan.id(), plan);
    return new Applied.Done(plan.entries());
  }

  @Override
  public void remove(VPortId id) {
    calls.add("remove " + id);
    plans.remove(id);
  }

  @Override
  public Map<VPortId, VPortCounters> counters() {
    Map<VPortId, VPortCounters> all = new LinkedHashMap<>();
    plans.keySet().forEach(id -> all.put(id, VPortCounters.NONE));
    return all;
  }

  @Override
  public Optional<VPortCounters> counters(VPortId id) {
    return plans.containsKey(id) ? Optional.of(VPortCounters.NONE) : Optional.empty();
  }

  @Override
  public Map<DropReason, Long> drops(PortName port) {
    return Map.of();
  }

  @Override
  public Set<VPortId> programmed() {
    return Set.copyOf(plans.keySet());
  }

  @Override
  public void openChannel(PortName channel, PortName on, int svid) {
    calls.add("open " + channel + " on " + on + " as " + svid);
  }

  @Override
  public void closeChannel(PortName channel) {
    calls.add("close " + channel);
  }

  @Override
  public void reflectiveRelay(PortName port, boolean on) {
    calls.add("relay " + port + (on ? " on" : " off"));
    relays.put(port, on);
  }

  /** What it copies frames with. */
  public RecordingMirrors mirrors() {
    return mirrors;
  }

  @Override
  public Optional<Mirroring> mirroring() {
    return Optional.of(mirrors);
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
