package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moorage.bench.BenchRow.Target;
import org.moorage.bench.LoadStation.Habit;
import org.moorage.bench.LoadStation.Outcome;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * Associations: our agent and lldpad's bridge, each at the far end of a veth pair, asked by the
 * same station in one run, in turn.
 *
 * <p>"Tuned" means the shortest ack timer and the longest keep-alive both take, given to both
 * alike.
 */
public final class VdpBench {

  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:0a:91");
  private static final String TUNED_LLDPAD =
      "ecpretries = 3; ecprte = 3; vdprwd = 20; vdprka = 27;";
  private static final List<String> TUNED = List.of("--ecp-rte", "3", "--vdp-rka", "27");
  private static final String COMMON_LLDPAD =
      "ecpretries = 3; ecprte = 14; vdprwd = 20; vdprka = 20;";
  private static final List<String> COMMON = List.of("--ecp-rte", "14");

  /**
   * Fresh pairs of bridges, where two rates close to each other are compared: which processor a
   * thread is woken on, and what was compiled how, stays for long as it began.
   */
  private static final int PAIRS = 3;

  /** How often two are asked in turn where their rates are far apart. */
  private static final int ROUNDS = 3;

  private static final int IDLE_ROUNDS = 400;

  /** The heap of an agent differs by some megabytes from one look to the next. */
  private static final int ENOUGH_TO_WEIGH = 50_000;

  /** What lldpad takes most of in a second. */
  private static final Habit LLDPAD_FILLING = Habit.packed(8);

  /** lldpad hands negotiated timers to its ECP a little after it has sent them. */
  private static final int SETTLING_MILLIS = 2_000;

  /** More than this lldpad does not fill in a bearable time. */
  public static final int MOST_HELD = 50_000;

  // VSIs are numbered apart for each purpose: a number is a UUID and a MAC address (24 bits of it).
  private static final int FIRST_IDLE = 1_000;
  private static final int FIRST_BACK_TO_BACK = 100_000;
  private static final int FIRST_MEASURED = 2_000_000;
  private static final int FIRST_HELD = 10_000_000;

  private final List<Integer> held;
  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();

  /**
   * @param held how many associations stand before each tuned measurement, ascending, at most
   *     50,000
   * @param progress told in a sentence what is under way
   */
  public VdpBench(List<Integer> held, Consumer<String> progress) {
    this.held = List.copyOf(held);
    this.progress = progress;
  }

  /**
   * Runs everything; about twenty minutes when lldpad has to hold 50,000.
   *
   * @param directory an empty one for configuration, state and logs
   */
  public BenchTable run(Path directory) throws BenchFailure, IOException {
    atBuiltInTimers(directory);
    atCommonTimers(directory);
    tuned(directory);
    besideAnEmptyAgent(directory, held.getLast());
    progress.accept("starting the agent and a plain Boot application, five times each");
    StartBench.run(directory).forEach(this::add);
    return new BenchTable(
        "vdp",
        rows,
        List.of(
            "Peer: lldpad as EVB bridge on a veth pair of its own, asked by the same station.",
            "Unpaced: "
                + LoadStation.MAX_TLVS
                + " associations in an ECPDU, End TLV; lldpad is asked"
                + " with 1 and with 8 in an ECPDU and measured with what it answers faster.",
            "Paced: a station that behaves as lldpad does; 5 ms between our ECPDUs."));
  }

  /** Keeps a row and tells it at once: what was measured is not lost when a later part fails. */
  private void add(BenchRow row) {
    rows.add(row);
    progress.accept(BenchTable.sentence(row));
  }

  /** Each with the timers it has when nobody configures any. */
  private void atBuiltInTimers(Path directory) throws BenchFailure, IOException {
    Idle ours = new Idle();
    Idle theirs = new Idle();
    for (int pair = 1; pair <= PAIRS; pair++) {
      try (Segment far = Segment.open("l", STATION);
          Segment near = Segment.open("a", STATION);
          LldpadPeer lldpad = LldpadPeer.start(far, directory, "");
          AgentPeer agent = AgentPeer.start(near, directory, List.of());
          QueuedLink farLink = QueuedLink.open(far);
          QueuedLink nearLink = QueuedLink.open(near)) {
        LoadStation their = ready(farLink, lldpad);
        LoadStation our = ready(nearLink, agent);
        warmUp(our);
        progress.accept("idle, pair " + pair + ": " + IDLE_ROUNDS + " rounds in turn");
        for (int i = 0; i < IDLE_ROUNDS; i++) {
          StartBench.pause(20);
          theirs.ask(their, FIRST_IDLE + i);
          StartBench.pause(20);
          ours.ask(our, FIRST_IDLE + i);
        }
        if (pair == PAIRS) {
          idle(ours, theirs);
          sustained("built-in timers", our, their, Optional.empty());
        }
      }
    }
  }

