package org.moorage.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.agent.OptionWords.Word;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.UnknownTypePolicy;
import org.moorage.profile.BitRate;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.stack.ControlAddresses;

/**
 * What an agent was told to be, checked.
 *
 * @param uplinks the station-facing ports and what each offers to its station, at least one
 * @param uaps those of the uplinks that have S-channels, and the S-channels configured there
 * @param cascades the ports towards port extenders
 * @param addresses where the control frames of each uplink go
 * @param fabric the network-facing ports; none with the data plane {@code none}
 * @param mirrorPorts interfaces frames of vPorts can be mirrored to
 * @param types where the VSI types come from
 * @param softSwitch whether we forward frames ourselves; otherwise nobody does
 * @param sflow where samples of frames go; empty for nowhere
 * @param doorPort TCP port of the local door; 0 takes any free one
 */
public record AgentOptions(
    EdgeName name,
    Map<PortName, EvbSettings> uplinks,
    Map<PortName, Uap> uaps,
    Map<PortName, CascadeOptions> cascades,
    Map<PortName, ControlAddresses> addresses,
    List<PortName> fabric,
    List<PortName> mirrorPorts,
    TypeSource types,
    boolean softSwitch,
    Path dataDirectory,
    EdgeSettings edge,
    Optional<SflowCollector> sflow,
    int doorPort) {

  /**
   * An uplink that has S-channels.
   *
   * @param configured those that are there unasked
   * @param sharedPort whether one may carry several VSIs
   */
  public record Uap(List<SChannel> configured, boolean sharedPort) {
    public Uap {
      configured = List.copyOf(configured);
    }
  }

  /** The ports of a large switch; each has a thread of its own. */
  public static final int MAX_UPLINKS = 128;

  public static final int MAX_FABRIC_PORTS = 64;
  public static final int DEFAULT_DOOR_PORT = 8081;

  /** The one option that has no value on the command line; in a file it is {@code on}. */
  public static final String INSECURE_HTTP = "insecure-http";

  /** Whether stations may ask for S-channels, and which ones are there unasked. */
  static final String S_CHANNELS = "s-channels";

  /** Whether an S-channel is one VSI's own or shared. */
  static final String MODE = "mode";

  /** What the committed rates of an uplink's vPorts may come to. */
  static final String CAPACITY = "capacity";

  static final String RESERVATION_HOLD = "reservation-hold";
  static final String RELAY = "reflective-relay";

  /** Options with one value, by the name they have on the command line and in a file. */
  public static final List<String> SINGLE =
      List.of(
          "name",
          "profiles",
          TypeSource.OVERLAY,
          "token-file",
          INSECURE_HTTP,
          "dataplane",
          "data-dir",
          "unknown-type",
          RELAY,
          S_CHANNELS,
          MODE,
          CascadeOptions.MODE,
          CAPACITY,
          RESERVATION_HOLD,
          SflowCollector.OPTION,
          AddressOptions.EVB,
          AddressOptions.ECP,
          "group-ids",
          "ecp-retries",
          "ecp-rte",
          "vdp-rwd",
          "vdp-rka",
          "door-port");

  /** Linux allows 15 octets and neither slash nor blank. */
  private static final Pattern S_CHANNEL = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

  private static final String HOW_S_CHANNELS =
      "write off, or cdcp, and behind it those that are there unasked: cdcp 2/300 3/301";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  public AgentOptions {
    uplinks = Collections.unmodifiableMap(new LinkedHashMap<>(uplinks));
    uaps = Map.copyOf(uaps);
    cascades = Collections.unmodifiableMap(new LinkedHashMap<>(cascades));
    addresses = Map.copyOf(addresses);
    fabric = List.copyOf(fabric);
    mirrorPorts = List.copyOf(mirrorPorts);
  }

  /** Where the control frames of an uplink go. */
  public ControlAddresses addresses(PortName uplink) {
    return addresses.getOrDefault(uplink, ControlAddresses.STANDARD);
  }

  /** The option a file sets under an uplink. */
  static String of(String option, String uplink) {
    return option + " of " + uplink;
  }

  /**
   * Checks what was written.
   *
   * @param state where agents keep their state when no directory was named
   * @throws OptionMistake for the first thing that is wrong
   */
  public static AgentOptions of(OptionWords words, Path state) throws OptionMistake {
    EdgeName name = name(words);
    boolean soft = softSwitch(words);
    Map<PortName, EvbSettings> uplinks = uplinks(words);
    List<PortName> fabric = fabric(words, uplinks, soft);
    List<PortName> others = new ArrayList<>(uplinks.keySet());
    others.addAll(fabric);
    Map<PortName, CascadeOptions> cascades = CascadeOptions.of(words, others, offered(words), soft);
    others.addAll(cascades.keySet());
    Map<PortName, Uap> uaps = uaps(words, uplinks);
    onOff(words, INSECURE_HTTP);
    TypeSource types = TypeSource.of(words);
    Optional<Word> directory = words.one("data-dir");
    return new AgentOptions(
        name,
        uplinks,
        uaps,
        cascades,
        AddressOptions.of(words, uplinks.keySet(), uaps.keySet()),
        fabric,
        MirrorPorts.of(words, others, soft),
        types,
        soft,
        directory.isPresent() ? Path.of(directory.get().text()) : state.resolve(name.value()),
        edge(words, uplinks),
        SflowCollector.of(words, soft),
        number(words, "door-port", 0, 65_535).orElse(DEFAULT_DOOR_PORT));
  }

  private static EdgeName name(OptionWords words) throws OptionMistake {
    Word word =
        words
            .one("name")
            .orElseThrow(
                () -> new OptionMistake("--name is missing; name the edge, such as leaf-1"));
    if (word.text().contains("/") || word.text().startsWith(".")) {
      throw word.mistake(
          "\""
              + word.text()
              + "\" is not a name; it also names a directory, so no / and no . first");
    }
    try {
      return new EdgeName(word.text());
    } catch (IllegalArgumentException e) {
      throw word.mistake(e.getMessage() + "; write a name such as leaf-1");
    }
  }

  private static boolean softSwitch(OptionWords words) throws OptionMistake {
    Optional<Word> word = words.one("dataplane");
    if (word.isEmpty()) {
      return true;
    }
    return switch (word.get().text()) {
      case "soft" -> true;
      case "none" -> false;
      default ->
          throw word.get()
              .mistake(
                  "\""
                      + word.get().text()
                      + "\" is not a data plane of this version; write soft or none");
    };
  }

  private static Map<PortName, EvbSettings> uplinks(OptionWords words) throws OptionMistake {
    EvbSettings offered = offered(words);
    Map<PortName, EvbSettings> uplinks = new LinkedHashMap<>();
    for (Word word : words.all("uplink")) {
      boolean relay = onOff(words, of(RELAY, word.text())).orElse(offered.reflectiveRelay());
      PortName port = Aggregation.port(word);
      if (Aggregation.overlaps(port, uplinks.keySet())) {
        throw word.mistake(word.text() + " is named twice; name each uplink once");
      }
      uplinks.put(port, offered.withReflectiveRelay(relay));
    }
    if (uplinks.isEmpty() && words.all(CascadeOptions.CASCADE).isEmpty()) {
      throw new OptionMistake(
          "--uplink is missing; name the interface a station is connected to, for example --uplink"
              + " eth1");
    }
    if (uplinks.size() > MAX_UPLINKS) {
      throw new OptionMistake(
          uplinks.size() + " uplinks; one agent takes at most " + MAX_UPLINKS + ", start another");
    }
    return uplinks;
  }

  private static Map<PortName, Uap> uaps(OptionWords words, Map<PortName, EvbSettings> uplinks)
      throws OptionMistake {
    Map<PortName, Uap> uaps = new LinkedHashMap<>();
    for (PortName uplink : uplinks.keySet()) {
      Optional<Word> channels = ofUplink(words, S_CHANNELS, uplink);
      Optional<Word> mode = ofUplink(words, MODE, uplink);
      boolean shared = mode.isPresent() && isShared(mode.get());
      if (channels.isPresent() && !channels.get().text().equals("off")) {
        uaps.put(uplink, new Uap(configured(channels.get()), shared));
      } else if (!shared && words.one(of(MODE, uplink.value())).isPresent()) {
        throw mode.orElseThrow()
            .mistake(uplink + " has no S-channels to be one VSI's own; add s-channels: cdcp");
      }
    }
    return uaps;
  }

  /** What was said of the uplink, or of all. */
  static Optional<Word> ofUplink(OptionWords words, String option, PortName uplink)
      throws OptionMistake {
    Optional<Word> own = words.one(of(option, uplink.value()));
    Optional<Word> all = words.one(option);
    return own.isPresent() ? own : all;
  }

  static boolean isShared(Word mode) throws OptionMistake {
    return switch (mode.text()) {
      case "channel" -> false;
      case "shared-port" -> true;
      default ->
          throw mode.mistake(
              "\""
                  + mode.text()
                  + "\" is not a mode; write channel (it is one VSI's own) or shared-port");
    };
  }

  /** The S-channels behind the word cdcp. */
  private static List<SChannel> configured(Word word) throws OptionMistake {
    List<String> parts = Arrays.asList(word.text().strip().split("\\s+"));
    List<SChannel> channels = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      Matcher pair = S_CHANNEL.matcher(part);
      if (!pair.matches()) {
        throw word.mistake("\"" + part + "\" is not an S-channel; " + HOW_S_CHANNELS);
      }
      int scid = Integer.parseInt(pair.group(1));
      int svid = Integer.parseInt(pair.group(2));
      if (scid < 2 || scid > SChannel.MAX_SCID || svid < 2 || svid > SChannel.MAX_SVID) {
        throw word.mistake(part + " is outside SCID 2..167 and SVID 2..4094");
      }
      if (channels.stream().anyMatch(each -> each.scid() == scid || each.svid() == svid)) {
        throw word.mistake(part + " has the SCID or the SVID of another S-channel");
      }
      channels.add(new SChannel(scid, svid));
    }
    if (!parts.getFirst().equals("cdcp")) {
      throw word.mistake("\"" + word.text() + "\" is neither off nor cdcp; " + HOW_S_CHANNELS);
    }
    return channels;
  }

  private static List<PortName> fabric(
      OptionWords words, Map<PortName, EvbSettings> uplinks, boolean soft) throws OptionMistake {
    List<PortName> fabric = new ArrayList<>();
    for (Word word : words.all("fabric")) {
      PortName port = Aggregation.port(word);
      if (!soft) {
        throw word.mistake("a fabric port needs a data plane; write --dataplane soft");
      }
      if (Aggregation.overlaps(port, uplinks.keySet()) || Aggregation.overlaps(port, fabric)) {
        throw word.mistake(
            port + " is named twice; an interface is either an uplink or a fabric port");
      }
      fabric.add(port);
    }
    if (fabric.size() > MAX_FABRIC_PORTS) {
      throw new OptionMistake(
          fabric.size() + " fabric ports; one agent takes at most " + MAX_FABRIC_PORTS);
    }
    return fabric;
  }

  private static EvbSettings offered(OptionWords words) throws OptionMistake {
    EvbSettings usual = EvbSettings.BRIDGE_DEFAULTS;
    return new EvbSettings(
        onOff(words, RELAY).orElse(usual.reflectiveRelay()),
        onOff(words, "group-ids").orElse(usual.groupIds()),
        number(words, "ecp-retries", 0, EvbSettings.MAX_RETRIES).orElse(usual.maxRetries()),
        exponent(words, "ecp-rte", usual.ackTimer()),
        exponent(words, "vdp-rwd", usual.resourceWaitDelay()),
        exponent(words, "vdp-rka", usual.reinitKeepAlive()));
  }

  private static EdgeSettings edge(OptionWords words, Map<PortName, EvbSettings> uplinks)
      throws OptionMistake {
    Map<PortName, BitRate> capacities = new LinkedHashMap<>();
    for (PortName uplink : uplinks.keySet()) {
      Optional<Word> word = ofUplink(words, CAPACITY, uplink);
      if (word.isPresent()) {
        capacities.put(uplink, capacity(word.get()));
      }
    }
    int most = (int) EdgeSettings.MOST_HOLD.toSeconds();
    OptionalInt hold = number(words, RESERVATION_HOLD, 1, most);
    return EdgeSettings.DEFAULTS
        .with(unknownType(words))
        .withCapacities(capacities)
        .withReservationHold(
            hold.isPresent() ? Duration.ofSeconds(hold.getAsInt()) : EdgeSettings.USUAL_HOLD);
  }

  private static BitRate capacity(Word word) throws OptionMistake {
    try {
      return BitRate.parse(word.text());
    } catch (IllegalArgumentException e) {
      throw word.mistake(String.valueOf(e.getMessage()));
    }
  }

  private static UnknownTypePolicy unknownType(OptionWords words) throws OptionMistake {
    Optional<Word> word = words.one("unknown-type");
    if (word.isEmpty()) {
      return new UnknownTypePolicy.Refuse();
    }
    try {
      return UnknownTypePolicy.parse(word.get().text());
    } catch (IllegalArgumentException e) {
      throw word.get().mistake(String.valueOf(e.getMessage()));
    }
  }

  private static TimerExponent exponent(OptionWords words, String option, TimerExponent usual)
      throws OptionMistake {
    return new TimerExponent(
        number(words, option, 0, TimerExponent.MAX_TOLERATED_BY_PEERS).orElse(usual.exponent()));
  }

  private static OptionalInt number(OptionWords words, String option, int least, int most)
      throws OptionMistake {
    Optional<Word> word = words.one(option);
    if (word.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = word.get().text();
    int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw word.get().mistake("\"" + text + "\" is not a number from " + least + " to " + most);
    }
    return OptionalInt.of(value);
  }

  private static Optional<Boolean> onOff(OptionWords words, String option) throws OptionMistake {
    Optional<Word> word = words.one(option);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return switch (word.get().text()) {
      case "on" -> Optional.of(true);
      case "off" -> Optional.of(false);
      default -> throw word.get().mistake("\"" + word.get().text() + "\" is neither on nor off");
    };
  }
}
