package org.moorage.protocol.cdcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.protocol.Step;

/**
 * The bridge's side of CDCP on one uplink access port (IEEE 802.1Q, "CDCP bridge state machine"): a
 * station lists the SCIDs it wants, the bridge gives each an SVID from its pool.
 *
 * <p>An S-channel lives as long as the station lists it. The default one is always there.
 *
 * <p>Deviation: a station that falls silent keeps its S-channels until it is heard without them or
 * the port is {@link Input.Released}. VSIs live by their keepalive, and their S-channels must not
 * go before them because of a lost LLDPDU.
 */
public final class CdcpBridge {

  static final String WRONG_ROLE = "CDCP neighbour is not a station";
  static final String NO_COMPONENT = "CDCP neighbour has no S-VLAN component";

  private CdcpBridge() {}

  /**
   * @param settings what is offered
   * @param assigned OperSVIDList: every S-channel there is, the default one first
   */
  public record State(CdcpBridgeSettings settings, Phase phase, List<SChannel> assigned) {
    public State {
      assigned = List.copyOf(assigned);
    }
  }

  /** Where the machine stands towards its station. */
  public sealed interface Phase {
    /** No station asks for S-channels. */
    record NotRunning() implements Phase {}

    /** This is what the station asks for. */
    record Running(CdcpTlv station) implements Phase {}

    /** The station is not heard any more; this is what it asked for last. */
    record Silent(CdcpTlv station) implements Phase {}
  }

  public sealed interface Input {
    /** The neighbour's LLDPDU carries this TLV. */
    record Heard(CdcpTlv tlv) implements Input {}

    /** The neighbour is heard, and speaks no CDCP (any more). */
    record NotSpoken() implements Input {}

    /** The neighbour is not heard any more. */
    record NeighbourLost() implements Input {}

    /** The port has been down for too long: nothing on it is held any more. */
    record Released() implements Input {}

    record SettingsChanged(CdcpBridgeSettings settings) implements Input {}
  }

  public sealed interface Effect {
    /** Announce this TLV from now on. */
    record Advertise(CdcpTlv tlv) implements Effect {}

    /** These are the S-channels from now on, the default one first. */
    record ChannelsChanged(List<SChannel> channels) implements Effect {
      public ChannelsChanged {
        channels = List.copyOf(channels);
      }
    }

    /**
     * S-channels were asked for that cannot be had: too many, or no SVID is free.
     *
     * @param scids in the order they were asked for
     */
    record Refused(List<Integer> scids) implements Effect {
      public Refused {
        scids = List.copyOf(scids);
      }
    }

    /**
     * The TLV was not taken.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  public static State initial(CdcpBridgeSettings settings) {
    return new State(settings, new Phase.NotRunning(), List.of(SChannel.DEFAULT));
  }

  /**
   * After a restart: the S-channels there were stay until the station is heard without them.
   *
   * @param channels as they were; those the pool no longer has are not taken up
   */
  public static State restored(CdcpBridgeSettings settings, List<SChannel> channels) {
    CdcpTlv station = new CdcpTlv(CdcpRole.STATION, true, SChannel.MAX_SCID, channels);
    return to(initial(settings), settings, new Phase.Silent(station)).state();
  }

  /** What to announce in this state. */
  public static CdcpTlv announcement(State state) {
    return new CdcpTlv(CdcpRole.BRIDGE, true, state.settings().capacity(), state.assigned());
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.Heard(CdcpTlv tlv) when tlv.role() != CdcpRole.STATION ->
          ignored(state, WRONG_ROLE);
      case Input.Heard(CdcpTlv tlv) when !tlv.sComponent() -> ignored(state, NO_COMPONENT);
      case Input.Heard(CdcpTlv tlv) -> to(state, state.settings(), new Phase.Running(tlv));
      case Input.NotSpoken spoken -> to(state, state.settings(), new Phase.NotRunning());
      case Input.Released released -> to(state, state.settings(), new Phase.NotRunning());
      case Input.NeighbourLost lost ->
          state.phase() instanceof Phase.Running(CdcpTlv station)
              ? to(state, state.settings(), new Phase.Silent(station))
              : Step.to(state);
      case Input.SettingsChanged(CdcpBridgeSettings settings) -> to(state, settings, state.phase());
    };
  }

