package org.moorage.dataplane;

import org.moorage.edge.VPortId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.flow.SflowDatagram;

/**
 * A frame that passed a vPort and was taken to be looked at.
 *
 * @param fromVm the VM sent it; otherwise it goes to the VM
 * @param number of the vPort's samples, from 1
 * @param rate one frame in so many is taken
 * @param pool frames of the vPort that could have been taken so far
 * @param length octets of the frame, without FCS
 * @param header its first octets as it came in, at most {@value #MAX_HEADER}
 * @param sourceVlan VID it came with, 0 untagged
 * @param destinationVlan VID it leaves with, 0 untagged
 */
public record FrameSample(
    VPortId vPort,
    boolean fromVm,
    long number,
    int rate,
    long pool,
    int length,
    Octets header,
    int sourceVlan,
    int destinationVlan) {

  /** What a collector is sent of a frame. */
  public static final int MAX_HEADER = SflowDatagram.MAX_HEADER;
}
