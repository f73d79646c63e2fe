package org.moorage.protocol.stack;

import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.vdp.VdpTlvs;
import org.moorage.protocol.vdp.VdpType;

/** What a peer's PDUs tell about its implementation. */
final class PeerHabits {

  private PeerHabits() {}

  /**
   * lldpad, the one peer that loses PDUs sent back to back, never closes the list of TLVs in a
   * frame that needs no padding and never puts two associations in one PDU. Who does either is
   * another.
   */
  static boolean showNoNeedOfPacing(VdpTlvs pdu, int frameSize) {
    if (pdu.endTlv() && frameSize > EthernetFrame.MIN_SIZE) {
      return true;
    }
    int associations = 0;
    for (VdpTlvs.RawTlv tlv : pdu.tlvs()) {
      associations += VdpType.of(tlv.type()).isPresent() ? 1 : 0;
    }
    return associations > 1;
  }
}
