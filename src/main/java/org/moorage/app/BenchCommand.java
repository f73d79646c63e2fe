package org.moorage.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.moorage.bench.BenchFailure;
import org.moorage.bench.BenchTable;
import org.moorage.bench.ManagerBench;
import org.moorage.bench.MigrationBench;
import org.moorage.bench.OverlayBench;
import org.moorage.bench.SwitchBench;
import org.moorage.bench.VdpBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code moorage bench [NAME]}: our figures beside a peer's, measured in one run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Moorage beside its peers and prints the ratios. Needs root.")
public final class BenchCommand implements Callable<Integer> {

  private static final List<String> NAMES =
      List.of("vdp", "manager", "switch", "migration", "overlay");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      defaultValue = "vdp",
      description = "Which one: vdp, manager, switch, migration, overlay.")
  private String name = "vdp";

  @Option(
      names = "--held",
      split = ",",
      defaultValue = "1000,10000,50000",
      description = "Associations held while measuring, ascending (default: ${DEFAULT-VALUE}).")
  private List<Integer> held = List.of();

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!NAMES.contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no benchmark \"" + name + "\"; there are: " + String.join(", ", NAMES));
    }
    List<Integer> sizes = checked();
    Path directory = Files.createTempDirectory("moorage-bench");
    try {
      BenchTable table =
          switch (name) {
            case "manager" -> new ManagerBench(this::say).run(directory);
            case "switch" -> new SwitchBench(this::say).run(directory);
            case "overlay" -> new OverlayBench(this::say).run(directory);
            case "migration" -> new MigrationBench(this::say).run(directory);
            default -> new VdpBench(sizes, this::say).run(directory);
          };
      remove(directory);
      spec.commandLine()
          .getOut()
          .println(json ? JsonMapper.shared().writeValueAsString(table.toTree()) : table.toText());
      return 0;
    } catch (BenchFailure failure) {
      say(failure.getMessage() + " (logs: " + directory + ")");
      return 1;
    }
  }

  private List<Integer> checked() {
    int before = 0;
    for (int holding : held) {
      if (holding <= before || holding > VdpBench.MOST_HELD) {
        throw new ParameterException(
            spec.commandLine(), "--held takes ascending numbers from 1 to " + VdpBench.MOST_HELD);
      }
      before = holding;
    }
    return held;
  }

  /** Logs and state of the peers; kept only where a run failed. */
  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("bench: " + sentence);
  }
}
