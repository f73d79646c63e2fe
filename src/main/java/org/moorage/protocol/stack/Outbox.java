package org.moorage.protocol.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;

/**
 * TLVs on their way to the peer. They wait here rather than in ECP so that what waits together
 * travels together. Answers go first, in the order they came up; what is said unasked follows, and
 * is forgotten when the peer asks about that VSI again: late, it would be taken for the answer.
 */
final class Outbox {

  /** Each VSI of a port may wait for one answer, and for one thing said unasked. */
  static final int LIMIT = BridgePortSettings.VSI_LIMIT;

  /** How often ECP may try a letter, each time with all its retries, before it is lost. */
  private static final int MAX_BURSTS = 3;

  private static final int END_TLV = 2;

  /**
   * What is to be said about one VSI.
   *
   * @param vsi unknown where a malformed TLV is sent back
   * @param tlvs its association TLV and what belongs to it, headers included
   * @param asked an answer, or what the user wants
   * @param bursts how often ECP gave up on it
   */
  record Letter(@Nullable VsiId vsi, VsiManagerId manager, Octets tlvs, boolean asked, int bursts) {

    static Letter asked(@Nullable VsiId vsi, VsiManagerId manager, Octets tlvs) {
      return new Letter(vsi, manager, tlvs, true, 0);
    }

    static Letter unasked(VsiId vsi, VsiManagerId manager, Octets tlvs) {
      return new Letter(vsi, manager, tlvs, false, 0);
    }

    private Letter again() {
      return new Letter(vsi, manager, tlvs, asked, bursts + 1);
    }
  }

  /** What goes out in one PDU. */
  record Parcel(Octets payload, List<Letter> letters) {
    static final Parcel NONE = new Parcel(Octets.EMPTY, List.of());
  }

  private final Deque<Letter> answers = new ArrayDeque<>();
  private final Map<VsiId, Letter> unasked = new LinkedHashMap<>();

  /** Whether there was room. */
  boolean add(Letter letter) {
    VsiId vsi = letter.vsi();
    if (!letter.asked() && vsi != null) {
      boolean room = unasked.size() < LIMIT || unasked.containsKey(vsi);
      if (room) {
        unasked.put(vsi, letter);
      }
      return room;
    }
    if (vsi != null) {
      unasked.remove(vsi);
    }
    return answers.size() < LIMIT && answers.add(letter);
  }

  /**
   * Takes letters back that ECP gave up on, in front of all others so that no older one overtakes a
   * newer.
   *
   * @return those that were tried often enough
   */
  List<VsiId> takeBack(Parcel parcel) {
    List<VsiId> lost = new ArrayList<>();
    for (Letter letter : parcel.letters().reversed()) {
      VsiId vsi = letter.vsi();
      if (letter.bursts() + 1 < MAX_BURSTS) {
        if (letter.asked()) {
          answers.addFirst(letter.again());
        } else if (vsi != null) {
          unasked.putIfAbsent(vsi, letter.again());
        }
      } else if (vsi != null) {
        lost.add(vsi);
      }
    }
    return lost;
  }

  boolean isEmpty() {
    return answers.isEmpty() && unasked.isEmpty();
  }

  int size() {
    return answers.size() + unasked.size();
  }

  void clear() {
    answers.clear();
    unasked.clear();
  }

  /** The first letter and those behind it that fit and go to the same manager. */
  Parcel takeRatified() {
    Iterator<Letter> waiting = waiting();
    List<Letter> letters = new ArrayList<>(4);
    OctetsBuilder out = Octets.builder();
    while (waiting.hasNext()) {
      Letter letter = waiting.next();
      if (letters.isEmpty()) {
        out.octets(VdpPdu.managerTlv(letter.manager()));
      } else if (!letter.manager().equals(letters.getFirst().manager())) {
        break;
      }
      if (!take(letter, letters, out, Ecpdu.MAX_PAYLOAD_SENT)) {
        break;
      }
      waiting.remove();
    }
    return new Parcel(out.u16(0).build(), letters);
  }

  /** The first letter and those behind it that fit; draft 0 names the manager in each. */
  Parcel takeDraft() {
    Iterator<Letter> waiting = waiting();
    List<Letter> letters = new ArrayList<>(4);
    OctetsBuilder out = Octets.builder();
    while (waiting.hasNext() && take(waiting.next(), letters, out, DraftEcpdu.MAX_PAYLOAD)) {
      waiting.remove();
    }
    return new Parcel(out.u16(0).build(), letters);
  }

  private Iterator<Letter> waiting() {
    return answers.isEmpty() ? unasked.values().iterator() : answers.iterator();
  }

  private static boolean take(Letter letter, List<Letter> letters, OctetsBuilder out, int limit) {
    if (out.size() + letter.tlvs().size() + END_TLV > limit) {
      return false;
    }
    out.octets(letter.tlvs());
    letters.add(letter);
    return true;
  }
}
