package org.moorage.protocol.flow;

import org.moorage.protocol.Octets;

/** What an sFlow datagram carries. */
public sealed interface SflowSample permits FlowSample, CounterSample {

  /** Of sFlow's own (enterprise 0): 1 {@code flow_sample}, 2 {@code counters_sample}. */
  int type();

  /** A whole number of 32-bit words. */
  Octets body();

  /** With type and length in front. */
  default Octets encode() {
    Octets body = body();
    return Octets.builder().u32(type()).u32(body.size()).octets(body).build();
  }
}
