package org.moorage.manager.catalogue;

import java.util.List;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** Who uses a version of a type right now. */
public interface VersionUsers {

  /**
   * VSIs that hold a version.
   *
   * @param vsis how many, all edges together
   * @param edges how many edges they are on
   * @param some a few of them, each {@code VSIID on EDGE:UPLINK}
   */
  record Usage(long vsis, long edges, List<String> some) {
    public Usage {
      some = List.copyOf(some);
    }
  }

  Usage of(VsiTypeId type, VsiTypeVersion version);
}
