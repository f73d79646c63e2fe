package org.moorage.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentDirectory;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.AgentOutput;
import org.moorage.agent.AssociationQuery;
import org.moorage.agent.DoorFacts;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.FileJournal;
import org.moorage.agent.LocalControl;
import org.moorage.agent.LocalDoor;
import org.moorage.agent.OptionMistake;
import org.moorage.agent.OptionWords;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.frameport.PacketSocket;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.BridgePortSettings;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.StationEffect;
import org.moorage.protocol.stack.StationPortSettings;
import org.moorage.protocol.stack.StationPortStack;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * An agent's first minute in a second: profiles read, a VSI associated by a station in memory, the
 * door asked. What is loaded here need not be loaded when an agent starts with the cache that is
 * made of it. Touches a temporary directory and the loopback interface, nothing else.
 */
final class AgentWarmUp {

  private static final EdgeName NAME = new EdgeName("warm-up");
  private static final PortName PORT = new PortName("p1");
  private static final VsiId VSI = VsiId.of(new UUID(1, 1));

  private static final String GROUPS =
      """
      addresses: { net: [10.0.0.0/8, "2001:db8::/32"] }
      ports: { web: [80, 443, 8000-8080] }
      """;

  /** One of everything a profile may say. */
  private static final List<String> PROFILES =
      List.of(
          """
          type: 1
          name: warm
          version: 1
          about: Nobody uses it.
          vlan: { access: 100 }
          from-vm:
            - permit tcp to group:net port group:web
            - permit udp from any to 10.0.0.1 port 53 log
            - permit icmp one-way
            - deny any log
          to-vm: [ permit tcp from any to port 80, deny any ]
          rate: { from-vm: { committed: 500 Mbit/s, burst: 1 MB }, to-vm: { committed: 1 Gbit/s } }
          marking: { pcp: 3, dscp: af21 }
          guard: { mac: filter, ip: learned, dhcp-snooping: on, storm: 1000 frames/s }
          sampling: 1 in 512
          when-manager-away: last-known
          """,
          """
          type: 1
          name: warm
          version: 2
          vlan: { pool: 200-299 }
          from-vm: [ permit any ]
          to-vm: [ permit any ]
          """,
          """
          type: 1
          name: warm
          version: 3
          vlan: { trunk: [10, 20-29], native: 10 }
          from-vm: [ permit any ]
          to-vm: [ permit any ]
          """);

  private final MonotonicClock clock = new MonotonicClock();
  private final LocalControl control = new LocalControl();

  private AgentWarmUp() {}

  /** Does it; what this machine does not allow is left out. */
  static void run() throws IOException, InterruptedException, OptionMistake {
    Path directory = Files.createTempDirectory("moorage-warm-up");
    try {
      new AgentWarmUp().run(directory);
    } finally {
      remove(directory);
    }
  }

