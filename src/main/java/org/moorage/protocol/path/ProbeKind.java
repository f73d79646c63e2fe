package org.moorage.protocol.path;

import java.util.List;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.VlanTag;

/** What a probe looks like to the bridges it passes: its EtherType, and whether it has an S-TAG. */
public enum ProbeKind {
  LLDP(EtherType.LLDP, false),
  ECP(EtherType.ECP, false),
  DRAFT_ECP(EtherType.ECP_DRAFT, false),
  TAGGED_LLDP(EtherType.LLDP, true),
  TAGGED_ECP(EtherType.ECP, true);

  /** The first SVID an S-channel with a tag may have. */
  private static final int SVID = 2;

  /** PCP of control frames. */
  private static final int NETWORK_CONTROL = 7;

  private final EtherType type;
  private final List<VlanTag> tags;

  ProbeKind(EtherType type, boolean tagged) {
    this.type = type;
    tags = tagged ? List.of(new VlanTag(EtherType.S_TAG, NETWORK_CONTROL, false, SVID)) : List.of();
  }

  EtherType type() {
    return type;
  }

  List<VlanTag> tags() {
    return tags;
  }

  /** Whether a frame has the tags of this kind; a bridge may change their priority. */
  boolean hasTags(List<VlanTag> found) {
    return found.size() == tags.size()
        && (tags.isEmpty()
            || found.getFirst().type().equals(EtherType.S_TAG) && found.getFirst().vid() == SVID);
  }
}
