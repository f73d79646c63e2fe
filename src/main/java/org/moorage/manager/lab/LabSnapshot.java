package org.moorage.manager.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A lab at one moment.
 *
 * @param phase whether the script goes on, is over, or the lab was ended
 * @param types VSI types a VM can be started with, as {@code web-server/2}
 * @param log the last lines of the story, the latest last
 */
public record LabSnapshot(
    String name,
    String about,
    Phase phase,
    Duration elapsed,
    List<Line> script,
    List<Line> laws,
    List<Station> stations,
    List<Switch> switches,
    List<Link> links,
    List<String> types,
    List<Happening> log) {

  public LabSnapshot {
    script = List.copyOf(script);
    laws = List.copyOf(laws);
    stations = List.copyOf(stations);
    switches = List.copyOf(switches);
    links = List.copyOf(links);
    types = List.copyOf(types);
    log = List.copyOf(log);
  }

  /** What the lab is at. */
  public enum Phase {
    SCRIPT,
    OVER,
    STOPPED
  }

  /** How far a line of the script is, or whether a law holds. */
  public enum Progress {
    WAITING,
    DONE,
    HELD,
    BROKEN
  }

  /**
   * A line of the script, or a law.
   *
   * @param at when it was decided; for one that waits, when it will be at the latest
   * @param why what was seen, where something was
   */
  public record Line(String text, Progress progress, Duration at, String why) {
    public String moment() {
      return LabSnapshot.moment(at);
    }
  }

  /** A station with its VMs. */
  public record Station(String name, boolean alive, List<String> ports, List<Machine> vms) {
    public Station {
      ports = List.copyOf(ports);
      vms = List.copyOf(vms);
    }
  }

  /** How far a VM's connection is. */
  public enum Connection {
    ASKED,
    PREPARED,
    RUNNING,
    OFF,
    LEAVING
  }

  /** A VM on a station. */
  public record Machine(
      String name, String type, Connection connection, String described, String whereabouts) {}

  /** A switch with its ports; {@code running} is its agent. */
  public record Switch(String name, boolean running, List<Port> ports) {
    public Switch {
      ports = List.copyOf(ports);
    }
  }

  /** A port of a switch; {@code speaks} is empty until its station was heard. */
  public record Port(String name, boolean fabric, int vPorts, String speaks) {}

  /** A cable between two ports, each {@code node:port}. */
  public record Link(String a, String b, boolean fabric, boolean cut, String conditions) {}

  /** A line of the story; {@code kind} is done, happened, alarm, held or broken. */
  public record Happening(String moment, String where, String kind, String text) {}

  /** {@code 12.3 s}. */
  static String moment(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  /** The same, looked at later: nothing else has happened since. */
  public LabSnapshot at(Duration later) {
    return new LabSnapshot(
        name, about, phase, later, script, laws, stations, switches, links, types, log);
  }

  public String clock() {
    return moment(elapsed);
  }
}
