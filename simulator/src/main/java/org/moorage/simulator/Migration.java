package org.moorage.simulator;

import java.time.Duration;
import org.moorage.simulator.LabEvent.Kind;

/**
 * One live migration, step by step as libvirt does it: pre-associate at the target, copy memory,
 * associate at the target while the VM stands still, and 1.8 s later de-associate at the source.
 */
final class Migration {

  /** What libvirt was seen to wait before it lets the source go. */
  static final Duration SOURCE_LINGERS = Duration.ofMillis(1_800);

  private static final Duration LOOKS_AGAIN = Duration.ofMillis(10);
  private static final int SHORTEST_COPY_MILLIS = 200;
  private static final int LONGEST_COPY_MILLIS = 600;

  private final Vm vm;
  private final Hypervisor from;
  private final Hypervisor to;
  private final LabWorld world;
  private final Duration began;
  private Duration stopped;

  Migration(Vm vm, Hypervisor from, Hypervisor to, LabWorld world) {
    this.vm = vm;
    this.from = from;
    this.to = to;
    this.world = world;
    began = world.time().elapsed();
    stopped = began;
  }

  void begin() {
    tell(from, Kind.DONE, vm.name() + " begins to move to " + to.name());
    prepare();
  }

  /** A target the VM left a moment ago first ends what it still has of it. */
  private void prepare() {
    if (to.hosts(vm)) {
      to.letGo(vm);
      world.time().after(LOOKS_AGAIN, this::prepare);
    } else {
      to.prepare(vm, this);
    }
  }

  /** The target has pre-associated the VM: its memory is copied. */
  void prepared() {
    int millis = world.random().nextInt(SHORTEST_COPY_MILLIS, LONGEST_COPY_MILLIS);
    tell(
        to,
        Kind.HAPPENED,
        vm.name() + " has a place prepared; its memory is copied for " + millis + " ms");
    world.time().after(Duration.ofMillis(millis), this::switchOver);
  }

  private void switchOver() {
    if (!from.runs(vm)) {
      failed("it stopped at " + from.name() + " meanwhile");
      return;
    }
    stopped = world.time().elapsed();
    from.pause(vm);
    to.takeOver(vm);
  }

  /** The target has associated the VM: it runs there. */
  void arrived() {
    Duration still = world.time().elapsed().minus(stopped);
    Duration whole = world.time().elapsed().minus(began);
    tell(
        to,
        Kind.HAPPENED,
        vm.name()
            + " runs here now; it stood still for "
            + Quantities.moment(still)
            + ", the move took "
            + Quantities.moment(whole));
    world.time().after(SOURCE_LINGERS, () -> from.letGo(vm));
  }

  void failed(String reason) {
    tell(
        to,
        Kind.ALARM,
        vm.name() + " cannot move here: " + reason + "; it stays on " + from.name());
    to.forget(vm);
    from.resume(vm);
  }

  private void tell(Hypervisor where, Kind kind, String text) {
    world.tell(where.name(), vm.ofCrowd() ? Kind.CROWD : kind, text);
  }
}
