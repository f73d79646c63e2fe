package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.moorage.bench.BenchRow.Target;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;

/**
 * Target 4: what a frame costs the soft switch, beside Open vSwitch in userspace, a ring in C and
 * the Linux bridge. One core sends, the other is the switch's.
 */
public final class SwitchBench {

  private static final int ROUNDS = 3;

  /** Where a target is held against it: what else the machine does moves a round by a tenth. */
  private static final int MORE_ROUNDS = 11;

  private static final long RAMP = Rates.seconds(1) / 4;
  private static final long MEASURED = Rates.seconds(2);
  private static final int SETTLING_MILLIS = 50;
  private static final long WARM_UP = Rates.seconds(12);

  private static final String OURS = "ours";
  private static final String RING = "C ring";
  private static final String OVS = "Open vSwitch";
  private static final String BRIDGE = "Linux bridge";

  /** One point at which all are measured. */
  private record Setting(int size, int rules, int vPorts, boolean nvgre) {
    Setting(int size, int rules, int vPorts) {
      this(size, rules, vPorts, false);
    }

    String inWords() {
      return size
          + " octets, "
          + rules
          + " rules, "
          + vPorts
          + (vPorts == 1 ? " vPort" : " vPorts")
          + (nvgre ? ", into NVGRE" : "");
    }
  }

  private static final Setting BASE = new Setting(64, 20, 1);
  private static final Setting MANY_RULES = new Setting(64, 2_000, 1);

  /** What target 4 is about. */
  private static final Setting CARRIED = new Setting(64, OurSwitch.CARRIED_RULES, 1, true);

  private static final List<Setting> SETTINGS =
      List.of(
          CARRIED,
          new Setting(1_400, OurSwitch.CARRIED_RULES, 1, true),
          BASE,
          new Setting(512, 20, 1),
          new Setting(1_500, 20, 1),
          new Setting(64, 200, 1),
          MANY_RULES,
          new Setting(64, 20, 100),
          new Setting(64, 20, 10_000));

  /**
   * What one reached.
   *
   * @param perSecond frames that came out in a second
   * @param nanos of the CPU for each; empty where that cannot be told
   */
  private record Reached(double perSecond, Optional<Double> nanos) {}

  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();
  private final Map<String, Contender> contenders = new LinkedHashMap<>();

