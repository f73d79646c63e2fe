package org.moorage.agent.link;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentOutput;
import org.moorage.agent.AssociationId;
import org.moorage.agent.AssociationView;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.MemoryJournal;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.agent.capture.Captures;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.RecordingDataPlane;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.frameport.FrameReceiver;
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

/** An agent under managers, with a hypervisor's uplink on its one port, by the real clock. */
final class LinkRig implements AgentOutput, AutoCloseable {

  static final PortName PORT = new PortName("p1");
  static final UUID EDGE = new UUID(0x7000, 9);

  static final LinkPace FAST =
      new LinkPace(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(100));

  final BlockingQueue<AgentEvent.Alarm> alarms = new LinkedBlockingQueue<>();
  final CachedCatalogue catalogue;
  final EventSpool spool;
  final ManagerLink link;
  final AgentLoop loop;
  private final InstantSource clock = InstantSource.system();
  final RecordingDataPlane plane = new RecordingDataPlane();
  private final MemoryJournal journal;
  private final StationPortStack station;
  private final FrameReceiver towardsEdge;

  LinkRig(Path directory, long epoch, MemoryJournal journal, List<URI> managers, String token)
      throws IOException, InterruptedException {
    this.journal = journal;
    catalogue = CachedCatalogue.open(directory);
    spool = EventSpool.open(directory, System::nanoTime);
    EdgeAgentSettings settings =
        new EdgeAgentSettings(
            new EdgeName("leaf-1"),
            new EdgeIdentity(EDGE, epoch),
            Map.of(PORT, BridgePortSettings.of(MacAddress.parse("02:00:00:00:00:01"))),
            List.of(),
            EdgeSettings.DEFAULTS);
    link =
        new ManagerLink(
            new LinkSettings(managers, token, settings, "moorage test", "none"),
            spool,
            catalogue,
            clock,
            FAST);
    EdgeAgent agent =
        new EdgeAgent(
            settings, catalogue, plane, journal, this, new SplittableRandom(5), System::nanoTime);
    loop = new AgentLoop(agent, clock, (thread, defect) -> defect.printStackTrace());
    towardsEdge = loop.inbox(PORT, (any, why) -> {});
    station =
        new StationPortStack(
            StationPortSettings.of(MacAddress.parse("02:00:00:00:00:02"), Flavour.RATIFIED),
            new SplittableRandom(6),
            clock.instant());
    loop.start();
    link.start(loop, plane, new Captures(plane, clock));
    loop.post(any -> any.linkChanged(PORT, true, clock.instant()));
    loop.post(any -> carry(station.linkUp(clock.instant())));
  }

  LinkRig(Path directory, ManagerInMemory manager) throws IOException, InterruptedException {
    this(directory, 1, new MemoryJournal(), List.of(manager.url()), ManagerInMemory.TOKEN);
  }

  MemoryJournal journal() {
    return journal;
  }

  void associate(int number, int type, int version) {
    VsiRequest request =
        VsiRequest.of(
            VdpType.ASSOCIATE,
            VsiManagerId.DEFAULT,
            new VsiTypeId(type),
            new VsiTypeVersion(version),
            vsi(number),
            FilterInfo.of(
                FilterInfo.Format.MAC_VID,
                FilterInfo.Entry.of(
                    new MacAddress(0x0200_0000_0000L + number), VidField.WILDCARD)));
    loop.post(any -> carry(station.request(request, clock.instant())));
  }

  Optional<AssociationView> association(int number) throws Exception {
    return loop.ask(views -> views.association(new AssociationId(PORT, vsi(number))));
  }

  String alarm() throws InterruptedException {
    AgentEvent.Alarm alarm = alarms.poll(10, TimeUnit.SECONDS);
    return alarm == null ? "no alarm came" : alarm.sentence();
  }

  static VsiId vsi(int number) {
    return VsiId.of(new UUID(0x4000, 0x8000_0000_0000_0000L + number));
  }

  static CataloguedVersion web(long revision, int version, String state) {
    return new CataloguedVersion(
        revision,
        4711,
        version,
        "web-server",
        state,
        """
        type: 4711
        name: web-server
        version: %d
        vlan: { access: 100 }
        from-vm: [ permit udp to group:resolvers port 53 ]
        to-vm: []
        """
            .formatted(version),
        "addresses: { resolvers: [10.0.0.53] }\n");
  }

  private void carry(List<StationEffect> effects) {
    for (StationEffect effect : effects) {
      if (effect instanceof StationEffect.Send(Octets frame)) {
        towardsEdge.received(frame.toArray(), frame.size());
      }
    }
  }

  @Override
  public void send(PortName port, Octets frame) {
    carry(station.receive(frame, clock.instant()));
  }

  @Override
  public boolean wantsStories() {
    return true;
  }

  @Override
  public void ask(TypeQuestion question) {
    link.ask(question);
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    spool.add(event, null);
    if (event.event() instanceof AgentEvent.Alarm alarm) {
      alarms.add(alarm);
    }
  }

  @Override
  public void event(Numbered<AgentEvent> event, Story story) {
    spool.add(event, story);
  }

  @Override
  public void close() {
    link.close();
    loop.close();
    spool.close();
  }
}
