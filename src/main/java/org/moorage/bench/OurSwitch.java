package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.bench.LoadStation.Habit;
import org.moorage.protocol.ethernet.MacAddress;

/** An agent with the soft data plane, its vPorts made by associations as everywhere. */
final class OurSwitch implements Contender {

  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:0b:01");
  private static final int PATIENCE = 30;

  /** With which frames go into NVGRE. */
  static final int CARRIED_RULES = 20;

  /** The first VM here, what its frames are for by a route at another edge. */
  private static final String OVERLAY =
      """
      vm-networks:
        bench:
          rdid: "{00000000-0000-0001-0000-000000000001}"
          subnets:
            s0: { vsid: 5000, prefix: 10.192.0.0/12 }
          routes:
            - { subnet: s0, to: 0.0.0.0/0, next-hop: 10.200.255.9 }
      provider-addresses:
        - { edge: EDGE, address: 192.168.0.1/16 }
        - { edge: other, address: 192.168.0.2/16 }
      lookup-records:
        - subnet: bench/s0
          customer-address: 10.200.0.1
          mac: "52:54:00:00:00:01"
          provider-address: 192.168.0.1
        - subnet: bench/s0
          customer-address: 10.200.255.9
          mac: "02:00:10:00:00:09"
          provider-address: 192.168.0.2
      """;

  /** An exponent of 10 us: 22 minutes, so that nobody has to keep the VSIs alive meanwhile. */
  private static final String KEEPALIVE = "27";

  private final Track track;
  private final AgentPeer agent;

  /** How many vPorts there are by VSI type; those of another type have to go first. */
  private final Map<Integer, Integer> held = new HashMap<>();

  private OurSwitch(Track track, AgentPeer agent) {
    this.track = track;
    this.agent = agent;
  }

  static OurSwitch start(Track track, Path directory, List<Integer> rules)
      throws BenchFailure, IOException {
    Path profiles = BenchProfile.writeInto(directory);
    for (int each : rules) {
      SwitchProfiles.writeInto(profiles, each);
    }
    SwitchProfiles.writeCarriedInto(profiles, CARRIED_RULES);
    Path overlay =
        Files.writeString(
            directory.resolve("overlay.yaml"), OVERLAY.replace("EDGE", track.namespace()));
    AgentPeer agent =
        AgentPeer.start(
            track.entry(),
            directory,
            List.of(
                "--fabric",
                track.fabricPort(),
                "--vdp-rka",
                KEEPALIVE,
                "--overlay",
                overlay.toString()));
    Contender.pin(agent.pid());
    return new OurSwitch(track, agent);
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public void prepare(int rules, int vPorts, boolean nvgre) throws BenchFailure {
    int type = nvgre ? SwitchProfiles.carriedType(rules) : SwitchProfiles.type(rules);
    if (held.getOrDefault(type, 0) == vPorts && held.size() == 1) {
      return;
    }
    try (QueuedLink link = QueuedLink.open(track.entry())) {
      for (Map.Entry<Integer, Integer> before : held.entrySet()) {
        int count = before.getValue();
        LoadStation station = station(link, before.getKey());
        if (station.deAssociate(1, count, habit(count), Rates.seconds(PATIENCE)).answered()
            < count) {
          throw new BenchFailure("the agent did not release " + count + " vPorts");
        }
      }
      held.clear();
      LoadStation station = station(link, type);
      if (!station.introduce(Rates.seconds(PATIENCE))) {
        throw new BenchFailure("the agent does not answer an EVB TLV");
      }
      if (station.associate(1, vPorts, habit(vPorts), Rates.seconds(PATIENCE)).answered()
          < vPorts) {
        throw new BenchFailure("the agent did not grant " + vPorts + " vPorts");
      }
      held.put(type, vPorts);
    }
  }

  private static Habit habit(int vPorts) {
    return vPorts == 1 ? Habit.LLDPAD : Habit.packed(LoadStation.MAX_TLVS);
  }

  private static LoadStation station(QueuedLink link, int type) {
    int sequence = (int) (System.nanoTime() & 0x7FFF);
    return new LoadStation(link, STATION, sequence, type, SwitchProfiles.VERSION);
  }

  @Override
  public OptionalLong cpuNanos() throws BenchFailure {
    return Contender.cpuNanos(agent.pid());
  }

  /** Octets the thread that forwards the station's frames has allocated since it began. */
  long allocated() throws BenchFailure {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String threads = Command.run(jcmd, Long.toString(agent.pid()), "Thread.print", "-e");
    Pattern line =
        Pattern.compile("\"frames-" + track.serverPort() + "\".* allocated=(\\d+)([BKMG])");
    Matcher found = line.matcher(threads);
    if (!found.find()) {
      throw new BenchFailure("jcmd does not tell what the forwarding thread allocated");
    }
    long unit =
        switch (found.group(2)) {
          case "B" -> 1;
          case "K" -> 1024;
          case "M" -> 1024 * 1024;
          default -> 1024L * 1024 * 1024;
        };
    return Long.parseLong(found.group(1)) * unit;
  }

  @Override
  public void close() {
    agent.close();
  }
}
