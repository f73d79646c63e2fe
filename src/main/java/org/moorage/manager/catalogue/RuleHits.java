package org.moorage.manager.catalogue;

import java.util.List;

/** How often the rules of a version matched, all its vPorts together. */
interface RuleHits {

  /**
   * Hits of each written rule, first from the VM, then to the VM, in order.
   *
   * @param vPorts how many of them have been counted
   * @param hits empty where nothing has been heard yet
   */
  record Hits(int vPorts, List<Long> hits) {
    public Hits {
      hits = List.copyOf(hits);
    }
  }

  /**
   * What the edges last reported.
   *
   * @param rules how many rules the version has, both directions
   */
  Hits of(VersionKey version, int rules);
}
