package org.moorage.protocol.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;

/**
 * TLVs on their way to the peer, in the order they came up. They wait here rather than in ECP so
 * that what waits together travels together.
 */
final class Outbox {

  /** Each VSI of a port may wait for one answer and one de-associate. */
  static final int LIMIT = 2 * BridgePortSettings.VSI_LIMIT;

  private static final int END_TLV = 2;

  /**
   * What is to be said about one VSI.
   *
   * @param vsi unknown where a malformed TLV is sent back
   * @param tlvs its association TLV and what belongs to it, headers included
   */
  record Letter(@Nullable VsiId vsi, VsiManagerId manager, Octets tlvs) {}

  /** What goes out in one PDU, and whom it is about. */
  record Parcel(Octets payload, List<VsiId> vsis) {}

  private final Deque<Letter> waiting = new ArrayDeque<>();

  /** Whether there was room. */
  boolean add(Letter letter) {
    return waiting.size() < LIMIT && waiting.add(letter);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  void clear() {
    waiting.clear();
  }

  /** The first letter and those behind it that fit and go to the same manager. */
  Parcel takeRatified() {
    VsiManagerId manager = waiting.element().manager();
    OctetsBuilder out = Octets.builder().octets(VdpPdu.managerTlv(manager));
    List<VsiId> vsis = new ArrayList<>();
    while (fits(out, Ecpdu.MAX_PAYLOAD_SENT) && waiting.element().manager().equals(manager)) {
      take(out, vsis);
    }
    return new Parcel(out.u16(0).build(), vsis);
  }

  /** The first letter and those behind it that fit; draft 0 names the manager in each. */
  Parcel takeDraft() {
    OctetsBuilder out = Octets.builder();
    List<VsiId> vsis = new ArrayList<>();
    while (fits(out, DraftEcpdu.MAX_PAYLOAD)) {
      take(out, vsis);
    }
    return new Parcel(out.u16(0).build(), vsis);
  }

  private boolean fits(OctetsBuilder out, int limit) {
    Letter first = waiting.peek();
    return first != null && out.size() + first.tlvs().size() + END_TLV <= limit;
  }

  private void take(OctetsBuilder out, List<VsiId> vsis) {
    Letter letter = waiting.remove();
    out.octets(letter.tlvs());
    if (letter.vsi() != null) {
      vsis.add(letter.vsi());
    }
  }
}