  /** Both with the timers of a common lldpad configuration, for which target 2 was set. */
  private void atCommonTimers(Path directory) throws BenchFailure, IOException {
    try (Segment far = Segment.open("c", STATION);
        Segment near = Segment.open("d", STATION);
        LldpadPeer lldpad = LldpadPeer.start(far, directory, COMMON_LLDPAD);
        AgentPeer agent = AgentPeer.start(near, directory, COMMON);
        QueuedLink farLink = QueuedLink.open(far);
        QueuedLink nearLink = QueuedLink.open(near)) {
      LoadStation theirs = ready(farLink, lldpad);
      LoadStation ours = ready(nearLink, agent);
      warmUp(ours);
      double peer =
          sustained("RTE 14, RKA 20", ours, theirs, Optional.of(new Target(2, true, 1000)));
      paced(directory, peer);
    }
  }

  /** Back to back; returns what the peer reached. */
  private double sustained(
      String timers, LoadStation ours, LoadStation theirs, Optional<Target> target)
      throws BenchFailure {
    progress.accept("back to back, " + timers);
    double peer = Rates.fastest(theirs, FIRST_MEASURED);
    double our = Rates.median(ours, FIRST_BACK_TO_BACK, Habit.packed(LoadStation.MAX_TLVS));
    add(
        new BenchRow(
            "sustained, " + timers + ", unpaced", "assoc/s", our, Optional.of(peer), target));
    return peer;
  }

  /** A fresh agent: one that was asked with packed ECPDUs has stopped pacing for good. */
  private void paced(Path directory, double peer) throws BenchFailure, IOException {
    try (Segment near = Segment.open("p", STATION);
        AgentPeer agent = AgentPeer.start(near, directory, COMMON);
        QueuedLink link = QueuedLink.open(near)) {
      LoadStation ours = ready(link, agent);
      ours.associate(Rates.FIRST_WARM_UP, Rates.WARM_UP / 4, Habit.LLDPAD_EAGER, Rates.seconds(30));
      add(
          new BenchRow(
              "sustained, RTE 14, RKA 20, paced",
              "assoc/s",
              Rates.median(ours, FIRST_MEASURED, Habit.LLDPAD_EAGER),
              Optional.of(peer),
              Optional.empty()));
    }
  }

  /** One association at a time with a pause between: nothing queues anywhere. */
  private static final class Idle {
    final Samples answers = new Samples();
    final Samples acks = new Samples();

    void ask(LoadStation station, int vsi) {
      Outcome one = station.associate(vsi, 1, Habit.LLDPAD, Rates.seconds(2));
      if (one.answered() == 1) {
        answers.add(one.answer().median().toNanos());
        acks.add(one.ack().median().toNanos());
      }
    }
  }

  private void idle(Idle ours, Idle theirs) {
    add(
        new BenchRow(
            "idle, request to response, p50",
            "ms",
            millis(ours.answers.median()),
            Optional.of(millis(theirs.answers.median())),
            Optional.of(new Target(1, false, 0.5))));
    add(
        new BenchRow(
            "idle, request to response, p99",
            "ms",
            millis(ours.answers.quantile(0.99)),
            Optional.of(millis(theirs.answers.quantile(0.99))),
            Optional.empty()));
    add(
        new BenchRow(
            "idle, ECP acknowledgement, p50",
            "ms",
            millis(ours.acks.median()),
            Optional.of(millis(theirs.acks.median())),
            Optional.of(new Target(1, false, 1.0))));
  }

  private void tuned(Path directory) throws BenchFailure, IOException {
    try (Segment far = Segment.open("m", STATION);
        Segment near = Segment.open("b", STATION);
        LldpadPeer lldpad = LldpadPeer.start(far, directory, TUNED_LLDPAD);
        AgentPeer agent = AgentPeer.start(near, directory, TUNED);
        QueuedLink farLink = QueuedLink.open(far);
        QueuedLink nearLink = QueuedLink.open(near)) {
      LoadStation theirs = ready(farLink, lldpad);
      LoadStation ours = ready(nearLink, agent);
      warmUp(ours);
      // What is kept of the past is bounded and full by now: what comes on top is for VSIs held.
      long empty = agent.liveHeapBytes();
      Habit packed = Habit.packed(LoadStation.MAX_TLVS);
      int filled = 0;
      for (int holding : held) {
        progress.accept("tuned, " + holding + " held: filling both");
        int before = filled;
        Rates.fill(
            theirs,
            FIRST_HELD + filled,
            holding - filled,
            LLDPAD_FILLING,
            done -> progress.accept("lldpad holds " + (before + done) + " of " + holding));
        Rates.fill(ours, FIRST_HELD + filled, holding - filled, packed);
        filled = holding;
        add(inTurn(ours, theirs, holding));
      }
      if (filled >= ENOUGH_TO_WEIGH) {
        add(
            new BenchRow(
                "live heap for each held VSI",
                "octets",
                (double) (agent.liveHeapBytes() - empty) / filled,
                Optional.empty(),
                Optional.of(new Target(9, false, 1024))));
      }
      add(
          new BenchRow(
              "agent resident with " + filled + " held",
              "MB",
              agent.residentBytes() / 1e6,
              Optional.empty(),
              Optional.empty()));
    }
  }

