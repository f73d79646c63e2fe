package org.moorage.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.edge.EdgeSettings;
import org.moorage.frameport.WireConditions;
import org.moorage.overlay.OverlayItem;
import org.moorage.protocol.stack.Flavour;
import org.moorage.simulator.Sentence.Action;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.simulator.Sentence.Invariant;

/**
 * A lab as written: what there is, what happens, what must be seen, what must never be otherwise.
 *
 * @param file the name it was read under
 * @param overlay tenants' networks and the provider addresses of switches
 * @param profiles the directory of VSI types, relative to the file; empty = the product's own
 */
public record LabFile(
    String file,
    String name,
    String about,
    Optional<String> profiles,
    Evb evb,
    List<Station> stations,
    List<Switch> switches,
    List<Extender> extenders,
    List<Link> links,
    List<OverlayItem> overlay,
    List<Line> script,
    List<Law> always) {

  /** A lab is one data centre on a laptop; these keep a typo from asking for a thousand. */
  static final int MAX_NODES = 256;

  static final int MAX_PORTS = 1_024;
  static final int MAX_LINES = 1_000;

  /** A station and what it speaks. */
  record Station(String name, List<String> ports, Flavour flavour, int line) {
    public Station {
      ports = List.copyOf(ports);
    }
  }

  /** Who an S-channel of a port is for. */
  enum ChannelMode {
    /** One VSI. */
    CHANNEL,
    /** A whole VEB or VEPA. */
    SHARED_PORT
  }

  /**
   * A switch: the ports towards stations and those towards other switches.
   *
   * @param channels those towards stations that have S-channels
   * @param edge what it admits at most
   * @param cascades those towards port extenders
   */
  record Switch(
      String name,
      List<String> ports,
      Map<String, ChannelMode> channels,
      EdgeSettings edge,
      List<String> fabric,
      List<String> cascades,
      int line) {
    public Switch {
      ports = List.copyOf(ports);
      channels = Map.copyOf(channels);
      fabric = List.copyOf(fabric);
      cascades = List.copyOf(cascades);
    }
  }

  /** A port extender: its ports towards stations; the one towards its switch is {@code up}. */
  record Extender(String name, List<String> ports, int line) {
    public Extender {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A link. {@code fabric}: between two switches, otherwise {@code a} is the station's end, or the
   * extender's where it leads from one to its switch.
   *
   * @param members its cables; with more than one it is a LAG, and each port an aggregate
   */
  record Link(
      PortRef a, PortRef b, WireConditions conditions, int members, boolean fabric, int line) {}

  /** A line of the script. */
  record Line(When when, Sentence sentence, String text, int line) {

    /** What is done, as opposed to looked at. */
    Optional<Action> action() {
      return sentence instanceof Action action ? Optional.of(action) : Optional.empty();
    }

    Optional<Claim> claim() {
      return sentence instanceof Claim claim ? Optional.of(claim) : Optional.empty();
    }
  }

  /** A line of {@code always}. */
  record Law(Invariant invariant, String text, int line) {}

  /** What the switches and stations of the lab propose: ECP retries and the timer exponents. */
  record Evb(int retries, int rte, int rwd, int rka) {

    /** What a bridge of ours offers. */
    static final Evb STANDARD = new Evb(3, 10, 20, 20);
  }

  public LabFile {
    stations = List.copyOf(stations);
    switches = List.copyOf(switches);
    extenders = List.copyOf(extenders);
    links = List.copyOf(links);
    overlay = List.copyOf(overlay);
    script = List.copyOf(script);
    always = List.copyOf(always);
  }

  /** Whether the script says what its manager does: then the lab plays the manager as well. */
  public boolean speaksOfManager() {
    return script.stream()
        .map(Line::sentence)
        .anyMatch(said ->
            said instanceof Action.ManagerAway
                || said instanceof Action.ManagerBack
                || said instanceof Action.Release
                || said instanceof Action.Retire);
  }

  /** The ports of a station whose other end has S-channels. */
  Set<String> channelled(Station station) {
    return links.stream()
        .filter(link -> !link.fabric() && link.a().node().equals(station.name()))
        .filter(link ->
            switches.stream()
                .anyMatch(edge ->
                    edge.name().equals(link.b().node())
                        && edge.channels().containsKey(link.b().port())))
        .map(link -> link.a().port())
        .collect(Collectors.toSet());
  }

  /** How many lines of the script say what is to be seen. */
  public int lookingLines() {
    return (int) script.stream().filter(line -> line.claim().isPresent()).count();
  }
}
