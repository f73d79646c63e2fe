package org.moorage.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.moorage.agent.AgentFile;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.CascadeOptions;
import org.moorage.agent.MirrorPorts;
import org.moorage.agent.OptionMistake;
import org.moorage.agent.OptionWords;
import org.moorage.agent.TypeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moorage agent}: the role beside one edge switch. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs beside an edge switch: gives each VSI the vPort of its VSI type.",
    footer = {
      "",
      "With a manager:    moorage agent --name leaf-1 --uplink eth1 --fabric eth0 --manager URL",
      "Without a manager: the same with --profiles profiles in place of --manager URL",
      "The file of --config has the same options as YAML; the command line wins.",
      "As a port extender (IEEE 802.1BR): see moorage agent --port-extender --help"
    })
public final class AgentCommand implements Callable<Integer> {

  @Option(names = "--config", paramLabel = "FILE", description = "an agent file")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME", description = "what the edge is called")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--uplink",
      paramLabel = "IF",
      description = {
        "interface a station is connected to; may be repeated;",
        "eth1+eth2 is one port of two interfaces"
      })
  private List<String> uplinks = List.of();

  @Option(
      names = "--fabric",
      paramLabel = "IF",
      description = "interface towards the network, a trunk; may be repeated")
  private List<String> fabric = List.of();

  @Option(
      names = "--cascade-port",
      paramLabel = "<interface>",
      description = "interface that leads to a port extender; may be repeated")
  private List<String> cascades = List.of();

  @Option(
      names = "--mirror-port",
      paramLabel = "IF",
      description = "interface frames of vPorts can be mirrored to; may be repeated")
  private List<String> mirrorPorts = List.of();

  @Option(
      names = "--manager",
      paramLabel = "URL",
      split = ",",
      description = "the manager: types come from it; several are tried in turn")
  private List<String> managers = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "holds the agent's token (default: $MOORAGE_AGENT_TOKEN)")
  private Optional<String> tokenFile = Optional.empty();

  @Option(
      names = "--insecure-http",
      description = "lets the token travel in the clear to a manager on another machine")
  private boolean insecureHttp;

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "without a manager: directory of profiles, the VSI type database")
  private Optional<String> profiles = Optional.empty();

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description = "without a manager: tenants' networks and provider addresses")
  private Optional<String> overlay = Optional.empty();

  @Option(
      names = "--dataplane",
      paramLabel = "soft|none",
      description = "who forwards: our own switch (default) or nobody")
  private Optional<String> dataplane = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "where state is kept (default: NAME in $MOORAGE_DATA, else in"
              + " ~/.local/state/moorage)")
  private Optional<String> dataDirectory = Optional.empty();

  @Option(
      names = "--unknown-type",
      paramLabel = "POLICY",
      description = "for types nobody knows: refuse (default), accept, quarantine:TYPE/VERSION")
  private Optional<String> unknownType = Optional.empty();

  @Option(
      names = "--reflective-relay",
      paramLabel = "on|off",
      description = "offer to send frames back where they came from (default on)")
  private Optional<String> reflectiveRelay = Optional.empty();

  @Option(
      names = "--s-channels",
      paramLabel = "off|cdcp",
      description =
          "whether stations may ask for S-channels (default off); behind cdcp SCID/SVID of those"
              + " that are there unasked")
  private Optional<String> sChannels = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "an S-channel is one VSI's own: channel (default), or shared-port")
  private Optional<String> mode = Optional.empty();

  @Option(
      names = "--extended-mode",
      paramLabel = "MODE",
      description = "a port of a port extender is shared-port (default), or one VSI's own: channel")
  private Optional<String> extendedMode = Optional.empty();

  @Option(
      names = "--capacity",
      paramLabel = "RATE",
      description =
          "what the committed rates of an uplink's vPorts may come to (default: no bound)")
  private Optional<String> capacity = Optional.empty();

  @Option(
      names = "--sflow",
      paramLabel = "COLLECTOR",
      description =
          "where sampled frames go as sFlow version 5, such as 10.0.0.9 (default: nowhere)")
  private Optional<String> sflow = Optional.empty();

  @Option(
      names = "--reservation-hold",
      paramLabel = "SECONDS",
      description = "how long a reservation waits for its associate, 1..86400 (default 1800)")
  private Optional<String> reservationHold = Optional.empty();

  @Option(
      names = "--evb-address",
      paramLabel = "ADDRESS",
      description =
          "where LLDP with the EVB TLV goes: nearest-customer (default), nearest-non-tpmr,"
              + " nearest-bridge or a group address of your own")
  private Optional<String> evbAddress = Optional.empty();

  @Option(
      names = "--ecp-address",
      paramLabel = "ADDRESS",
      description =
          "where ECP goes, in the same words (default: nearest-customer, draft 0 nearest-bridge)")
  private Optional<String> ecpAddress = Optional.empty();

  @Option(
      names = "--group-ids",
      paramLabel = "on|off",
      description = "offer group IDs and VIDs assigned by the bridge (default on)")
  private Optional<String> groupIds = Optional.empty();

  @Option(
      names = "--ecp-retries",
      paramLabel = "N",
      description = "ECP retransmissions, 0..7 (default 3)")
  private Optional<String> ecpRetries = Optional.empty();

  @Option(
      names = "--ecp-rte",
      paramLabel = "N",
      description = "ECP ack timer, 10 us * 2^N (default 10: 10 ms)")
  private Optional<String> ecpRte = Optional.empty();

  @Option(
      names = "--vdp-rwd",
      paramLabel = "N",
      description = "resource wait delay, 10 us * 2^N (default 20: 10.5 s)")
  private Optional<String> vdpRwd = Optional.empty();

  @Option(
      names = "--vdp-rka",
      paramLabel = "N",
      description = "reinit keep-alive, 10 us * 2^N (default 20: 10.5 s)")
  private Optional<String> vdpRka = Optional.empty();

  @Option(
      names = "--door-port",
      paramLabel = "N",
      description = "TCP port of the local door on 127.0.0.1 (default 8081; 0: any free one)")
  private Optional<String> doorPort = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return run(words(), config, out, err);
  }

  /** Checks what was written, then runs until the process is told to end. */
  static int run(OptionWords words, Optional<Path> file, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    AgentOptions options;
    try {
      OptionWords all = file.isPresent() ? words.orElse(AgentFile.read(file.get())) : words;
      options = AgentOptions.of(all, stateDirectory(System.getenv()));
    } catch (OptionMistake e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> err.println("moorage agent: " + line));
      err.flush();
      return ExitCode.USAGE;
    }
    return AgentRole.run(options, out, err);
  }

  private OptionWords words() {
    OptionWords words = new OptionWords();
    uplinks.forEach(each -> words.add("uplink", each, "--uplink"));
    fabric.forEach(each -> words.add("fabric", each, "--fabric"));
    cascades.forEach(
        each -> words.add(CascadeOptions.CASCADE, each, "--" + CascadeOptions.CASCADE));
    mirrorPorts.forEach(each -> words.add(MirrorPorts.OPTION, each, "--" + MirrorPorts.OPTION));
    managers.forEach(each -> words.add("manager", each, "--manager"));
    if (insecureHttp) {
      words.add(AgentOptions.INSECURE_HTTP, "on", "--" + AgentOptions.INSECURE_HTTP);
    }
    Map<String, Optional<String>> single =
        Map.ofEntries(
            Map.entry("name", name),
            Map.entry("profiles", profiles),
            Map.entry(TypeSource.OVERLAY, overlay),
            Map.entry("token-file", tokenFile),
            Map.entry("dataplane", dataplane),
            Map.entry("data-dir", dataDirectory),
            Map.entry("unknown-type", unknownType),
            Map.entry("reflective-relay", reflectiveRelay),
            Map.entry("s-channels", sChannels),
            Map.entry("mode", mode),
            Map.entry(CascadeOptions.MODE, extendedMode),
            Map.entry("capacity", capacity),
            Map.entry("reservation-hold", reservationHold),
            Map.entry("sflow", sflow),
            Map.entry("evb-address", evbAddress),
            Map.entry("ecp-address", ecpAddress),
            Map.entry("group-ids", groupIds),
            Map.entry("ecp-retries", ecpRetries),
            Map.entry("ecp-rte", ecpRte),
            Map.entry("vdp-rwd", vdpRwd),
            Map.entry("vdp-rka", vdpRka),
            Map.entry("door-port", doorPort));
    single.forEach(
        (option, value) -> value.ifPresent(text -> words.add(option, text, "--" + option)));
    return words;
  }

  /** Where agents keep their state: the first of these that is set. */
  static Path stateDirectory(Map<String, String> environment) {
    String ours = environment.getOrDefault("MOORAGE_DATA", "");
    if (!ours.isBlank()) {
      return Path.of(ours);
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path usual = Path.of(System.getProperty("user.home", ""), ".local", "state");
    return (state.isBlank() ? usual : Path.of(state)).resolve("moorage");
  }
}
