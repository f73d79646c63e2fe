package org.moorage.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moorage.wire.NetworkNamespace.Ran;

/** lldpad in a namespace of its own: what runs on a hypervisor and speaks VDP for libvirt. */
final class Station implements AutoCloseable {

  /** lldpad offers itself on its socket at once, its modules settle a little later. */
  private static final Duration START_BOUND = Duration.ofSeconds(15);

  /** vdptool itself gives up after 5 s. */
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(20);

  private final NetworkNamespace namespace;
  private final String port;
  private final Path folder;
  private final String configuration;
  private Process process;

  /** One VSI as vdptool wants it: {@code filters} in its notation, VID-MAC-GROUP. */
  record Vsi(String uuid, int type, int version, List<String> filters) {

    Vsi(String uuid, int type, int version, String... filters) {
      this(uuid, type, version, List.of(filters));
    }

    /** The same after the bridge filled a VID in: from then on lldpad knows it by that. */
    Vsi answered(Answer answer) {
      return new Vsi(uuid, type, version, answer.filters());
    }

    /** The same UUID asked for in another way. */
    Vsi of(int otherType, int otherVersion) {
      return new Vsi(uuid, otherType, otherVersion, filters);
    }
  }

  private Station(NetworkNamespace namespace, String port, Path folder, String configuration) {
    this.namespace = namespace;
    this.port = port;
    this.folder = folder;
    this.configuration = configuration;
    this.process = launch();
  }

  /**
   * A station of the ratified protocol.
   *
   * @param ackTimer RTE, its exponent of 10 us
   * @param keepAlive RKA
   */
  static Station ratified(
      NetworkNamespace namespace, String port, Path folder, int ackTimer, int keepAlive) {
    return start(
        namespace,
        port,
        folder,
        """
        tlvid0080c20d : { enableTx = true; evbmode = "station"; evbrrcap = false; evbrrreq = true;
          evbgpid = true; ecpretries = 3; ecprte = %d; vdprwd = 18; vdprka = %d; };
        """
            .formatted(ackTimer, keepAlive));
  }

  /** Its bridge role, which accepts whatever is asked; for our own station to talk to. */
  static Station bridge(
      NetworkNamespace namespace, String port, Path folder, int ackTimer, int keepAlive) {
    return start(
        namespace,
        port,
        folder,
        """
        tlvid0080c20d : { enableTx = true; evbmode = "bridge"; evbrrcap = true; evbrrreq = false;
          evbgpid = true; ecpretries = 3; ecprte = %d; vdprwd = 18; vdprka = %d; };
        """
            .formatted(ackTimer, keepAlive));
  }

  /** A station of draft 0, what libvirt drove before the standard was ratified. */
  static Station draft(NetworkNamespace namespace, String port, Path folder) {
    return start(
        namespace,
        port,
        folder,
        """
        tlvid001b3f00 : { enableTx = true; fmode = "reflectiverelay"; capabilities = "rte,ecp,vdp";
          rte = "15"; vsis = "3295"; };
        vdp : { enableTx = true; role = "station"; };
        """);
  }

  private static Station start(
      NetworkNamespace namespace, String port, Path folder, String modules) {
    String configuration =
        "nearest_customer_bridge : { %s : { adminStatus = 3; %s }; };\n".formatted(port, modules);
    Station station = new Station(namespace, port, folder, configuration);
    station.awaitReady();
    return station;
  }

