package org.moorage.agentlink;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an edge is right now; sent every {@link #PERIOD_MILLIS} ms, never kept on disk.
 *
 * @param identity of the edge
 * @param started when the agent started, ISO 8601, by its own clock
 * @param counters events since the start, by name
 * @param fabricDrops frames dropped that came in on fabric ports, by reason
 * @param ruleEntries entries of all vPorts together
 * @param trouble why what is held cannot be written down, or what else is wrong; null when fine
 * @param waitingEvents events not yet kept by the manager
 * @param extenders one for each cascade port; of older agents none
 * @param vPorts those whose counters changed since the last report, at most {@link
 *     AgentLink#MAX_VPORTS}; the rest follows in the next
 */
public record EdgeReport(
    UUID identity,
    String started,
    Map<String, Long> counters,
    Map<String, Long> fabricDrops,
    long ruleEntries,
    @Nullable String trouble,
    long waitingEvents,
    List<Uplink> uplinks,
    @Nullable List<ExtenderReport> extenders,
    List<VPortCount> vPorts) {

  public static final int PERIOD_MILLIS = 2_000;

  /** Uplinks and S-channels in one report. */
  public static final int MAX_UPLINKS = 1_024;

  public EdgeReport {
    counters = Map.copyOf(counters);
    fabricDrops = Map.copyOf(fabricDrops);
    uplinks = List.copyOf(uplinks);
    extenders = extenders == null ? List.of() : List.copyOf(extenders);
    vPorts = List.copyOf(vPorts);
  }

  /** An edge without cascade ports. */
  public EdgeReport(
      UUID identity,
      String started,
      Map<String, Long> counters,
      Map<String, Long> fabricDrops,
      long ruleEntries,
      @Nullable String trouble,
      long waitingEvents,
      List<Uplink> uplinks,
      List<VPortCount> vPorts) {
    this(
        identity,
        started,
        counters,
        fabricDrops,
        ruleEntries,
        trouble,
        waitingEvents,
        uplinks,
        List.of(),
        vPorts);
  }

  /** The port extenders; none of an agent that knows nothing of them. */
  public List<ExtenderReport> led() {
    return extenders == null ? List.of() : extenders;
  }

  /**
   * A station-facing port; names and values as in REST {@code /edges/{name}/uplinks}.
   *
   * @param sChannel SCID/SVID where it is an S-channel, {@code 2/100}; null on an uplink's own port
   * @param state {@code up}, {@code down}, {@code failed}
   * @param standard {@code ratified}, {@code draft 0}, {@code not heard yet}
   * @param timers in words and seconds
   * @param capacity what of its link is promised; null without a bound, and on S-channels, which
   *     share that of their uplink
   * @param path at which addresses control frames arrive; null on S-channels, and of older agents
   */
  public record Uplink(
      String name,
      @Nullable String sChannel,
      String state,
      @Nullable String neighbour,
      String standard,
      boolean reflectiveRelay,
      boolean groupIds,
      boolean paced,
      int associations,
      int deciding,
      String timers,
      int retries,
      int ackTimerExponent,
      int resourceWaitExponent,
      int keepAliveExponent,
      Map<String, Long> dropped,
      Map<String, Long> frameDrops,
      @Nullable Capacity capacity,
      @Nullable ControlPath path) {
    public Uplink {
      dropped = Map.copyOf(dropped);
      frameDrops = Map.copyOf(frameDrops);
    }
  }

  /**
   * What the committed rates of a link's vPorts come to, all in bit/s.
   *
   * @param most what may be promised each way
   * @param fromVm promised to what VMs send
   * @param toVm promised to what they get
   */
  public record Capacity(long most, long fromVm, long toVm) {}

  /**
   * What passed a vPort since it was made.
   *
   * @param vPort as in {@link AssociationReport#vPort}
   * @param ruleHits hits of each written rule, first {@code from-vm} then {@code to-vm}, in order
   */
  public record VPortCount(
      String vPort,
      long framesFromVm,
      long octetsFromVm,
      long framesToVm,
      long octetsToVm,
      Map<String, Long> droppedFromVm,
      Map<String, Long> droppedToVm,
      List<Long> ruleHits) {
    public VPortCount {
      droppedFromVm = Map.copyOf(droppedFromVm);
      droppedToVm = Map.copyOf(droppedToVm);
      ruleHits = List.copyOf(ruleHits);
    }
  }
}
