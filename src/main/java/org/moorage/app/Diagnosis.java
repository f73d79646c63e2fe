package org.moorage.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.agent.AgentOptions;
import org.moorage.app.Finding.Role;
import org.moorage.app.Finding.State;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.SystemInterface;

/** What the facts about a machine mean for the roles of the program. */
final class Diagnosis {

  private static final int JDK = 25;

  private final List<Finding> findings = new ArrayList<>();

  private Diagnosis() {}

  /** In the order a person would mend things. */
  static List<Finding> of(MachineFacts facts) {
    Diagnosis diagnosis = new Diagnosis();
    diagnosis.java(facts);
    diagnosis.rawFrames(facts);
    diagnosis.interfaces(facts);
    diagnosis.startUp(facts);
    return List.copyOf(diagnosis.findings);
  }

  /** Whether nothing the role needs is missing. */
  static boolean isFine(Role role, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.role() == Role.ALL || finding.role() == role)
        .noneMatch(finding -> finding.state() == State.MISSING);
  }

  private void java(MachineFacts facts) {
    String running = "running on " + facts.jdkName();
    findings.add(
        facts.jdk() == JDK
            ? Finding.ok(Role.ALL, "Java", running)
            : Finding.missing(
                Role.ALL,
                "Java",
                running,
                "install a JDK 25 (Debian: temurin-25-jdk or openjdk-25-jdk) and set JAVA25_HOME"));
  }

  private void rawFrames(MachineFacts facts) {
    if (!facts.nativeAccess()) {
      findings.add(
          Finding.note(
              Role.AGENT,
              "native calls",
              "allowed only with a warning",
              "start by ./moorage, or with java --enable-native-access=ALL-UNNAMED"));
    }
    facts
        .rawObstacle()
        .ifPresentOrElse(
            why ->
                findings.add(
                    Finding.missing(
                        Role.AGENT,
                        "raw frames",
                        String.valueOf(why.getMessage()),
                        fix(why.reason()))),
            () ->
                findings.add(
                    Finding.ok(Role.AGENT, "raw frames", "may be opened, " + facts.system())));
  }

  private static String fix(Reason reason) {
    return switch (reason) {
      case NO_RIGHTS -> "sudo ./moorage agent ..., or grant CAP_NET_RAW to it";
      case NO_LIBRARY -> "run the agent on 64-bit Linux; labs run anywhere";
      case UNKNOWN_INTERFACE,
          INTERFACE_DOWN,
          INTERFACE_VANISHED,
          BAD_FRAME,
          NOT_OPEN,
          REFUSED_BY_SYSTEM,
          DEFECT ->
          "run the agent as root on Linux 4.20 or newer";
    };
  }

  private void interfaces(MachineFacts facts) {
    for (String sentence : facts.unknown()) {
      findings.add(Finding.missing(Role.AGENT, "interfaces", sentence, "name one of those it has"));
    }
    if (facts.interfaces().isEmpty() && facts.unknown().isEmpty()) {
      findings.add(
          Finding.missing(
              Role.AGENT,
              "interfaces",
              "none but the loopback",
              "to try without hardware: ip link add up0 type veth peer name vm0"));
    }
    facts.interfaces().forEach(port -> port(port, facts.asked()));
  }

  /** Everything that stands in the way of a port; of an interface nobody named only a hint. */
  private void port(MachineFacts.Port port, boolean asked) {
    List<Finding> against = objections(port, asked);
    SystemInterface is = port.is();
    if (against.isEmpty()) {
      findings.add(
          Finding.ok(
              Role.AGENT, is.name(), "up, " + is.mac() + ", MTU " + is.mtu() + ", no address"));
    } else {
      findings.addAll(asked ? against : against.subList(0, 1));
    }
  }

  private static List<Finding> objections(MachineFacts.Port port, boolean asked) {
    List<Finding> against = new ArrayList<>();
    SystemInterface is = port.is();
    String name = is.name();
    State gravity = asked ? State.MISSING : State.NOTE;
    port.addressObjection()
        .ifPresent(why -> {
          String[] parts = why.split("; ", 2);
          String words =
              parts[0].startsWith(name + " ") ? parts[0].substring(name.length() + 1) : parts[0];
          String fix = asked ? parts[parts.length - 1] : "leave it alone, use another as port";
          against.add(new Finding(Role.AGENT, gravity, name, words, Optional.of(fix)));
        });
    if (!is.up()) {
      String fix = "ip link set " + name + " up";
      against.add(new Finding(Role.AGENT, gravity, name, "switched off", Optional.of(fix)));
    } else if (!is.carrier()) {
      against.add(Finding.note(Role.AGENT, name, "no carrier: nothing at its end", "plug it in"));
    }
    if (!port.merging().isEmpty()) {
      String switches = String.join(", ", port.merging());
      String words = "merges received frames into ones no port can send (" + switches + ")";
      String fix = "ethtool -K " + name + " " + String.join(" off ", port.merging()) + " off";
      against.add(new Finding(Role.AGENT, gravity, name, words, Optional.of(fix)));
    }
    return against;
  }

  private void startUp(MachineFacts facts) {
    findings.add(
        switch (facts.cache()) {
          case PRESENT -> Finding.ok(Role.AGENT, "start-up cache", "made");
          case ABSENT ->
              Finding.note(
                  Role.AGENT,
                  "start-up cache",
                  "not made yet",
                  "./moorage agent --help makes it, once per build");
          case NO_DISTRIBUTION ->
              Finding.note(
                  Role.AGENT,
                  "start-up cache",
                  "none: running from classes, not from target/moorage",
                  "start by ./moorage");
        });
    int port = AgentOptions.DEFAULT_DOOR_PORT;
    findings.add(
        facts.doorFree()
            ? Finding.ok(Role.AGENT, "local door", "port " + port + " on loopback is free")
            : Finding.missing(
                Role.AGENT,
                "local door",
                "port " + port + " on loopback is taken, perhaps by an agent that runs already",
                "stop what listens there (ss -ltnp 'sport = "
                    + port
                    + "'), or agent --door-port N"));
  }
}