  private static Step<State, Effect> ignored(State was, String reason) {
    Step<State, Effect> ended = to(was, was.settings(), new Phase.NotRunning());
    List<Effect> effects = new ArrayList<>(ended.effects());
    effects.add(new Effect.Ignored(reason));
    return new Step<>(ended.state(), effects);
  }

  /** Moves on, assigns and frees SVIDs, and says what is different. */
  private static Step<State, Effect> to(State was, CdcpBridgeSettings settings, Phase phase) {
    List<SChannel> asked =
        switch (phase) {
          case Phase.NotRunning none -> List.of();
          case Phase.Running(CdcpTlv station) -> granted(station, settings);
          case Phase.Silent(CdcpTlv station) -> granted(station, settings);
        };
    List<SChannel> assigned = assigned(was.assigned(), asked, settings);
    State is = new State(settings, phase, assigned);
    List<Effect> effects = new ArrayList<>(3);
    if (!assigned.equals(was.assigned())) {
      effects.add(new Effect.ChannelsChanged(assigned));
    }
    List<Integer> refused = refused(is);
    if (!refused.isEmpty() && !refused.equals(refused(was))) {
      effects.add(new Effect.Refused(refused));
    }
    CdcpTlv announcement = announcement(is);
    if (!announcement.equals(announcement(was))) {
      effects.add(new Effect.Advertise(announcement));
    }
    return new Step<>(is, effects);
  }

  /** The remote list, truncated to what both sides support. */
  private static List<SChannel> granted(CdcpTlv station, CdcpBridgeSettings settings) {
    int most = Math.min(settings.capacity(), Math.max(1, station.capacity())) - 1;
    return station.channels().stream().filter(each -> !each.isDefault()).limit(most).toList();
  }

  /** SCIDs that are asked for and cannot be had. */
  public static List<Integer> refused(State state) {
    CdcpTlv station =
        switch (state.phase()) {
          case Phase.NotRunning none -> null;
          case Phase.Running(CdcpTlv heard) -> heard;
          case Phase.Silent(CdcpTlv heard) -> heard;
        };
    if (station == null) {
      return List.of();
    }
    List<Integer> had = state.assigned().stream().map(SChannel::scid).toList();
    return station.channels().stream()
        .map(SChannel::scid)
        .filter(scid -> !had.contains(scid) && scid != SChannel.DEFAULT.scid())
        .toList();
  }

  /**
   * "TxSVIDs": an S-channel that is still wanted keeps its SVID as long as the pool has it; a new
   * one takes the SVID it is asked for with, which it has from before a restart, or the lowest free
   * one.
   */
  private static List<SChannel> assigned(
      List<SChannel> before, List<SChannel> asked, CdcpBridgeSettings settings) {
    Map<Integer, Integer> svids = new HashMap<>();
    BitSet taken = new BitSet(SChannel.MAX_SVID + 1);
    Set<Integer> wanted = asked.stream().map(SChannel::scid).collect(Collectors.toSet());
    for (List<SChannel> claims : List.of(before, asked)) {
      for (SChannel claim : claims) {
        boolean free = settings.inPool(claim.svid()) && !taken.get(claim.svid());
        if (free && wanted.contains(claim.scid()) && !svids.containsKey(claim.scid())) {
          svids.put(claim.scid(), claim.svid());
          taken.set(claim.svid());
        }
      }
    }
    List<SChannel> assigned = new ArrayList<>(asked.size() + 1);
    assigned.add(SChannel.DEFAULT);
    for (SChannel each : asked) {
      int svid = svids.getOrDefault(each.scid(), 0);
      if (svid == 0) {
        svid = free(taken, settings);
        taken.set(svid);
      }
      if (svid != 0) {
        assigned.add(new SChannel(each.scid(), svid));
      }
    }
    return assigned;
  }

  /** 0 where the pool is used up. */
  private static int free(BitSet taken, CdcpBridgeSettings settings) {
    for (int svid = taken.nextClearBit(settings.poolLow());
        svid <= settings.poolHigh();
        svid = taken.nextClearBit(svid + 1)) {
      if (settings.inPool(svid)) {
        return svid;
      }
    }
    return 0;
  }
}