  /** Each instance wants /run, shared memory and semaphores of its own. */
  private Process launch() {
    try {
      Path file = Files.writeString(folder.resolve("lldpad-" + port + ".conf"), configuration);
      return namespace.start(
          folder.resolve("lldpad-" + port + ".log"),
          "unshare",
          "-m",
          "-i",
          "sh",
          "-c",
          "mount -t tmpfs none /run && mount -t tmpfs none /dev/shm && exec lldpad -p -f \"$0\"",
          file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    Eventually.within(START_BOUND, this::log, () -> lldptool("-t", "-i", port).orFail());
  }

  /** Kills it as a power cut would: nothing is said on the wire. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it again after {@link #kill}; it remembers no VSI. */
  void startAgain() {
    process = launch();
    awaitReady();
  }

  Ran lldptool(String... arguments) {
    return tool("lldptool", arguments);
  }

  /** Asks for {@code mode}, waits for the bridge's answer, fails unless it is granted. */
  Answer request(String mode, Vsi vsi) {
    Answer answer = ask(mode, vsi);
    assertThat(answer.mode()).as("%s of %s", mode, vsi).isEqualTo(mode);
    return answer;
  }

  /** Asks for an association and fails unless it is refused: the answer is a de-association. */
  void assertRefused(Vsi vsi) {
    assertThat(ask("assoc", vsi).mode()).as("assoc of %s", vsi).isEqualTo("deassoc");
    assertThat(held("assoc", vsi.uuid())).doesNotContain(vsi.uuid());
  }

  /**
   * The bridge's answer. vdptool stops waiting after 5 s, which a busy machine may need; then it is
   * asked again, which changes nothing at a bridge that has answered.
   */
  private Answer ask(String mode, Vsi vsi) {
    List<String> arguments =
        new ArrayList<>(List.of("-i", port, "-T", "-W", "-V", mode, "-c", "mode=" + mode));
    arguments.addAll(List.of("-c", "mgrid2=moorage", "-c", "typeid=" + vsi.type()));
    arguments.addAll(List.of("-c", "typeidver=" + vsi.version(), "-c", "uuid=" + vsi.uuid()));
    arguments.addAll(List.of("-c", "hints=none"));
    vsi.filters().forEach(filter -> arguments.addAll(List.of("-c", "filter=" + filter)));
    return Eventually.within(
        ANSWER_BOUND,
        this::log,
        () -> {
          Answer answer = Answer.of(tool("vdptool", arguments.toArray(String[]::new)).orFail());
          assertThat(answer.uuid()).as("answered VSI").isEqualTo(vsi.uuid());
          assertThat(answer.mode()).as("answered mode").isIn(mode, "deassoc");
          return answer;
        });
  }

  Answer associate(Vsi vsi) {
    return request("assoc", vsi);
  }

  /** What lldpad holds for a VSI; empty text when it holds none in that mode. */
  String held(String mode, String uuid) {
    return tool("vdptool", "-i", port, "-t", "-V", mode, "-c", "mode=" + mode, "-c", "uuid=" + uuid)
        .out();
  }

  /** Fails unless lldpad holds the VSI as associated. */
  void assertHolds(Vsi vsi) {
    assertThat(held("assoc", vsi.uuid())).contains("uuid = " + vsi.uuid());
  }

  String neighbour() {
    return lldptool("-t", "-n", "-g", "ncb", "-i", port).out();
  }

  String log() {
    try {
      return Files.readString(folder.resolve("lldpad-" + port + ".log"));
    } catch (IOException e) {
      return "no log of lldpad: " + e;
    }
  }

  private Ran tool(String program, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = program;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return namespace.run(command);
  }

  @Override
  public void close() {
    kill();
  }

  /** What the bridge answered, as vdptool prints it. */
  record Answer(Map<String, String> fields, List<String> filters) {

    private static Answer of(String text) {
      Map<String, String> fields = new TreeMap<>();
      List<String> filters = new ArrayList<>();
      text.lines()
          .filter(line -> line.contains(" = "))
          .forEach(line -> {
            String[] sides = line.strip().split(" = ", 2);
            if (sides[0].equals("filter")) {
              filters.add(sides[1]);
            } else {
              fields.put(sides[0], sides[1]);
            }
          });
      return new Answer(Map.copyOf(fields), List.copyOf(filters));
    }

    String mode() {
      return fields.getOrDefault("mode", "none");
    }

    String uuid() {
      return fields.getOrDefault("uuid", "none");
    }
  }
}