  private void run(Path directory) throws IOException, InterruptedException, OptionMistake {
    Path profiles = directory.resolve("profiles");
    Files.createDirectories(profiles.resolve("warm"));
    Files.writeString(profiles.resolve("groups.yaml"), GROUPS);
    for (int i = 0; i < PROFILES.size(); i++) {
      Path file = profiles.resolve("warm").resolve("v" + (i + 1) + ".yaml");
      Files.writeString(file, PROFILES.get(i));
    }
    AgentOptions options =
        AgentOptions.of(
            new OptionWords()
                .add("name", "warm-up", "here")
                .add("uplink", PORT.value(), "here")
                .add("profiles", profiles.toString(), "here"),
            directory);
    LibraryResult read = ProfileLibrary.load(profiles);
    if (!read.isFine()) {
      throw new IllegalStateException("the profiles of the warm-up: " + read.problems());
    }
    ProfileLibrary library = read.library();
    AgentArguments.read(List.of("--name", "warm-up", "--uplink=" + PORT));
    KernelAddresses.objection("lo");
    KernelAddresses.remark("lo");
    try (AgentDirectory state = AgentDirectory.open(options.dataDirectory());
        FileJournal journal = FileJournal.open(state.path(), System::nanoTime);
        EventLog log = new EventLog(options.name())) {
      EdgeIdentity identity =
          EdgeIdentity.ofDirectory(state.path(), SecureRandom::new, clock.instant());
      EdgeAgentSettings settings =
          new EdgeAgentSettings(
              options.name(),
              identity,
              Map.of(PORT, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:01"))),
              List.of(),
              EdgeSettings.DEFAULTS);
      log.start();
      serve(options, settings, library, journal, log);
    }
    open(PacketSocket.ofDataFrames("lo", System::nanoTime));
    open(PacketSocket.ofControlFrames("lo"));
  }

  private void serve(
      AgentOptions options,
      EdgeAgentSettings settings,
      ProfileLibrary library,
      FileJournal journal,
      EventLog log)
      throws IOException, InterruptedException {
    SoftSwitch plane = new SoftSwitch(SoftSwitchSettings.of(List.of(PORT), List.of()));
    StationPortStack station =
        new StationPortStack(
            StationPortSettings.of(MacAddress.parse("02:00:00:00:00:02"), Flavour.RATIFIED),
            new SplittableRandom(1),
            clock.instant());
    Cable cable = new Cable(station, log);
    EdgeAgent agent =
        new EdgeAgent(
            settings,
            library::lookup,
            plane,
            journal,
            cable,
            new SplittableRandom(2),
            System::nanoTime);
    try (AgentLoop loop =
        new AgentLoop(agent, clock, (thread, defect) -> defect.printStackTrace())) {
      FrameReceiver inbox = loop.inbox(PORT, (any, why) -> {});
      cable.towardsEdge = Optional.of(inbox);
      try (AgentPorts closed = new AgentPorts(options, clock)) {
        closed.lead(new AgentLoop(agent, clock, (thread, defect) -> {}));
      }
      DoorFacts facts = new DoorFacts("soft", library.directory(), 1, Map::of);
      try (LocalDoor door = new LocalDoor(loop, facts, 0)) {
        door.start();
        loop.start();
        loop.post(any -> any.linkChanged(PORT, true, clock.instant()));
        loop.post(any -> cable.carry(station.linkUp(clock.instant())));
        loop.post(any -> cable.carry(station.request(request(), clock.instant())));
        for (int i = 0; i < 20; i++) {
          loop.ask(views -> views.associations(AssociationQuery.ALL));
        }
        byte[] frame = new byte[64];
        plane.receive(PORT, frame, frame.length, clock.instant(), (port, out, length) -> {});
        for (String path :
            List.of("/health", "/metrics", "/api/v1/associations", "/api/v1/edges")) {
          URI asked = URI.create("http://127.0.0.1:" + door.port() + path);
          try (InputStream answer = asked.toURL().openStream()) {
            answer.readAllBytes();
          }
        }
      }
    } catch (TimeoutException busy) {
      // A machine this busy learns less.
    }
  }

  private static VsiRequest request() {
    return VsiRequest.of(
        VdpType.ASSOCIATE,
        VsiManagerId.DEFAULT,
        new VsiTypeId(1),
        new VsiTypeVersion(1),
        VSI,
        FilterInfo.of(
            FilterInfo.Format.MAC_VID,
            FilterInfo.Entry.of(MacAddress.parse("02:00:00:00:00:03"), VidField.WILDCARD)));
  }

  /** Opens and closes; without the rights for it everything up to the refusal is learned. */
  private static void open(FramePort port) {
    try (port) {
      port.start((frame, length) -> {});
    } catch (FramePortException refused) {
      // Good enough.
    }
  }

  /** The link between the agent and the station; both ends are used on the loop's thread. */
  private final class Cable implements AgentOutput {

    private final StationPortStack station;
    private final EventLog log;
    private Optional<FrameReceiver> towardsEdge = Optional.empty();

    Cable(StationPortStack station, EventLog log) {
      this.station = station;
      this.log = log;
    }

    @Override
    public void send(PortName port, Octets frame) {
      carry(station.receive(frame, clock.instant()));
    }

    @Override
    public void event(Numbered<AgentEvent> event) {
      log.add(event.event());
      control.heard(NAME, event, clock.instant());
    }

    void carry(List<StationEffect> effects) {
      for (StationEffect effect : effects) {
        if (effect instanceof StationEffect.Send(Octets frame)) {
          towardsEdge.ifPresent(edge -> edge.received(frame.toArray(), frame.size()));
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
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
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException e)
              throws IOException {
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
