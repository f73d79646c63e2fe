package org.moorage.app;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.moorage.frameport.FramePortException;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.path.PathNeed;
import org.moorage.protocol.path.PathSurvey;
import org.moorage.protocol.path.ProbePlan;
import org.moorage.protocol.path.ProbedAddress;
import org.moorage.protocol.stack.ControlAddresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code moorage doctor path}: who eats control frames between two ends. Exit status 0 when
 * everything needed passes both ways, 1 otherwise.
 */
@Command(
    name = "path",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says which reserved destination addresses survive between two ends.",
    footer = {
      "",
      "At one end:    moorage doctor path --interface eth1 --listen",
      "At the other:  moorage doctor path --interface eth0",
      "The probes make no LLDP neighbour and end none; agents may go on running."
    })
public final class PathCommand implements Callable<Integer> {

  private static final int NOT_FINE = 1;
  private static final int USUAL_SECONDS = 5;
  private static final int MOST_SECONDS = 60;
  private static final int USUAL_LISTENING = 300;
  private static final int MOST_LISTENING = 3_600;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interface",
      paramLabel = "IF",
      required = true,
      description = "the interface at this end of the path")
  private String port = "";

  @Option(names = "--listen", description = "answer the other end's probes instead of probing")
  private boolean listening;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "give up after so long, 1..60 (default 5); listen so long, 1..3600 (300)")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--evb-address",
      paramLabel = "ADDRESS",
      description = "what EVB is to use, as for moorage agent (default nearest-customer)")
  private Optional<String> evbAddress = Optional.empty();

  @Option(
      names = "--ecp-address",
      paramLabel = "ADDRESS",
      description = "what ECP is to use, as for moorage agent")
  private Optional<String> ecpAddress = Optional.empty();

  @Option(names = "--draft", description = "stations of draft 0 are to be served, too")
  private boolean draft;

  @Option(names = "--s-channels", description = "there are to be S-channels")
  private boolean channels;

  @Option(names = "--json", description = "print JSON instead of text")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    int most = listening ? MOST_LISTENING : MOST_SECONDS;
    int time = seconds.orElse(listening ? USUAL_LISTENING : USUAL_SECONDS);
    if (time < 1 || time > most) {
      throw mistake("--seconds: " + time + " is outside 1.." + most);
    }
    ControlAddresses addresses = addresses();
    ProbePlan plan = new ProbePlan(own(addresses));
    PrintWriter out = spec.commandLine().getOut();
    try (PathEnd end = PathEnd.open(port, new MonotonicClock())) {
      return listening ? listen(end, time, out) : probe(end, plan, addresses, time, out);
    } catch (FramePortException e) {
      spec.commandLine().getErr().println("moorage doctor path: " + e.getMessage());
      return NOT_FINE;
    }
  }

  private int probe(
      PathEnd end, ProbePlan plan, ControlAddresses addresses, int time, PrintWriter out)
      throws FramePortException, InterruptedException {
    long run = new SecureRandom().nextLong();
    PathSurvey survey = end.probe(plan, run, Duration.ofSeconds(time));
    List<PathNeed> needs = PathNeed.of(addresses, draft, channels);
    PathReport report = new PathReport(port, end.mac(), survey, needs, time);
    if (json) {
      out.println(report.json());
    } else {
      report.print(out);
    }
    out.flush();
    return report.isFine() ? ExitCode.OK : NOT_FINE;
  }

  private int listen(PathEnd end, int time, PrintWriter out)
      throws FramePortException, InterruptedException {
    if (!json) {
      out.println(
          "listening on "
              + port
              + " ("
              + end.mac()
              + ") for "
              + time
              + " s; at the other end: moorage doctor path --interface IF");
      out.flush();
    }
    int[] surveys = {0};
    end.listen(
        Duration.ofSeconds(time),
        surveyed -> {
          surveys[0]++;
          out.println(PathReport.line(surveyed, json));
          out.flush();
        });
    return surveys[0] > 0 ? ExitCode.OK : NOT_FINE;
  }

  private ControlAddresses addresses() {
    ControlAddresses addresses = ControlAddresses.STANDARD;
    if (evbAddress.isPresent()) {
      addresses = addresses.withEvb(address("--evb-address", evbAddress.get()));
    }
    if (ecpAddress.isPresent()) {
      addresses = addresses.withEcp(address("--ecp-address", ecpAddress.get()));
    }
    return addresses;
  }

  private MacAddress address(String option, String text) {
    try {
      return ReservedAddress.destination(text);
    } catch (IllegalArgumentException e) {
      throw mistake(option + ": " + e.getMessage());
    }
  }

  /** The one address probed besides the reserved ones. */
  private MacAddress own(ControlAddresses addresses) {
    boolean evb = !addresses.evb().isReservedForBridges();
    boolean ecp = !addresses.ecp().isReservedForBridges();
    if (evb && ecp && !addresses.evb().equals(addresses.ecp())) {
      throw mistake("one group address of your own at a time; ask once for each");
    }
    return evb ? addresses.evb() : ecp ? addresses.ecp() : ProbedAddress.USUAL_OWN;
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
