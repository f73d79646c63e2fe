package org.moorage.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A running lab as it is at one moment.
 *
 * @param over whether every line of the script is decided
 * @param tail the last lines of the story
 */
public record LabView(
    String name,
    String about,
    long seed,
    Duration elapsed,
    boolean over,
    List<Line> script,
    List<LabOutcome.Verdict> always,
    List<Station> stations,
    List<Switch> switches,
    List<Link> links,
    List<LabEvent> tail) {

  /** Lines of story somebody looks back on. */
  static final int TAIL = 60;

  public LabView {
    script = List.copyOf(script);
    always = List.copyOf(always);
    stations = List.copyOf(stations);
    switches = List.copyOf(switches);
    links = List.copyOf(links);
    tail = List.copyOf(tail);
  }

  /** How far a line of the script is. */
  public enum Progress {
    WAITING,
    DONE,
    HELD,
    BROKEN
  }

  /**
   * A line of the script.
   *
   * @param at when it was decided; for one that waits, when it will be at the latest
   * @param why what was seen, where something was
   */
  public record Line(String text, Progress progress, Duration at, String why) {}

  /** A station and its VMs. */
  public record Station(String name, boolean alive, List<String> ports, List<Machine> vms) {
    public Station {
      ports = List.copyOf(ports);
      vms = List.copyOf(vms);
    }
  }

  /** How far a VM's connection is on one station. */
  public enum Connection {
    ASKED,
    PREPARED,
    RUNNING,
    OFF,
    LEAVING
  }

  /**
   * A VM on a station.
   *
   * @param described its type, address and VLAN, in words
   * @param whereabouts which vPorts it has, in words
   */
  public record Machine(
      String name, String type, Connection connection, String described, String whereabouts) {}

  /** A switch; its agent runs or is being restarted. */
  public record Switch(String name, boolean running, List<Port> ports) {
    public Switch {
      ports = List.copyOf(ports);
    }
  }

  /** A port of a switch; those of the fabric have no vPorts. */
  public record Port(String name, boolean fabric, int vPorts, Optional<String> speaks) {}

  /**
   * A cable.
   *
   * @param a of a station, unless it is a fabric link
   * @param conditions what it does to frames, in words; empty for an ordinary cable
   */
  public record Link(String a, String b, boolean fabric, boolean cut, String conditions) {}
}
