package org.moorage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.manager.catalogue.Catalogue;
import org.moorage.manager.console.LiveHub;
import org.moorage.manager.lab.LabDoor;
import org.moorage.manager.security.OneTimeLink;
import org.moorage.profile.ProfileLibrary;
import org.moorage.simulator.Lab;
import org.moorage.simulator.LabFile;
import org.moorage.simulator.LabLibrary;
import org.moorage.simulator.LabProfiles;
import org.moorage.simulator.LabReader;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * {@code moorage lab} with its web page: a manager over a database in memory that goes with it, the
 * lab at real speed whose agents report to it, and the way in.
 */
final class LabHost {

  private static final String LOOPBACK = "127.0.0.1";

  /** The page keeps a stream open; nobody waits for that when the lab is ended. */
  private static final Map<String, Object> ENDS_AT_ONCE =
      Map.of(
          "server.shutdown", "immediate",
          "spring.lifecycle.timeout-per-shutdown-phase", "1s");

  /** A lab that can be run, and the types its script is written with. */
  private record Known(LabFile file, ProfileLibrary profiles) {}

  private final Map<String, Known> known = new LinkedHashMap<>();
  private final String first;
  private final Path profileDirectory;
  private final Function<LabFile, LabTeller> tellers;
  private final long seed;
  private final PrintWriter out;

  /** Who tells of the lab that runs. */
  private LabTeller teller;

  /**
   * @param first the name or the file as it was given
   * @param profileDirectory what the manager's catalogue begins with
   * @param tellers makes who tells the story of a lab in the terminal
   */
  LabHost(
      String first,
      LabFile file,
      ProfileLibrary profiles,
      Path profileDirectory,
      Function<LabFile, LabTeller> tellers,
      long seed,
      PrintWriter out) {
    this.first = first;
    this.profileDirectory = profileDirectory;
    this.tellers = tellers;
    this.seed = seed;
    this.out = out;
    known.put(first, new Known(file, profiles));
    teller = tellers.apply(file);
  }

  /** Serves until the process is told to end; says what to do where it cannot. */
  void run(LabLibrary library, int port) throws IOException, InterruptedException {
    ManagerRole.awaitEnd(begin(library, port));
  }

  /** Returns when the page answers and the lab has begun. */
  ConfigurableApplicationContext begin(LabLibrary library, int port)
      throws IOException, InterruptedException {
    // The manager takes one processor while it starts, this another.
    CompletableFuture<List<LabDoor.Choice>> choices =
        CompletableFuture.supplyAsync(() -> choices(library));
    Path directory = Files.createTempDirectory("moorage-lab-");
    SpringApplication.getShutdownHandlers().add(() -> delete(directory));
    Path seedDirectory = copy(profileDirectory, directory.resolve("profiles"));
    String token = LabLinks.token();
    LabLinks links = new LabLinks(token, directory.resolve("agents"));
    ConfigurableApplicationContext manager;
    try {
      manager =
          ManagerRole.start(
              new ManagerRole.Options(
                  port, LOOPBACK, new ManagerRole.Database.Memory(), Optional.of(seedDirectory)),
              Map.of("moorage.admin-by-link", true, "moorage.agent-token", token),
              context -> bring(context, links, choices));
    } catch (IOException e) {
      delete(directory);
      throw e;
    }
    String url = "http://" + LOOPBACK + ":" + ManagerRole.port(manager);
    LiveLab lab = manager.getBean(LiveLab.class);
    links.begin(URI.create(url), manager.getBean(Catalogue.class), lab);
    out.println(known(first).file().name() + ": " + known(first).file().about());
    out.println("Watch it, and take part: " + url + manager.getBean(OneTimeLink.class).make());
    out.println("(signs in once, within ten minutes, as admin; Ctrl-C ends the lab)");
    out.println();
    out.flush();
    lab.start();
    return manager;
  }

  private void bring(
      GenericApplicationContext context,
      LabLinks links,
      CompletableFuture<List<LabDoor.Choice>> choices) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("lab", ENDS_AT_ONCE));
    context.registerBean(
        LiveLab.class,
        () ->
            new LiveLab(
                (name, happened) -> make(name, happened, links),
                first,
                choices.join(),
                () -> types(context.getBean(Catalogue.class)),
                (outcome, took) -> {
                  teller.conclude(outcome, took, first);
                  out.println("The lab lives on; Ctrl-C ends it.");
                  out.flush();
                },
                () -> context.getBean(LiveHub.class).changed(LiveHub.Topic.LAB)));
  }

  /** The lab that was asked for, and those that came with the program. */
  private List<LabDoor.Choice> choices(LabLibrary library) {
    try {
      ProfileLibrary profiles = LabProfiles.load(library.profiles()).library();
      for (String name : library.names()) {
        if (library.read(name) instanceof LabReader.Reading.Read(LabFile lab)) {
          known.putIfAbsent(name, new Known(lab, profiles));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    List<LabDoor.Choice> choices = new ArrayList<>();
    known.forEach((name, lab) -> choices.add(new LabDoor.Choice(name, lab.file().about())));
    return choices;
  }

  private Known known(String name) {
    Known lab = known.get(name);
    if (lab == null) {
      throw new IllegalArgumentException(name);
    }
    return lab;
  }

  private Lab make(String name, LiveLab.Maker.Happened happened, LabLinks links) {
    Known lab = known(name);
    LabTeller told = tellers.apply(lab.file());
    teller = told;
    return new Lab(
        lab.file(),
        lab.profiles(),
        seed,
        event -> {
          told.tell(event);
          happened.happened();
        },
        (at, frame) -> {},
        links.surroundings(lab.file()));
  }

  private static List<String> types(Catalogue catalogue) {
    return catalogue.all().stream()
        .filter(version -> version.state().equals("released"))
        .sorted(
            Comparator.comparing(CataloguedVersion::name)
                .thenComparingInt(CataloguedVersion::version))
        .map(version -> version.name() + "/" + version.version())
        .toList();
  }

  // Files. Profiles may lie inside the program's own jar, where the manager does not look.

  private static Path copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.resolveSibling("."));
      Files.copy(file, target);
    }
    return to;
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
