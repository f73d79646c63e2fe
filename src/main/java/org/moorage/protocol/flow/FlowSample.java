package org.moorage.protocol.flow;

import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;

/**
 * One sampled frame (sFlow version 5, {@code flow_sample}) with its first octets ({@code
 * sampled_header}) and its VLANs ({@code extended_switch}).
 *
 * @param sequence of the samples of this source, from 1
 * @param source ifIndex of the data source, 0..2^24-1
 * @param rate one frame in so many is taken
 * @param pool frames that could have been taken so far
 * @param drops samples lost for want of room so far
 * @param input ifIndex it came in on; 0 where that is not known
 * @param output ifIndex it left by; 0 where that is not known
 * @param frameLength octets on the wire, without FCS
 * @param header its first octets, at most {@value SflowDatagram#MAX_HEADER}
 * @param sourceVlan VID it came with, 0 untagged
 * @param destinationVlan VID it left with, 0 untagged
 */
public record FlowSample(
    long sequence,
    int source,
    int rate,
    long pool,
    long drops,
    int input,
    int output,
    int frameLength,
    Octets header,
    int sourceVlan,
    int destinationVlan)
    implements SflowSample {

  private static final int TYPE = 1;
  private static final int SAMPLED_HEADER = 1;
  private static final int EXTENDED_SWITCH = 1001;
  private static final int ETHERNET = 1;
  private static final int RECORDS = 2;
  private static final int EXTENDED_SWITCH_SIZE = 16;

  /** Protocol, frame length, stripped octets, header length. */
  private static final int BEFORE_HEADER = 16;

  public FlowSample {
    if (header.size() > SflowDatagram.MAX_HEADER) {
      throw new IllegalArgumentException(
          header.size() + " octets of header; at most " + SflowDatagram.MAX_HEADER);
    }
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Octets body() {
    OctetsBuilder out =
        Octets.builder()
            .u32(sequence)
            .u32(source)
            .u32(rate)
            .u32(pool)
            .u32(drops)
            .u32(input)
            .u32(output)
            .u32(RECORDS);
    int padding = -header.size() & 3;
    out.u32(SAMPLED_HEADER).u32(BEFORE_HEADER + header.size() + padding);
    out.u32(ETHERNET).u32(frameLength).u32(0).u32(header.size()).octets(header).zeros(padding);
    out.u32(EXTENDED_SWITCH).u32(EXTENDED_SWITCH_SIZE);
    return out.u32(sourceVlan).u32(0).u32(destinationVlan).u32(0).build();
  }
}
