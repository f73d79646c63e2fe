package org.moorage.edge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.protocol.vdp.VsiId;

/**
 * Which VSIs that ended without their station's doing had asked with VID 0. Such a station asks
 * again with the VID it was answered and goes on sending without a tag: lldpad keeps the answer in
 * the place of what was asked.
 */
final class FormerForms {

  /** The VSIs of a full port, which a cable takes away together. */
  private static final int MAX = EdgeSettings.VPORTS_PER_PORT;

  private record Key(PortName port, VsiId vsi) {}

  private final Map<Key, List<VPortMatch>> untagged =
      new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<VPortMatch>> eldest) {
          return size() > MAX;
        }
      };

  void keep(VPort ended) {
    List<VPortMatch> matches =
        ended.plan().matches().stream().filter(VPortMatch::untagged).toList();
    Key key = new Key(ended.port(), ended.vsi());
    untagged.remove(key);
    if (!matches.isEmpty()) {
      untagged.put(key, matches);
    }
  }

  /** Those whose frames may be untagged; empty where nothing is known of the VSI. */
  List<VPortMatch> of(PortName port, VsiId vsi) {
    return untagged.getOrDefault(new Key(port, vsi), List.of());
  }

  void forget(PortName port, VsiId vsi) {
    untagged.remove(new Key(port, vsi));
  }
}