  /** What the machine does otherwise falls on both: they are asked in turn, each several times. */
  private BenchRow inTurn(LoadStation ours, LoadStation theirs, int holding) throws BenchFailure {
    int first = FIRST_MEASURED + holding;
    double[] our = new double[ROUNDS];
    double[] their = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      progress.accept("tuned, " + holding + " held: measuring, round " + (round + 1));
      their[round] = Rates.fastest(theirs, first);
      our[round] = Rates.median(ours, first, Habit.packed(LoadStation.MAX_TLVS));
    }
    return new BenchRow(
        "sustained, tuned, " + holding + " held, unpaced",
        "assoc/s",
        Rates.median(our),
        Optional.of(Rates.median(their)),
        targetAt(holding));
  }

  /**
   * Whether the rate depends on how many are held: an agent that holds them and one that holds
   * none, chunk by chunk in turn.
   */
  private void besideAnEmptyAgent(Path directory, int filled) throws BenchFailure, IOException {
    int chunks = 2 * Rates.CHUNKS;
    double[] atMost = new double[PAIRS * chunks];
    double[] atNone = new double[PAIRS * chunks];
    Habit packed = Habit.packed(LoadStation.MAX_TLVS);
    for (int pair = 0; pair < PAIRS; pair++) {
      // An agent that begins in another's directory takes up what that one held.
      Path fresh = Files.createDirectory(directory.resolve("pair-" + pair));
      try (Segment fullSegment = Segment.open("f", STATION);
          Segment emptySegment = Segment.open("e", STATION);
          AgentPeer fullAgent = AgentPeer.start(fullSegment, fresh, TUNED);
          AgentPeer emptyAgent = AgentPeer.start(emptySegment, fresh, TUNED);
          QueuedLink fullLink = QueuedLink.open(fullSegment);
          QueuedLink emptyLink = QueuedLink.open(emptySegment)) {
        LoadStation full = ready(fullLink, fullAgent);
        LoadStation empty = ready(emptyLink, emptyAgent);
        warmUp(full);
        warmUp(empty);
        Rates.fill(full, FIRST_HELD, filled, packed);
        progress.accept(filled + " held and none held in turn, pair " + (pair + 1));
        for (int i = pair * chunks; i < (pair + 1) * chunks; i++) {
          atMost[i] = Rates.chunk(full, FIRST_MEASURED, packed);
          atNone[i] = Rates.chunk(empty, FIRST_MEASURED, packed);
        }
      }
    }
    add(
        new BenchRow(
            "our rate with " + filled + " held (peer: ours with none held)",
            "assoc/s",
            Rates.median(atMost),
            Optional.of(Rates.median(atNone)),
            Optional.of(new Target(2, true, 0.9))));
  }

  private static Optional<Target> targetAt(int holding) {
    return switch (holding) {
      case 1_000 -> Optional.of(new Target(2, true, 20));
      case 50_000 -> Optional.of(new Target(2, true, 50));
      default -> Optional.empty();
    };
  }

  /** Asks until the bridge answers for the first time: both need a moment after their start. */
  private LoadStation ready(QueuedLink link, BridgePeer peer) throws BenchFailure {
    progress.accept("waiting for " + peer.name());
    LoadStation station = new LoadStation(link, STATION, (int) (System.nanoTime() & 0x7FFF));
    if (!station.introduce(Rates.seconds(30))) {
      throw new BenchFailure(peer.name() + " does not answer an EVB TLV");
    }
    StartBench.pause(SETTLING_MILLIS);
    for (int i = 0; i < 60 && peer.running(); i++) {
      if (station.associate(1, 1, Habit.LLDPAD, Rates.seconds(1) / 2).answered() == 1) {
        return station;
      }
    }
    throw new BenchFailure(peer.name() + " answers no association");
  }

  private void warmUp(LoadStation ours) throws BenchFailure {
    progress.accept("warming up the agent");
    Rates.warmUp(ours);
  }

  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
