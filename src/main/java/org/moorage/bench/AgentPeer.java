package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code moorage agent} as a process of its own, as a user starts it. */
final class AgentPeer implements BridgePeer {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Running process;

  private AgentPeer(Running process) {
    this.process = process;
  }

  /** In the namespace of a segment, its far end as the only server port. */
  static AgentPeer start(Segment segment, Path directory, List<String> more)
      throws BenchFailure, IOException {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", segment.namespace()));
    words.addAll(command(segment.far(), directory, segment.namespace(), 8081, more));
    return new AgentPeer(
        Command.start(directory.resolve("agent-" + segment.namespace() + ".log"), words));
  }

  /** In the namespace of the benchmark: its door can be reached. */
  static AgentPeer startHere(String uplink, Path directory, int doorPort)
      throws BenchFailure, IOException {
    return new AgentPeer(
        Command.start(
            directory.resolve("agent-here.log"),
            command(uplink, directory, "here" + doorPort, doorPort, List.of())));
  }

  /** In the namespace of the benchmark, under a manager. */
  static AgentPeer startManaged(
      String name, String uplink, String fabric, ManagerPeer manager, Path directory, int doorPort)
      throws BenchFailure {
    List<String> words =
        new ArrayList<>(List.of("env", "MOORAGE_AGENT_TOKEN=" + ManagerPeer.TOKEN));
    words.addAll(command(uplink, directory, name, doorPort));
    words.addAll(List.of("--fabric", fabric, "--manager", manager.base()));
    return new AgentPeer(Command.start(directory.resolve("agent-" + name + ".log"), words));
  }

  private static List<String> command(
      String uplink, Path directory, String name, int doorPort, List<String> more)
      throws IOException {
    List<String> words = command(uplink, directory, name, doorPort);
    words.addAll(List.of("--profiles", BenchProfile.writeInto(directory).toString()));
    words.addAll(more);
    return words;
  }

  private static List<String> command(String uplink, Path directory, String name, int doorPort) {
    List<String> words = new ArrayList<>();
    words.add(JavaProgram.java());
    words.addAll(JavaProgram.flagsOf("agent"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("org.moorage.app.Main", "agent", "--name", name, "--uplink", uplink));
    words.addAll(List.of("--dataplane", "soft", "--door-port", Integer.toString(doorPort)));
    words.addAll(List.of("--data-dir", directory.resolve("data-" + name).toString()));
    return words;
  }

  long pid() {
    return process.pid();
  }

  /** Octets of the process in memory. */
  long residentBytes() throws BenchFailure {
    return residentBytes(process);
  }

  static long residentBytes(Running process) throws BenchFailure {
    try {
      Matcher line = RSS.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      if (line.find()) {
        return Long.parseLong(line.group(1)) * 1024;
      }
    } catch (IOException ended) {
      throw new BenchFailure("the process ended before its memory was read");
    }
    throw new BenchFailure("the kernel does not tell the memory of process " + process.pid());
  }

  /** Octets of live objects: the heap in use right after a full collection. */
  long liveHeapBytes() throws BenchFailure {
    return liveHeapBytes(process);
  }

  static long liveHeapBytes(Running process) throws BenchFailure {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(process.pid());
    Command.run(jcmd, pid, "GC.run");
    Command.run(jcmd, pid, "GC.run");
    // One line for each generation; what follows "Metaspace" is not the heap.
    String heap = Command.run(jcmd, pid, "GC.heap_info").split("Metaspace", 2)[0];
    long used = 0;
    Matcher generation = USED.matcher(heap);
    while (generation.find()) {
      used += Long.parseLong(generation.group(1)) * 1024;
    }
    if (used == 0) {
      throw new BenchFailure("jcmd prints no heap figure: " + heap.strip());
    }
    return used;
  }

  @Override
  public String name() {
    return "the agent";
  }

  @Override
  public boolean running() {
    return process.alive();
  }

  @Override
  public void close() {
    process.close();
  }
}
