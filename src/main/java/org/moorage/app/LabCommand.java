package org.moorage.app;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.capture.CaptureWriter;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.simulator.Lab;
import org.moorage.simulator.LabEvent;
import org.moorage.simulator.LabFile;
import org.moorage.simulator.LabLibrary;
import org.moorage.simulator.LabOutcome;
import org.moorage.simulator.LabProfiles;
import org.moorage.simulator.LabReader;
import org.moorage.yaml.NearestWord;
import org.moorage.yaml.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code moorage lab}: runs a site in memory, tells its story, says what held; at real speed with a
 * manager and its web pages, or headless. Exit status of a headless one 0: all of it held; 1: not
 * all, or the lab file has mistakes; 2: no such lab.
 */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description =
        "Runs a lab: switches, hypervisors and VMs in memory, real frames between them, a script"
            + " and what must hold; with a manager and its web pages, until Ctrl-C.")
public final class LabCommand implements Callable<Integer> {

  /** More seeds than this take longer than anybody waits. */
  private static final int MAX_SEEDS = 100_000;

  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME|FILE",
      description = "A lab by name, a lab file, or all. Default: migration.")
  private List<String> labs = new ArrayList<>();

  @Option(
      names = "--headless",
      description = "Under a virtual clock, as fast as it goes, without web pages.")
  private boolean headless;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Of the web pages, on 127.0.0.1; 0 takes any free one (${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(names = "--seed", paramLabel = "N", description = "Decides all chance. Default: 1.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--seeds", paramLabel = "N", description = "Runs seeds 1 to N, headless; a sum.")
  private Optional<Integer> seeds = Optional.empty();

  @Option(names = "--whole", description = "Tells what each VM of a crowd does, not the sum.")
  private boolean whole;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = "Writes every frame as it leaves a port into a pcap file, for moorage decode.")
  private Optional<Path> capture = Optional.empty();

  @Option(names = "--list", description = "Lists the labs that came with the program.")
  private boolean list;

  @Override
  public Integer call() throws IOException, InterruptedException {
    refuseWhatContradicts();
    try (LabLibrary library = LabLibrary.open()) {
      if (list) {
        return list(library);
      }
      List<String> names = labs.isEmpty() ? List.of("migration") : labs;
      names = names.equals(List.of("all")) ? library.names() : names;
      if (names.size() > 1 && seeds.isEmpty() && !headless) {
        throw wrong("several labs run one after the other only with --headless or --seeds");
      }
      int worst = 0;
      for (String name : names) {
        worst = Math.max(worst, run(library, name));
      }
      return worst;
    }
  }

  private void refuseWhatContradicts() {
    if (seed.isPresent() && seeds.isPresent()) {
      throw wrong("--seed runs one seed, --seeds 1 to N; give one of them");
    }
    if (capture.isPresent() && (seeds.isPresent() || labs.size() > 1)) {
      throw wrong("--capture keeps the frames of one run: give one lab and at most one --seed");
    }
    if (capture.isPresent() && !headless) {
      throw wrong("--capture keeps the frames of a run that ends: add --headless");
    }
    if (port < 0 || port > MAX_PORT) {
      throw wrong("--http-port " + port + " is outside 0.." + MAX_PORT);
    }
    if (seeds.isPresent() && (seeds.get() < 1 || seeds.get() > MAX_SEEDS)) {
      throw wrong("--seeds " + seeds.get() + " is outside 1.." + MAX_SEEDS);
    }
  }

  private int list(LabLibrary library) throws IOException {
    for (String name : library.names()) {
      if (library.read(name) instanceof LabReader.Reading.Read(LabFile lab)) {
        out().println(String.format("%-16s %s", name, lab.about()));
      }
    }
    out().flush();
    return 0;
  }

  private int run(LabLibrary library, String what) throws IOException, InterruptedException {
    Optional<LabFile> lab = read(library, what);
    if (lab.isEmpty()) {
      return 1;
    }
    Optional<ProfileLibrary> profiles = profiles(library, what, lab.get());
    if (profiles.isEmpty()) {
      return 1;
    }
    List<Problem> mistakes = Lab.check(lab.get(), profiles.get());
    if (!mistakes.isEmpty()) {
      mistakes.forEach(err()::println);
      return 1;
    }
    if (seeds.isPresent()) {
      return runSeeds(lab.get(), profiles.get(), what, seeds.get());
    }
    return headless
        ? runCaptured(lab.get(), profiles.get(), what)
        : host(library, lab.get(), profiles.get(), what);
  }

  private int host(LabLibrary library, LabFile lab, ProfileLibrary profiles, String what)
      throws InterruptedException {
    Path directory = profileDirectory(library, what, lab);
    try {
      new LabHost(what, lab, profiles, directory, this::teller, seed.orElse(1L), out())
          .run(library, port);
      return 0;
    } catch (IOException e) {
      err().println("moorage lab: " + e.getMessage());
      return 1;
    }
  }

  private LabTeller teller(LabFile file) {
    return new LabTeller(out(), isTerminal(), whole, charset(), file.lookingLines());
  }

  private int runCaptured(LabFile lab, ProfileLibrary profiles, String what) {
    if (capture.isEmpty()) {
      return runOnce(lab, profiles, what, (at, frame) -> {});
    }
    Path file = capture.get();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      CaptureWriter writer = CaptureWriter.pcap(out);
      return runOnce(
          lab,
          profiles,
          what,
          (at, seen) -> {
            try {
              writer.write(new CapturedFrame(at, seen.frame()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw wrong(file + " cannot be written: " + e);
    } catch (UncheckedIOException e) {
      throw wrong(file + " cannot be written: " + e.getCause());
    }
  }

  private Optional<LabFile> read(LabLibrary library, String what) throws IOException {
    LabReader.Reading reading;
    if (library.has(what)) {
      reading = library.read(what);
    } else if (what.endsWith(".yaml") || what.endsWith(".yml") || what.contains("/")) {
      try {
        reading = LabReader.read(what, Files.readString(Path.of(what)));
      } catch (NoSuchFileException e) {
        throw wrong("there is no file " + what);
      } catch (IOException e) {
        throw wrong(what + " cannot be read: " + e.getMessage());
      }
    } else {
      throw wrong(unknown(library, what));
    }
    return switch (reading) {
      case LabReader.Reading.Read(LabFile lab) -> Optional.of(lab);
      case LabReader.Reading.Refused(List<Problem> mistakes) -> {
        mistakes.forEach(err()::println);
        yield Optional.empty();
      }
    };
  }

  private static String unknown(LabLibrary library, String what) throws IOException {
    StringBuilder said = new StringBuilder("\"" + what + "\" is not a lab");
    NearestWord.of(what, library.names())
        .ifPresent(nearest -> said.append("; did you mean ").append(nearest).append("?"));
    said.append(" There are:");
    for (String name : library.names()) {
      if (library.read(name) instanceof LabReader.Reading.Read(LabFile lab)) {
        said.append(String.format("%n  %-16s %s", name, lab.about()));
      }
    }
    return said.toString();
  }

  /** The product's own VSI types, or those of the directory the lab names, beside its file. */
  private Optional<ProfileLibrary> profiles(LabLibrary library, String what, LabFile lab) {
    LibraryResult result = LabProfiles.load(profileDirectory(library, what, lab));
    if (result.isFine()) {
      return Optional.of(result.library());
    }
    result.problems().forEach(err()::println);
    return Optional.empty();
  }

  private static Path profileDirectory(LabLibrary library, String what, LabFile lab) {
    return lab.profiles()
        .map(named -> Path.of(what).resolveSibling(named))
        .orElse(library.profiles());
  }

  private int runOnce(
      LabFile file,
      ProfileLibrary profiles,
      String what,
      BiConsumer<Instant, Lab.FrameSeen> frames) {
    PrintWriter out = out();
    LabTeller teller = teller(file);
    out.println(file.name() + ": " + file.about());
    out.println();
    out.flush();
    long began = System.nanoTime();
    Lab lab = new Lab(file, profiles, seed.orElse(1L), teller::tell, frames);
    LabOutcome outcome = lab.run();
    teller.conclude(outcome, Duration.ofNanos(System.nanoTime() - began), what);
    return outcome.holds() ? 0 : 1;
  }

  private int runSeeds(LabFile file, ProfileLibrary profiles, String what, int count) {
    PrintWriter out = out();
    Instant began = Instant.now();
    List<LabOutcome> broken = new ArrayList<>();
    boolean terminal = isTerminal();
    for (int each = 1; each <= count; each++) {
      if (terminal) {
        out.print("\r" + file.name() + ": seed " + each + " of " + count + " ");
        out.flush();
      }
      LabOutcome outcome = new Lab(file, profiles, each, LabCommand::silent).run();
      if (!outcome.holds()) {
        broken.add(outcome);
      }
    }
    Duration took = Duration.between(began, Instant.now());
    out.println(
        (terminal ? "\r" : "")
            + String.format(
                "%-16s %d of %d seeds hold, in %s",
                file.name(), count - broken.size(), count, LabTeller.seconds(took)));
    broken.forEach(outcome ->
        out.println(
            "  seed "
                + outcome.seed()
                + " BROKEN: "
                + outcome.broken().getFirst().text()
                + "; see it with "
                + outcome.replay(what)));
    broken.stream()
        .findFirst()
        .ifPresent(first -> {
          LabTeller teller = new LabTeller(out, terminal, true, charset(), 0);
          teller.explain(first, what);
        });
    out.flush();
    return broken.isEmpty() ? 0 : 1;
  }

  private static void silent(LabEvent event) {
    // Of many runs only the sum is told.
  }

  private static boolean isTerminal() {
    Optional<Console> console = Optional.ofNullable(System.console());
    return console.map(Console::isTerminal).orElse(false)
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }

  private static Charset charset() {
    return System.out.charset();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