  /**
   * @param progress told in a sentence what is under way
   */
  public SwitchBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Runs everything; about fourteen minutes.
   *
   * @param directory an empty one for configuration, state and logs
   */
  public BenchTable run(Path directory) throws BenchFailure, IOException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new BenchFailure("this benchmark needs two cores: one that sends, one for the switch");
    }
    try (Track first = Track.open("w");
        Track second = Track.open("x");
        Track third = Track.open("y");
        Track fourth = Track.open("z");
        OurSwitch ours = OurSwitch.start(first, directory, List.of(20, 200, 2_000));
        RingPeer ring = RingPeer.compile(second, directory);
        OvsPeer ovs = OvsPeer.start(third, directory);
        KernelBridgePeer bridge = KernelBridgePeer.make(fourth)) {
      Command.run("taskset", "-a", "-p", "-c", "0", Long.toString(ProcessHandle.current().pid()));
      contenders.put(OURS, ours);
      contenders.put(RING, ring);
      contenders.put(OVS, ovs);
      contenders.put(BRIDGE, bridge);
      StartBench.pause(SETTLING_MILLIS);
      warmUp(ours);
      Map<Setting, Map<String, Reached>> all = new LinkedHashMap<>();
      for (Setting setting : SETTINGS) {
        Map<String, Reached> reached = measure(setting);
        report(setting, reached);
        all.put(setting, reached);
      }
      compareRules(all);
      progress.accept("tags, in memory");
      TaggedForwarding.measure(Files.createDirectory(directory.resolve("tags"))).forEach(this::add);
      allocation(ours);
    }
    return new BenchTable(
        "switch",
        rows,
        List.of(
            "Frames per second of CPU time: what a core forwards, however fast frames are sent.",
            "Peers: ovs-vswitchd, userspace datapath, the same rules as flows, a meter; a receive"
                + " ring and sendmmsg in C, rules one after the other, the same bucket and marking;"
                + " the Linux bridge, which only forwards, in frames delivered.",
            "All on veth pairs of their own. Into NVGRE: as a router between two virtual subnets,"
                + " to another edge; the Linux bridge forwards the frame as it is."));
  }

  private void warmUp(OurSwitch ours) throws BenchFailure {
    progress.accept("warming up the agent");
    for (Setting setting : List.of(MANY_RULES, BASE, CARRIED)) {
      ours.prepare(setting.rules, setting.vPorts, setting.nvgre);
      FrameLoad.teach(ours.track());
      flood(ours, new FrameLoad(setting.size, setting.rules, setting.vPorts), WARM_UP / 2);
    }
  }

  private Map<String, Reached> measure(Setting setting) throws BenchFailure {
    progress.accept(setting.inWords());
    Map<String, List<Reached>> rounds = new LinkedHashMap<>();
    for (Contender each : contenders.values()) {
      each.prepare(setting.rules, setting.vPorts, setting.nvgre);
    }
    FrameLoad load = new FrameLoad(setting.size, setting.rules, setting.vPorts);
    boolean held = setting.equals(BASE) || setting.equals(MANY_RULES) || setting.equals(CARRIED);
    int many = held ? MORE_ROUNDS : ROUNDS;
    for (int round = 0; round < many; round++) {
      for (Map.Entry<String, Contender> each : contenders.entrySet()) {
        rounds
            .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
            .add(once(each.getValue(), load));
      }
    }
    Map<String, Reached> medians = new LinkedHashMap<>();
    rounds.forEach((name, reached) -> medians.put(name, median(reached)));
    return medians;
  }

  private static Reached once(Contender contender, FrameLoad load) throws BenchFailure {
    FrameLoad.teach(contender.track());
    flood(contender, load, RAMP);
    StartBench.pause(SETTLING_MILLIS);
    OptionalLong cpu = contender.cpuNanos();
    long delivered = contender.track().delivered();
    long began = System.nanoTime();
    flood(contender, load, MEASURED);
    double seconds = (System.nanoTime() - began) / 1e9;
    StartBench.pause(SETTLING_MILLIS);
    long frames = contender.track().delivered() - delivered;
    if (frames == 0) {
      throw new BenchFailure("no frame came out of " + contender.track().fabricPort());
    }
    OptionalLong after = contender.cpuNanos();
    Optional<Double> nanos =
        cpu.isEmpty() || after.isEmpty()
            ? Optional.empty()
            : Optional.of((double) (after.getAsLong() - cpu.getAsLong()) / frames);
    return new Reached(frames / seconds, nanos);
  }

  private static void flood(Contender contender, FrameLoad load, long nanos) throws BenchFailure {
    try (PacketSocket port =
        PacketSocket.ofDataFrames(contender.track().entry().near(), System::nanoTime)) {
      port.start((frame, length) -> {});
      load.flood(port, nanos);
    } catch (FramePortException failure) {
      throw new BenchFailure(String.valueOf(failure.getMessage()));
    }
  }

  private static Reached median(List<Reached> reached) {
    double rate = Rates.median(reached.stream().mapToDouble(Reached::perSecond).toArray());
    double[] nanos =
        reached.stream().flatMap(each -> each.nanos().stream()).mapToDouble(n -> n).toArray();
    return new Reached(
        rate, nanos.length == 0 ? Optional.empty() : Optional.of(Rates.median(nanos)));
  }

  private void report(Setting setting, Map<String, Reached> reached) {
    boolean carried = setting.equals(CARRIED);
    Reached ours = reached.get(OURS);
    if (ours == null) {
      return;
    }
    reached.forEach((name, peer) -> {
      if (!name.equals(OURS)) {
        Optional<Target> target =
            !carried
                ? Optional.empty()
                : switch (name) {
                  case OVS -> Optional.of(new Target(4, true, 3.8));
                  case RING -> Optional.of(new Target(4, true, 0.9));
                  default -> Optional.empty();
                };
        boolean byCpu = peer.nanos().isPresent();
        add(
            new BenchRow(
                setting.inWords() + ", beside " + name,
                byCpu ? "Mframes/CPU s" : "Mframes/s delivered",
                byCpu ? perCpuSecond(ours) : ours.perSecond() / 1e6,
                Optional.of(byCpu ? perCpuSecond(peer) : peer.perSecond() / 1e6),
                target));
      }
    });
  }

  private static double perCpuSecond(Reached reached) {
    return 1e3 / reached.nanos().orElse(Double.NaN);
  }

  private void compareRules(Map<Setting, Map<String, Reached>> all) {
    Reached many = all.getOrDefault(MANY_RULES, Map.of()).get(OURS);
    Reached few = all.getOrDefault(BASE, Map.of()).get(OURS);
    if (many != null && few != null) {
      add(
          new BenchRow(
              "64 octets, 2,000 rules beside 20, both ours",
              "Mframes/CPU s",
              perCpuSecond(many),
              Optional.of(perCpuSecond(few)),
              Optional.of(new Target(4, true, 0.6))));
    }
  }

  private void allocation(OurSwitch ours) throws BenchFailure {
    ours.prepare(CARRIED.rules, CARRIED.vPorts, CARRIED.nvgre);
    FrameLoad.teach(ours.track());
    FrameLoad load = new FrameLoad(CARRIED.size, CARRIED.rules, CARRIED.vPorts);
    flood(ours, load, RAMP);
    StartBench.pause(SETTLING_MILLIS);
    long allocated = ours.allocated();
    long delivered = ours.track().delivered();
    flood(ours, load, MEASURED);
    StartBench.pause(SETTLING_MILLIS);
    double frames = ours.track().delivered() - delivered;
    add(
        new BenchRow(
            "allocated for a frame by the thread that forwards it",
            "octets",
            (ours.allocated() - allocated) / frames,
            Optional.empty(),
            // None is for a frame: turning from the queue to the ring takes some, and what is told
            // is rounded to kilobytes.
            Optional.of(new Target(4, false, 0.1))));
  }

  /** Keeps a row and tells it at once: what was measured is not lost when a later part fails. */
  private void add(BenchRow row) {
    rows.add(row);
    progress.accept(BenchTable.sentence(row));
  }
}
