package org.moorage.simulator;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** The members of a YAML mapping by their name, in the order written. */
record Members(Map<String, Node> nodes) {

  /** For members whose presence was checked. */
  Node need(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("no member " + name));
  }

  Optional<Node> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  boolean has(String name) {
    return nodes.containsKey(name);
  }
}
