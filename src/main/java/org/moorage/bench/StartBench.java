package org.moorage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.ethernet.MacAddress;

/** Target 9: how soon the agent listens and what it weighs, beside a plain Boot process. */
final class StartBench {

  private static final int RUNS = 5;

  /** By then a process has given back what only its start took. */
  private static final int UNTIL_REST_MILLIS = 15_000;

  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final MacAddress NEAR = MacAddress.parse("02:00:00:00:0b:90");

  private StartBench() {}

  static List<BenchRow> run(Path directory) throws BenchFailure, IOException {
    Samples agent = new Samples();
    Samples boot = new Samples();
    BootPeer plain = BootPeer.in(directory, false);
    JavaProgram.learn("agent", directory);
    Memory atRest;
    String uplink = "mbs" + ProcessHandle.current().pid() % 100_000;
    Command.run(
        "ip",
        "link",
        "add",
        uplink,
        "address",
        NEAR.toString(),
        "type",
        "veth",
        "peer",
        "name",
        uplink + "p");
    try {
      for (String end : List.of(uplink, uplink + "p")) {
        Command.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/" + end + "/disable_ipv6");
        Command.run("ip", "link", "set", end, "up");
      }
      for (int i = 0; i < RUNS; i++) {
        int port = freePort();
        long start = System.nanoTime();
        try (AgentPeer _ = AgentPeer.startHere(uplink, directory, port)) {
          agent.add(untilListening(port, start));
        }
        int bootPort = freePort();
        start = System.nanoTime();
        try (Running _ =
            Command.start(directory.resolve("boot.log"), plain.command(bootPort, List.of()))) {
          boot.add(untilListening(bootPort, start));
        }
      }
      atRest = atRest(uplink, directory, plain);
    } finally {
      Command.run("ip", "link", "del", uplink);
    }
    return List.of(
        new BenchRow(
            "agent listening (peer: Boot with web, JPA, H2)",
            "ms",
            VdpBench.millis(agent.median()),
            Optional.of(VdpBench.millis(boot.median())),
            Optional.of(new BenchRow.Target(9, false, 0.15))),
        new BenchRow(
            "agent resident, at rest after its start (peer: the same Boot)",
            "MB",
            atRest.agent / 1e6,
            Optional.of(atRest.boot / 1e6),
            Optional.of(new BenchRow.Target(9, false, 0.35))));
  }

  /** Octets in memory. */
  private record Memory(long agent, long boot) {}

  private static Memory atRest(String uplink, Path directory, BootPeer plain)
      throws BenchFailure, IOException {
    int port = freePort();
    int bootPort = freePort();
    try (AgentPeer agent = AgentPeer.startHere(uplink, directory, port);
        Running boot =
            Command.start(directory.resolve("boot.log"), plain.command(bootPort, List.of()))) {
      untilListening(port, System.nanoTime());
      untilListening(bootPort, System.nanoTime());
      pause(UNTIL_REST_MILLIS);
      return new Memory(agent.residentBytes(), AgentPeer.residentBytes(boot));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static long untilListening(int port, long start) throws BenchFailure {
    while (System.nanoTime() - start < LIMIT_NANOS) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return System.nanoTime() - start;
      } catch (IOException notYet) {
        Thread.onSpinWait();
        pause(2);
      }
    }
    throw new BenchFailure("nothing listens on port " + port + " after a minute");
  }

  static void pause(int millis) throws BenchFailure {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }
}
