package org.moorage.protocol.cdcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.moorage.protocol.Step;

/**
 * The station's side of CDCP on one uplink (IEEE 802.1Q, "CDCP station state machine"): it lists
 * the SCIDs it wants and takes the SVIDs the bridge answers.
 *
 * <p>Deviation: a bridge that falls silent takes no S-channel away, because VSIs live by their
 * keepalive and both ends must keep the same S-channels meanwhile.
 */
public final class CdcpStation {

  static final String WRONG_ROLE = "CDCP neighbour is not a bridge";
  static final String NO_COMPONENT = "CDCP bridge has no S-VLAN component";

  private CdcpStation() {}

  /**
   * @param capacity AdminChnCap, S-channels at most, the default one included, 1..167
   * @param channels OperSVIDList: what is wanted, the default one first; SVID 0 where not assigned
   * @param running whether a bridge answers
   */
  public record State(int capacity, List<SChannel> channels, boolean running) {
    public State {
      CdcpBridgeSettings.checkCapacity(capacity);
      channels = List.copyOf(channels);
      if (channels.size() > capacity) {
        throw new IllegalArgumentException(
            channels.size() + " S-channels are more than the " + capacity + " supported");
      }
    }
  }

  public sealed interface Input {
    /** The neighbour's LLDPDU carries this TLV. */
    record Heard(CdcpTlv tlv) implements Input {}

    /** The neighbour is heard, and speaks no CDCP (any more). */
    record NotSpoken() implements Input {}

    /** The neighbour is not heard any more. */
    record NeighbourLost() implements Input {}

    /** The port has been down for too long. */
    record Released() implements Input {}

    /**
     * AdminSVIDWants.
     *
     * @param scids besides the default one, each 2..167, at most capacity - 1
     */
    record Want(List<Integer> scids) implements Input {
      public Want {
        scids = List.copyOf(scids);
      }
    }
  }

  public sealed interface Effect {
    /** Announce this TLV from now on. */
    record Advertise(CdcpTlv tlv) implements Effect {}

    /** These S-channels can be used from now on, the default one first. */
    record ChannelsChanged(List<SChannel> channels) implements Effect {
      public ChannelsChanged {
        channels = List.copyOf(channels);
      }
    }

    /**
     * The TLV was not taken.
     *
     * @param reason usable as a counter's label
     */
    record Ignored(String reason) implements Effect {}
  }

  /**
   * @param capacity S-channels at most, the default one included, 1..167
   */
  public static State initial(int capacity) {
    return new State(capacity, List.of(SChannel.DEFAULT), false);
  }

  /** What to announce in this state. */
  public static CdcpTlv announcement(State state) {
    return new CdcpTlv(CdcpRole.STATION, true, state.capacity(), state.channels());
  }

  /** The S-channels frames can be sent on. */
  public static List<SChannel> usable(State state) {
    return state.channels().stream().filter(SChannel::isAssigned).toList();
  }

  /** The machine waits for nothing but its inputs. */
  public static Optional<Instant> deadline(State state) {
    return Optional.empty();
  }

  /**
   * @throws IllegalArgumentException where more S-channels are wanted than are supported
   */
  public static Step<State, Effect> step(State state, Input input, Instant now) {
    return switch (input) {
      case Input.Heard(CdcpTlv tlv) when tlv.role() != CdcpRole.BRIDGE ->
          ignored(state, WRONG_ROLE);
      case Input.Heard(CdcpTlv tlv) when !tlv.sComponent() -> ignored(state, NO_COMPONENT);
      case Input.Heard(CdcpTlv tlv) ->
          to(state, new State(state.capacity(), answered(state, tlv), true));
      case Input.NotSpoken spoken -> to(state, unassigned(state));
      case Input.Released released -> to(state, unassigned(state));
      case Input.NeighbourLost lost -> Step.to(state);
      case Input.Want(List<Integer> scids) ->
          to(state, new State(state.capacity(), wanted(state, scids), state.running()));
    };
  }

  private static Step<State, Effect> ignored(State was, String reason) {
    Step<State, Effect> ended = to(was, unassigned(was));
    List<Effect> effects = new ArrayList<>(ended.effects());
    effects.add(new Effect.Ignored(reason));
    return new Step<>(ended.state(), effects);
  }

  /**
   * "RxSVIDs": the SVID the bridge sent for each SCID, none where it left it out. One that already
   * is another S-channel's is none: their frames could not be told apart.
   */
  private static List<SChannel> answered(State state, CdcpTlv bridge) {
    Map<Integer, Integer> svids = byScid(bridge.channels());
    BitSet taken = new BitSet(SChannel.MAX_SVID + 1);
    List<SChannel> answered = new ArrayList<>(state.channels().size());
    for (SChannel each : state.channels()) {
      int svid = each.isDefault() ? each.svid() : svids.getOrDefault(each.scid(), 0);
      answered.add(
          taken.get(svid) ? SChannel.wanted(each.scid()) : new SChannel(each.scid(), svid));
      if (svid != 0) {
        taken.set(svid);
      }
    }
    return answered;
  }

  /** "ChannelRequest": what is still wanted keeps its SVID. */
  private static List<SChannel> wanted(State state, List<Integer> scids) {
    Map<Integer, Integer> svids = byScid(state.channels());
    return IntStream.concat(
            IntStream.of(SChannel.DEFAULT.scid()), scids.stream().mapToInt(Integer::intValue))
        .distinct()
        .mapToObj(scid -> new SChannel(scid, svids.getOrDefault(scid, 0)))
        .toList();
  }

  private static State unassigned(State state) {
    List<SChannel> wanted =
        state.channels().stream()
            .map(each -> each.isDefault() ? each : SChannel.wanted(each.scid()))
            .toList();
    return new State(state.capacity(), wanted, false);
  }

  private static Map<Integer, Integer> byScid(List<SChannel> channels) {
    Map<Integer, Integer> svids = new HashMap<>();
    channels.forEach(each -> svids.put(each.scid(), each.svid()));
    return svids;
  }

  /** Moves on and says what is different. */
  private static Step<State, Effect> to(State was, State is) {
    List<Effect> effects = new ArrayList<>(2);
    if (!usable(is).equals(usable(was))) {
      effects.add(new Effect.ChannelsChanged(usable(is)));
    }
    CdcpTlv announcement = announcement(is);
    if (!announcement.equals(announcement(was))) {
      effects.add(new Effect.Advertise(announcement));
    }
    return new Step<>(is, effects);
  }
}
