package org.moorage.protocol.stack;

import java.util.List;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VidField;

/** What the edge decided about a {@code PortEffect.Command}. */
public sealed interface VsiAnswer {

  /**
   * The VSI has what it asked for.
   *
   * @param vids one for each filter entry, in their order. What a station would not stand is sent
   *     back as it was asked: a VID that was named, anything of a field with PS set.
   */
  record Accepted(List<VidField> vids) implements VsiAnswer {
    public Accepted {
      vids = List.copyOf(vids);
    }
  }

  /**
   * The VSI does not get it.
   *
   * @param error not {@link VdpError#SUCCESS}
   * @param keep the state before stays; honoured only for a VSI that already held one
   * @param hard the same request will never do
   * @param draft the same in the words of draft 0
   */
  record Refused(VdpError error, boolean keep, boolean hard, DraftResponse draft)
      implements VsiAnswer {
    public Refused {
      if (error == VdpError.SUCCESS || draft == DraftResponse.SUCCESS) {
        throw new IllegalArgumentException("a refusal that says success");
      }
    }

    public Refused(VdpError error, boolean keep, boolean hard) {
      this(error, keep, hard, DraftResponse.of(error));
    }
  }
}
