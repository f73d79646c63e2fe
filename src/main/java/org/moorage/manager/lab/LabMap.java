package org.moorage.manager.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A lab drawn: stations above, switches below, the fabric under them. Only places and words; the
 * template draws.
 */
record LabMap(int width, int height, List<Box> boxes, List<Wire> wires) {

  private static final int SLOT = 250;
  private static final int BOX = 220;
  private static final int LINE = 18;
  private static final int HEAD = 30;
  private static final int MARGIN = 16;

  /** Between the two rows: room for the links and their buttons. */
  private static final int BETWEEN = 110;

  private static final int BELOW = 90;

  /** VMs drawn in a station; the list beside the drawing has them all. */
  private static final int MAX_VMS = 6;

  /** Half the width and the height of a link's button. */
  private static final int BUTTON_HALF = 32;

  private static final int BUTTON_HEIGHT = 28;

  LabMap {
    boxes = List.copyOf(boxes);
    wires = List.copyOf(wires);
  }

  /** A line of text in a box; {@code state} is a state word of the style sheet. */
  record Text(int x, int y, String text, String state) {}

  /** A station or a switch. */
  record Box(int x, int y, int width, int height, String name, String state, List<Text> lines) {}

  /** A cable: a path, and where its button stands. */
  record Wire(String path, int buttonX, int buttonY, LabSnapshot.Link link) {
    public String ends() {
      return link.a() + " - " + link.b();
    }

    /** What pressing the button says to the lab. */
    public String sentence() {
      return "link " + link.a() + (link.cut() ? " is mended" : " is cut");
    }
  }

  private record Point(int x, int y) {}

  static LabMap of(LabSnapshot lab) {
    int slots = Math.max(1, Math.max(lab.stations().size(), lab.switches().size()));
    int width = slots * SLOT + 2 * MARGIN;
    int rows = lab.stations().stream().mapToInt(LabMap::rows).max().orElse(0);
    int above = HEAD + (rows + 1) * LINE;
    int switchTop = MARGIN + above + BETWEEN;
    List<Box> boxes = new ArrayList<>();
    Map<String, Point> ends = new HashMap<>();
    int place = 0;
    for (LabSnapshot.Station station : lab.stations()) {
      int x = left(place++, lab.stations().size(), width);
      boxes.add(station(station, x, above));
      spread(station.name(), station.ports(), x, MARGIN + above, ends);
    }
    place = 0;
    for (LabSnapshot.Switch edge : lab.switches()) {
      int x = left(place++, lab.switches().size(), width);
      boxes.add(edge(edge, x, switchTop));
      int bottom = switchTop + edgeHeight(edge);
      spread(edge.name(), ports(edge, false), x, switchTop, ends);
      spread(edge.name(), ports(edge, true), x, bottom, ends);
    }
    List<Wire> wires = new ArrayList<>();
    for (LabSnapshot.Link link : lab.links()) {
      Point a = ends.get(link.a());
      Point b = ends.get(link.b());
      if (a != null && b != null) {
        wires.add(link.fabric() ? below(link, a, b) : between(link, a, b));
      }
    }
    int edgeHeight = lab.switches().stream().mapToInt(LabMap::edgeHeight).max().orElse(0);
    return new LabMap(width, switchTop + edgeHeight + BELOW, boxes, wires);
  }

  private static int rows(LabSnapshot.Station station) {
    return Math.min(station.vms().size(), MAX_VMS + 1);
  }

  /** The row is centred whatever the other row needs. */
  private static int left(int place, int count, int width) {
    return (width - count * SLOT) / 2 + place * SLOT + (SLOT - BOX) / 2;
  }

  private static Box station(LabSnapshot.Station station, int x, int height) {
    List<Text> lines = new ArrayList<>();
    int y = MARGIN + HEAD + LINE;
    for (LabSnapshot.Machine vm : station.vms()) {
      if (lines.size() == MAX_VMS && station.vms().size() > MAX_VMS) {
        String more = "+ " + (station.vms().size() - MAX_VMS);
        lines.add(new Text(x + MARGIN, y, more, "muted"));
        break;
      }
      lines.add(new Text(x + MARGIN, y, vm.name() + "  " + vm.type(), kind(vm.connection())));
      y += LINE;
    }
    return new Box(
        x, MARGIN, BOX, height, station.name(), station.alive() ? "ok" : "refused", lines);
  }

  static String kind(LabSnapshot.Connection connection) {
    return switch (connection) {
      case RUNNING -> "ok";
      case ASKED, PREPARED -> "warning";
      case OFF -> "refused";
      case LEAVING -> "unknown";
    };
  }

  private static int edgeHeight(LabSnapshot.Switch edge) {
    return HEAD + LINE * (1 + Math.min(ports(edge, false).size(), MAX_VMS));
  }

  private static Box edge(LabSnapshot.Switch edge, int x, int top) {
    List<Text> lines = new ArrayList<>();
    int y = top + HEAD + LINE;
    for (LabSnapshot.Port port : edge.ports()) {
      if (!port.fabric() && lines.size() < MAX_VMS) {
        String text =
            port.name() + "  " + port.vPorts() + " vPort" + (port.vPorts() == 1 ? "" : "s");
        lines.add(new Text(x + MARGIN, y, text, port.vPorts() > 0 ? "accent" : "muted"));
        y += LINE;
      }
    }
    return new Box(
        x, top, BOX, edgeHeight(edge), edge.name(), edge.running() ? "ok" : "refused", lines);
  }

  private static List<String> ports(LabSnapshot.Switch edge, boolean fabric) {
    return edge.ports().stream()
        .filter(port -> port.fabric() == fabric)
        .map(LabSnapshot.Port::name)
        .toList();
  }

  private static void spread(
      String node, List<String> ports, int left, int y, Map<String, Point> ends) {
    for (int i = 0; i < ports.size(); i++) {
      int x = left + BOX * (i + 1) / (ports.size() + 1);
      ends.put(node + ":" + ports.get(i), new Point(x, y));
    }
  }

  private static Wire between(LabSnapshot.Link link, Point a, Point b) {
    String path = "M " + a.x() + " " + a.y() + " L " + b.x() + " " + b.y();
    return new Wire(
        path, (a.x() + b.x()) / 2 - BUTTON_HALF, (a.y() + b.y()) / 2 - BUTTON_HEIGHT / 2, link);
  }

  private static Wire below(LabSnapshot.Link link, Point a, Point b) {
    int deep = Math.max(a.y(), b.y()) + BELOW * 2 / 3;
    String path =
        "M " + a.x() + " " + a.y() + " C " + a.x() + " " + deep + " " + b.x() + " " + deep + " "
            + b.x() + " " + b.y();
    int lowest = (Math.min(a.y(), b.y()) + 3 * deep) / 4;
    return new Wire(path, (a.x() + b.x()) / 2 - BUTTON_HALF, lowest - BUTTON_HEIGHT / 2, link);
  }
}
