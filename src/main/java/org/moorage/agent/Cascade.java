package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.PortExtensionStack;
import org.moorage.protocol.stack.PortExtensionView;

/** A port towards a port extender: what is known of the extender, and its ports. */
final class Cascade {

  /**
   * An extender is asked so often what its ports have counted; that it does not answer is how one
   * that fell silent is missed first.
   */
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

  /**
   * What was held on the ports of an extender that is gone is held again when it is back before:
   * its stations may never have noticed. Those that have are missed by their keepalives.
   */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  final PortName name;
  final CascadeSettings settings;
  final PortExtensionStack stack;

  /** By the number the extender gives them. */
  final Map<Integer, Behind> ports = new TreeMap<>();

  final Map<Integer, ExtendedPortCounters> counted = new HashMap<>();
  final Map<Long, CspRequest> asked = new HashMap<>();
  final ReplicationGroups groups = new ReplicationGroups();

  boolean linkUp;
  boolean failed;

  /** The address the neighbour shows. */
  Optional<MacAddress> identity = Optional.empty();

  /** Where an extender of the same address is led. */
  Optional<PortName> rival = Optional.empty();

  /** Who it is while PE CSP is open. */
  Optional<CspSpeaker> other = Optional.empty();

  /** The state of the flood sets that the groups follow. */
  long replicated = -1;

  private String called = "";
  private final Map<Integer, List<Kept>> remembered = new HashMap<>();
  private Instant forgetHeldAt = Instant.MIN;
  private long tickets;
  private @Nullable Instant forgetAt;
  private @Nullable Instant countAt;

  Cascade(PortName name, CascadeSettings settings, RandomGenerator random) {
    this.name = name;
    this.settings = settings;
    stack = new PortExtensionStack(settings.link(), random);
  }

  /** Its extender's port of that number, as a port of the edge. */
  PortName portOf(int number) {
    return new PortName(name + ":" + number);
  }

  /** The numbers of the ports VSIs are remembered on. */
  List<Integer> numbersOf(List<Kept> kept) {
    List<Integer> numbers = new ArrayList<>();
    for (Kept each : kept) {
      String port = each.port().value();
      String prefix = name + ":";
      if (port.startsWith(prefix) && port.substring(prefix.length()).matches("[1-9][0-9]{0,3}")) {
        int number = Integer.parseInt(port.substring(prefix.length()));
        if (!numbers.contains(number)) {
          numbers.add(number);
        }
      }
    }
    return numbers;
  }

  void remember(int number, List<Kept> kept, Instant now) {
    if (!kept.isEmpty()) {
      remembered.put(number, kept);
      forgetHeldAt = now.plus(REMEMBERED);
    }
  }

  /** What was held on a port that is back; once. */
  List<Kept> remembered(int number, Instant now) {
    List<Kept> kept = remembered.remove(number);
    return kept == null || now.isAfter(forgetHeldAt) ? List.of() : kept;
  }

  long ask(CspRequest request) {
    asked.put(++tickets, request);
    return tickets;
  }

  void opened(CspSpeaker who, Instant now) {
    other = Optional.of(who);
    String name = stack.view().neighbour().map(NeighbourWords::name).orElse("");
    called = name + " (" + who.address() + ")";
    forgetAt = null;
    replicated = -1;
    countAt = now.plus(COUNTED_EVERY);
  }

  void lost(Instant forget) {
    other = Optional.empty();
    asked.clear();
    groups.clear();
    counted.clear();
    countAt = null;
    forgetAt = forget;
  }

  /** Whether its ports have waited long enough for it to return; true once. */
  boolean isForgetDue(Instant now) {
    boolean due = forgetAt != null && !now.isBefore(forgetAt);
    if (due) {
      forgetAt = null;
    }
    return due;
  }

  boolean isCountDue(Instant now) {
    boolean due = countAt != null && !now.isBefore(countAt);
    if (due) {
      countAt = now.plus(COUNTED_EVERY);
    }
    return due;
  }

  Optional<Instant> deadline() {
    return Stream.of(Optional.ofNullable(forgetAt), Optional.ofNullable(countAt))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  Optional<EChannelId> channelOf(PortName port) {
    return ports.values().stream()
        .filter(each -> each.at().name.equals(port))
        .map(Behind::channel)
        .findFirst();
  }

  /** What it calls itself, and its address; as it was last heard. */
  String called() {
    return called;
  }

  ExtenderView view(Map<DropReason, Long> drops) {
    PortExtensionView said = stack.view();
    Map<String, Long> labelled = new TreeMap<>();
    drops.forEach((reason, count) -> labelled.put(reason.label(), count));
    return new ExtenderView(
        name,
        linkUp,
        said,
        said.neighbour().map(NeighbourWords::name),
        said.neighbour().map(ExtenderInventory::in).orElse(ExtenderInventory.NONE),
        ports.values().stream()
            .map(port ->
                new ExtenderView.Port(
                    port.at().name,
                    port.channel(),
                    port.said(),
                    Optional.ofNullable(counted.get(port.said().number()))))
            .toList(),
        groups.size(),
        labelled,
        failed
            ? Optional.of("stopped by a defect")
            : rival.map(port -> "shows the address of the extender on " + port));
  }
}
