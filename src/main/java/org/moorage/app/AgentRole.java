package org.moorage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moorage.agent.AgentDirectory;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.Aggregation;
import org.moorage.agent.CascadeOptions;
import org.moorage.agent.CascadeSettings;
import org.moorage.agent.DoorFacts;
import org.moorage.agent.DoorKey;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.FileJournal;
import org.moorage.agent.LocalDoor;
import org.moorage.agent.MirrorDoor;
import org.moorage.agent.TypeSource;
import org.moorage.agent.capture.Captures;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.TypeLookup;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.RawFrames;
import org.moorage.frameport.SystemInterface;
import org.moorage.overlay.OverlayChange;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.UapSettings;

/** An agent as a process: its parts put together over real interfaces, from start to stop. */
final class AgentRole {

  private static final long LINK_POLL_MILLIS = 200;

  /** A process that is told to end has this long for its last step and its journal. */
  private static final long GRACE_MILLIS = 950;

  /** Something stands in the way; the message is for whoever started the agent. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  private final AgentOptions options;
  private final PrintWriter out;
  private final MonotonicClock clock = new MonotonicClock();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private AgentRole(AgentOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /** Runs until the process is told to end. Returns the exit status. */
  static int run(AgentOptions options, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    AgentRole role = new AgentRole(options, out);
    try {
      role.run();
      return 0;
    } catch (Refusal | IOException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> err.println("moorage agent: " + line));
      err.flush();
      return 1;
    } finally {
      role.stopped.countDown();
    }
  }

  private void run() throws Refusal, IOException, InterruptedException {
    CompletableFuture<Optional<FramePortException>> loading =
        CompletableFuture.supplyAsync(RawFrames::obstacle);
    switch (options.types()) {
      case TypeSource.Directory(Path profiles, Optional<Path> overlay) -> {
        // Reading YAML and preparing raw sockets load different classes: side by side on two cores.
        CompletableFuture<LibraryResult> reading =
            CompletableFuture.supplyAsync(() -> ProfileLibrary.load(profiles));
        prepare(
            loading,
            (settings, directory) ->
                new Surroundings(
                    library(profiles, reading.join()),
                    CarriedOverlay.read(overlay, options),
                    Optional.empty()));
      }
      case TypeSource.Managers managers -> {
        String token = AgentLinking.token(managers, System.getenv());
        prepare(
            loading,
            (settings, directory) ->
                new Surroundings(
                    new ProfileLibrary("", List.of()),
                    List.of(),
                    Optional.of(
                        AgentLinking.open(
                            managers, token, directory, settings, dataplane(), clock))));
      }
    }
  }

  /** Where types come from: a library, or a link to a manager. */
  private record Surroundings(
      ProfileLibrary library, List<OverlayChange> overlay, Optional<AgentLinking> linking)
      implements AutoCloseable {

    TypeLookup types() {
      return linking.<TypeLookup>map(AgentLinking::types).orElse(library::lookup);
    }

    @Override
    public void close() {
      linking.ifPresent(AgentLinking::close);
    }
  }

  @FunctionalInterface
  private interface Preparing {
    Surroundings open(EdgeAgentSettings settings, Path directory) throws Refusal, IOException;
  }

  private void prepare(CompletableFuture<Optional<FramePortException>> loading, Preparing preparing)
      throws Refusal, IOException, InterruptedException {
    EdgeSettings bounds = options.edge();
    Map<PortName, BridgePortSettings> uplinks = uplinks(bounds);
    List<String> remarks = checkInterfaces();
    try (AgentDirectory directory = AgentDirectory.open(options.dataDirectory());
        FileJournal journal = FileJournal.open(directory.path(), System::nanoTime);
        EventLog log = new EventLog(options.name())) {
      EdgeIdentity identity =
          EdgeIdentity.ofDirectory(directory.path(), SecureRandom::new, clock.instant());
      EdgeAgentSettings settings =
          new EdgeAgentSettings(
                  options.name(), identity, uplinks, uaps(uplinks), options.fabric(), bounds)
              .withCascades(cascades(bounds));
      try (Surroundings surroundings = preparing.open(settings, directory.path())) {
        log.start();
        loading.join();
        run(settings, surroundings, journal, log, remarks);
      }
    }
  }

  private void run(
      EdgeAgentSettings settings,
      Surroundings surroundings,
      FileJournal journal,
      EventLog log,
      List<String> remarks)
      throws IOException, InterruptedException {
    try (AgentPorts ports = new AgentPorts(options, clock);
        Captures captures = new Captures(ports.plane(), clock)) {
      AgentWishes output = new AgentWishes(options, ports, log, surroundings.linking(), clock);
      EdgeAgent agent =
          new EdgeAgent(
              settings,
              surroundings.types(),
              ports.plane(),
              journal,
              output,
              new SplittableRandom(System.nanoTime()),
              System::nanoTime);
      output.of(agent);
      ports.export();
      AgentLoop loop = new AgentLoop(agent, clock, AgentRole::endBy);
      ports.lead(loop);
      if (!surroundings.overlay().isEmpty()) {
        ports.carry(loop, CarriedOverlay.end(options));
        agent.tenancy(clock.instant()).follow(surroundings.overlay());
      }
      DoorFacts facts =
          new DoorFacts(
              dataplane(),
              surroundings.library().directory(),
              () ->
                  surroundings
                      .linking()
                      .map(AgentLinking::versions)
                      .orElse(surroundings.library().all().size()),
              () -> ports.counters(loop),
              () -> surroundings.linking().map(AgentLinking::state));
      DoorKey key = DoorKey.ofDirectory(options.dataDirectory(), SecureRandom::new);
      try (loop;
          LocalDoor door =
              new LocalDoor(loop, facts, new MirrorDoor(captures, key), options.doorPort())) {
        door.start();
        loop.start();
        ports.open();
        remarks.forEach(remark -> loop.post(any -> any.alarm(remark, clock.instant())));
        if (journal.damaged() > 0) {
          loop.post(any -> any.alarm(damage(journal), clock.instant()));
        }
        surroundings
            .linking()
            .ifPresent(linking -> {
              linking
                  .damage()
                  .ifPresent(damage -> loop.post(any -> any.alarm(damage, clock.instant())));
              linking.start(loop, ports.plane(), captures);
            });
        serve(ports, loop, door);
      }
    }
  }

  private String dataplane() {
    return options.softSwitch() ? "soft" : "none";
  }

  /** Until the process is told to end; then the journal and the ports are closed behind this. */
  private void serve(AgentPorts ports, AgentLoop loop, LocalDoor door) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
    ports.watch(loop);
    out.println(
        "moorage agent "
            + options.name()
            + ": listening on "
            + names(options.uplinks().keySet())
            + (options.fabric().isEmpty() ? "" : ", fabric " + names(options.fabric()))
            + (options.cascades().isEmpty()
                ? ""
                : ", cascade " + names(options.cascades().keySet()))
            + (options.mirrorPorts().isEmpty() ? "" : ", mirror " + names(options.mirrorPorts()))
            + (options.types() instanceof TypeSource.Managers managers
                ? ", manager " + managers.urls().getFirst()
                : "")
            + ", door http://127.0.0.1:"
            + door.port());
    out.flush();
    while (!stop.await(LINK_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      ports.watch(loop);
    }
  }

  private void end() {
    stop.countDown();
    try {
      stopped.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop cannot go on: a supervisor starts the process again, and the journal has it all. */
  private static void endBy(Thread loop, Throwable defect) {
    System.err.println("moorage agent: this is a defect in Moorage; please report what follows.");
    defect.printStackTrace();
    Runtime.getRuntime().halt(Main.DEFECT);
  }

  private Map<PortName, BridgePortSettings> uplinks(EdgeSettings bounds) throws IOException {
    Map<PortName, BridgePortSettings> uplinks = new LinkedHashMap<>();
    for (Map.Entry<PortName, EvbSettings> each : options.uplinks().entrySet()) {
      String name = each.getKey().value();
      uplinks.put(
          each.getKey(),
          BridgePortSettings.of(mac(each.getKey()))
              .withNames(options.name().value(), name)
              .with(each.getValue())
              .with(options.addresses(each.getKey()))
              .withMaxVsis(Math.min(bounds.vPortsPerPort(), BridgePortSettings.VSI_LIMIT)));
    }
    return uplinks;
  }

  /** The bridge shows the same address on each of its cascade ports. */
  private Map<PortName, CascadeSettings> cascades(EdgeSettings bounds) throws IOException {
    Map<PortName, CascadeSettings> cascades = new LinkedHashMap<>();
    long session = clock.instant().getEpochSecond() & 0xFFFF_FFFFL;
    MacAddress bridge = null;
    for (Map.Entry<PortName, CascadeOptions> each : options.cascades().entrySet()) {
      MacAddress mac = mac(each.getKey());
      bridge = bridge == null ? mac : bridge;
      BridgePortSettings inside =
          BridgePortSettings.of(mac)
              .withNames(options.name().value(), each.getKey().value())
              .with(each.getValue().evb())
              .withMaxVsis(Math.min(bounds.vPortsPerPort(), BridgePortSettings.VSI_LIMIT));
      CspSpeaker self = CspSpeaker.ofBridge(session, bridge);
      cascades.put(
          each.getKey(),
          new CascadeSettings(
              new PortExtensionSettings(
                  mac, options.name().value(), each.getKey().value(), ExtenderInventory.NONE, self),
              inside,
              each.getValue().sharedPort()));
    }
    return cascades;
  }

  /** Of a link aggregation group the address of its first member. */
  private static MacAddress mac(PortName port) throws FramePortException {
    return SystemInterface.require(Aggregation.members(port).getFirst()).mac();
  }

  private Map<PortName, UapSettings> uaps(Map<PortName, BridgePortSettings> uplinks) {
    Map<PortName, UapSettings> uaps = new LinkedHashMap<>();
    options
        .uaps()
        .forEach((name, uap) -> {
          BridgePortSettings port = uplinks.get(name);
          if (port != null) {
            uaps.put(
                name,
                UapSettings.of(port.mac())
                    .withNames(options.name().value(), name.value())
                    .withConfigured(uap.configured())
                    .withSharedPort(uap.sharedPort()));
          }
        });
    return uaps;
  }

  /** What may stay as it is but should not. */
  private List<String> checkInterfaces() throws Refusal, IOException {
    List<String> remarks = new ArrayList<>();
    List<PortName> all = new ArrayList<>(options.uplinks().keySet());
    all.addAll(options.fabric());
    all.addAll(options.cascades().keySet());
    all.addAll(options.mirrorPorts());
    for (PortName port : all) {
      for (String each : Aggregation.members(port)) {
        SystemInterface.require(each);
        if (options.softSwitch()) {
          Optional<String> objection = KernelAddresses.objection(each);
          if (objection.isPresent()) {
            throw new Refusal(objection.get());
          }
          KernelAddresses.remark(each).ifPresent(remarks::add);
        }
      }
    }
    return remarks;
  }

  private static ProfileLibrary library(Path directory, LibraryResult read) throws Refusal {
    if (!Files.isDirectory(directory)) {
      throw new Refusal(
          directory + " is not a directory; name one with profiles, --profiles profiles for one");
    }
    if (!read.isFine()) {
      StringBuilder problems = new StringBuilder();
      read.problems().forEach(problem -> problems.append(problem).append('\n'));
      throw new Refusal(
          problems
              + "the profiles are not in order; mend them and see: moorage check "
              + directory);
    }
    return read.library();
  }

  private static String damage(FileJournal journal) {
    return journal.damaged()
        + " octets of the journal were damaged and skipped; VSIs they were about are taken up when"
        + " their station is heard";
  }

  private static String names(Iterable<PortName> ports) {
    List<String> names = new ArrayList<>();
    ports.forEach(port -> names.add(port.value()));
    return String.join(", ", names);
  }
}
