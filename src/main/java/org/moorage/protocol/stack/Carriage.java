package org.moorage.protocol.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.vdp.VsiId;

/** VDP's way over the link in one flavour: what waits to be said, and ECP both ways. */
sealed interface Carriage permits RatifiedCarriage, DraftCarriage {

  /** Where a carriage puts what comes of its work. */
  interface Outlet {
    void send(Octets frame);

    void dropped(String reason);

    /** What was to be said about these was never acknowledged, however often it was sent. */
    void undelivered(List<VsiId> vsis);
  }

  String QUEUE_FULL = "too much waits to be sent";
  String UNACKNOWLEDGED = "PDU was never acknowledged";
  String STRAY_ACK = "ECP ACK nothing waits for";
  String REPEATED = "ECPDU was a repetition";
  String LINK_IS_DOWN = "link is down";

  /** Sequence numbers are 1..65535. */
  int SEQUENCES = 0xFFFF;

  /** Starts; the first sequence number, 1..65535, should be random. */
  void linkUp(int firstSequence, Instant now);

  /** Stops; whatever waits is forgotten. */
  void linkDown(Instant now);

  /** From the next transmission on. */
  void configure(int maxRetries, Duration ackTimer, Duration gap, Instant now);

  /** Takes a frame of this flavour's EtherType; the payload, where it is a new request. */
  Optional<Octets> receive(EthernetFrame frame, Instant now);

  /**
   * Lets a letter wait; {@link #pump} sends it. While the link is down it is forgotten: by the time
   * the link is back the peer asks again, and would take it for the answer.
   */
  void offer(Outbox.Letter letter);

  /** Sends what can be sent now. */
  void pump(Instant now);

  /** Does what is due. */
  void due(Instant now);

  /** When {@link #due} is to be called next. */
  Optional<Instant> deadline();

  /** Letters not yet sent. */
  int waiting();
}
