package org.moorage.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.moorage.agent.OptionMistake;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code moorage agent --port-extender}: more ports for a controlling bridge. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs as a port extender (IEEE 802.1BR): its extended interfaces become ports of the",
      "controlling bridge it finds at its upstream interface, which decides about every frame."
    },
    footer = {
      "",
      "moorage agent --port-extender --name x1 --upstream eth0 --extended eth1 --extended eth2",
      "Extended interfaces are switched off while there is no controlling bridge, and on again",
      "when the port extender ends. Each frame grows by 8 octets upstream: give that interface",
      "an MTU 8 octets larger than theirs."
    })
final class PortExtenderCommand implements Callable<Integer> {

  private static final String WORD = "--port-extender";

  /** That it is there is why this command was chosen. */
  @SuppressWarnings("unused")
  @Option(names = WORD, required = true, description = "runs as a port extender")
  private boolean portExtender;

  @Option(names = "--name", paramLabel = "NAME", description = "what LLDP calls it")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--upstream",
      paramLabel = "IF",
      description = "interface the controlling bridge is connected to")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--extended",
      paramLabel = "IF",
      description = "interface a station is connected to; may be repeated, up to 256 times")
  private List<String> extended = List.of();

  @Option(
      names = "--serial",
      paramLabel = "S",
      description = "serial number it says of itself, up to 32 characters (default: none)")
  private Optional<String> serial = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Whether a command line is this command's and not that of an agent beside an edge. */
  static boolean isMeant(String... args) {
    return args.length > 0 && args[0].equals("agent") && Arrays.asList(args).contains(WORD);
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    PortExtenderOptions options;
    try {
      options = PortExtenderOptions.of(name, upstream, extended, serial);
    } catch (OptionMistake e) {
      err.println("moorage agent: " + e.getMessage());
      err.flush();
      return ExitCode.USAGE;
    }
    return PortExtenderRole.run(options, spec.commandLine().getOut(), err);
  }
}
