package org.moorage.dataplane;

import org.moorage.edge.VPortId;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;

/** Takes what is learned of VMs. Called by the threads that forward, so it must not wait. */
@FunctionalInterface
public interface LearnedSink {

  /** A VM speaks under an address of its subnet about which there is no record. */
  void learned(VPortId vPort, VirtualSubnetId vsid, MacAddress mac, IpAddress address);
}
