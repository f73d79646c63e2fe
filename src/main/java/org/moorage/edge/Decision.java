package org.moorage.edge;

import java.util.List;
import org.moorage.protocol.stack.VsiAnswer;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VidField;

/** What an edge says to a request. Nothing has changed yet: see {@link Edge#commit}. */
public sealed interface Decision {

  /** The rules that led here, in the order they were met, each a sentence. */
  List<String> because();

  /** What the port stack is told. */
  VsiAnswer answer();

  /** A request that is met. */
  sealed interface Granted extends Decision {

    /** What to program, or for {@link NoVPort} what an associate would program. */
    VPortPlan plan();

    /** The VIDs to answer, one for each filter entry. */
    List<VidField> vids();

    /** VLANs of pools that go with it. */
    List<VidLease> leases();

    @Override
    default VsiAnswer answer() {
      return new VsiAnswer.Accepted(vids());
    }
  }

  /** A vPort: program {@code plan}, which forwards or is only reserved, then commit. */
  record Accept(VPortPlan plan, List<VidField> vids, List<VidLease> leases, List<String> because)
      implements Granted {
    public Accept {
      vids = List.copyOf(vids);
      leases = List.copyOf(leases);
      because = List.copyOf(because);
    }
  }

  /** Pre-associated without a reservation: nothing to program, whatever was programmed goes. */
  record NoVPort(VPortPlan plan, List<VidField> vids, List<VidLease> leases, List<String> because)
      implements Granted {
    public NoVPort {
      vids = List.copyOf(vids);
      leases = List.copyOf(leases);
      because = List.copyOf(because);
    }
  }

  /**
   * It is not met.
   *
   * @param keep what the VSI had before stays; only for a VSI whose vPort is active
   * @param hard asking the same again is useless
   * @param draft the same in the words of draft 0
   * @param reason what stands against it, a sentence without full stop
   * @param fix what somebody can do about it, a sentence without full stop
   */
  record Refuse(
      VdpError error,
      boolean keep,
      boolean hard,
      DraftResponse draft,
      String reason,
      String fix,
      List<String> because)
      implements Decision {
    public Refuse {
      because = List.copyOf(because);
    }

    @Override
    public VsiAnswer answer() {
      return new VsiAnswer.Refused(error, keep, hard, draft);
    }
  }
}
