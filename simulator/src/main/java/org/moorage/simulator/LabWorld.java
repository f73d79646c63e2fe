package org.moorage.simulator;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/** What the parts of a running lab ask of it. */
interface LabWorld {

  VirtualTime time();

  default Instant now() {
    return time().now();
  }

  /** A generator of its own, which follows from the lab's seed. */
  RandomGenerator random();

  /** A line of the story. */
  void tell(String where, LabEvent.Kind kind, String text);

  /** Puts a frame on the cable at that port; without a cable it is gone. */
  void transmit(PortRef from, Octets frame);

  /** A VM received a frame of another. */
  void delivered(Vm to, MacAddress from);

  /** A VM got the answer to a probe. */
  void answered(Vm vm, int probe);

  /** Something changed that a claim or a law may be about. */
  void changed();
}
