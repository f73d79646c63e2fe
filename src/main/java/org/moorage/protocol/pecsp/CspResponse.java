package org.moorage.protocol.pecsp;

import java.util.List;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;

/** The answer to a {@link CspRequest}. */
public sealed interface CspResponse {

  Completion completion();

  /** There is no more to say. */
  record Done(Completion completion) implements CspResponse {}

  /** The port's frames carry this E-channel. */
  record Created(EChannelId channel) implements CspResponse {
    @Override
    public Completion completion() {
      return Completion.SUCCESS;
    }
  }

  /**
   * What was counted.
   *
   * @param ports at most {@value #MOST}, by number
   * @param more whether there are ports with higher numbers
   */
  record Counted(List<ExtendedPortCounters> ports, boolean more) implements CspResponse {

    /** So many fit an ECPDU. */
    public static final int MOST = 32;

    public Counted {
      ports = List.copyOf(ports);
      if (ports.size() > MOST) {
        throw new IllegalArgumentException(ports.size() + " ports in one answer; at most " + MOST);
      }
    }

    @Override
    public Completion completion() {
      return Completion.SUCCESS;
    }
  }

  static CspResponse done() {
    return new Done(Completion.SUCCESS);
  }

  static CspResponse refused(Completion why) {
    return new Done(why);
  }
}
