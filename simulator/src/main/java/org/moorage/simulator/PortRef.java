package org.moorage.simulator;

/** A port of a station or of a switch, written {@code host-a:eth0}. */
record PortRef(String node, String port) implements Comparable<PortRef> {

  static PortRef parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new Mistaken("\"" + text + "\" is not a port; write it as leaf-1:p1");
    }
    return new PortRef(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(PortRef other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : port.compareTo(other.port);
  }

  @Override
  public String toString() {
    return node + ":" + port;
  }
}
