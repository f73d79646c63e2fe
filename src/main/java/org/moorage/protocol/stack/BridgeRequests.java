package org.moorage.protocol.stack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.DraftAssociationTlv;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.DraftVdpPdu;
import org.moorage.protocol.vdp.DraftVdpTlv;
import org.moorage.protocol.vdp.MalformedAssociation;
import org.moorage.protocol.vdp.MalformedDraftAssociation;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.UnknownDraftTlv;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpStatus;
import org.moorage.protocol.vdp.VdpTlvs;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;

/**
 * Takes a station's PDUs apart and hands each association to the VSI it is about. A keepalive,
 * which is what most are, is recognised by its octets; everything else is checked first, and
 * answered here when its form is wrong.
 */
final class BridgeRequests {

  static final String RESPONSE = "VDP response from a station";
  static final String UNKNOWN_TLV = "VDP TLV of an unknown type";
  static final String RULE_BROKEN = "invalid VID, group ID or MAC address";

  private final BridgeVsis vsis;
  private final BridgeVsis.Terms terms;
  private final BridgeVsis.Outlet outlet;

  BridgeRequests(BridgeVsis vsis, BridgeVsis.Terms terms, BridgeVsis.Outlet outlet) {
    this.vsis = vsis;
    this.terms = terms;
    this.outlet = outlet;
  }

  /** Takes the TLVs of a ratified PDU one after the other. */
  void receive(VdpTlvs pdu, Instant now) {
    List<VdpTlvs.RawTlv> tlvs = pdu.tlvs();
    for (int i = 0; i < tlvs.size(); i++) {
      VdpTlvs.RawTlv tlv = tlvs.get(i);
      Optional<VdpType> type = VdpType.of(tlv.type());
      if (type.isPresent()) {
        association(type.get(), pdu, i, now);
      } else if (!tlv.isOrganizational()) {
        outlet.dropped(UNKNOWN_TLV);
      }
    }
  }

  private void association(VdpType type, VdpTlvs pdu, int at, Instant now) {
    Octets content = pdu.tlvs().get(at).content();
    Optional<VsiId> vsi = AssociationTlv.vsiIdOf(content);
    if (vsi.isPresent()) {
      if (new VdpStatus(content.u8(0)).isResponse()) {
        outlet.dropped(RESPONSE);
        return;
      }
      VsiCommand command = VsiCommand.ofContent(type, pdu.manager(), content);
      if (vsis.keepAlive(vsi.get(), Flavour.RATIFIED, command, now)) {
        return;
      }
    }
    switch (AssociationTlv.decode(type, content)) {
      case Decoded.Value<AssociationTlv>(AssociationTlv tlv) -> request(tlv, pdu, at, now);
      case Decoded.Malformed<AssociationTlv>(String reason, int offset) ->
          refuse(new MalformedAssociation(type, content, reason), vsi, pdu.manager());
    }
  }

  private void request(AssociationTlv tlv, VdpTlvs pdu, int at, Instant now) {
    Octets content = pdu.tlvs().get(at).content();
    Optional<VdpError> violation = tlv.violation(terms.groupIdsUsable());
    if (violation.isPresent() && tlv.type() != VdpType.DE_ASSOCIATE) {
      outlet.dropped(RULE_BROKEN);
      echo(Optional.of(tlv.vsiId()), pdu.manager(), tlv.type(), content, violation.get());
      return;
    }
    VsiCommand command = VsiCommand.ofContent(tlv.type(), pdu.manager(), content);
    vsis.command(Flavour.RATIFIED, command, context(tlv.verdict(), pdu.tlvs(), at), now);
  }

  /** The organisational TLVs that stand directly behind an association TLV are part of it. */
  private static BridgeVsis.Context context(VdpStatus status, List<VdpTlvs.RawTlv> tlvs, int at) {
    Octets received = tlvs.get(at).encode();
    List<OrganizationalTlv> organization = new ArrayList<>(0);
    for (int i = at + 1; i < tlvs.size() && tlvs.get(i).isOrganizational(); i++) {
      if (VdpPdu.decode(tlvs.get(i)) instanceof OrganizationalTlv belonging) {
        organization.add(belonging);
        received = received.plus(tlvs.get(i).encode());
      }
    }
    return new BridgeVsis.Context(status, organization, received);
  }

  private void refuse(MalformedAssociation malformed, Optional<VsiId> vsi, VsiManagerId manager) {
    outlet.dropped(malformed.reason());
    Optional<VdpError> answer = malformed.answer();
    if (answer.isPresent()) {
      echo(vsi, manager, malformed.type(), malformed.content(), answer.get());
    }
  }

  /** Sends a TLV back as it came, but for its status. */
  private void echo(
      Optional<VsiId> vsi, VsiManagerId manager, VdpType type, Octets content, VdpError error) {
    VdpStatus status = VdpStatus.failure(error, false, false);
    Octets answered = Octets.builder().u8(status.octet()).octets(content.from(1)).build();
    Octets tlv = new VdpTlvs.RawTlv(type.code(), answered).encode();
    outlet.say(Flavour.RATIFIED, Outbox.Letter.asked(vsi.orElse(null), manager, tlv));
    if (vsi.isPresent()) {
      outlet.effect(new PortEffect.Answered(vsi.get(), type, status.octet(), tlv));
    }
  }

  /** Takes the TLVs of a draft 0 PDU one after the other. */
  void receive(DraftVdpPdu pdu, Instant now) {
    for (DraftVdpTlv tlv : pdu.tlvs()) {
      switch (tlv) {
        case DraftAssociationTlv association -> request(association, now);
        case MalformedDraftAssociation malformed -> refuse(malformed);
        case UnknownDraftTlv unknown -> outlet.dropped(UNKNOWN_TLV);
      }
    }
  }

  private void request(DraftAssociationTlv tlv, Instant now) {
    VsiCommand command = VsiCommand.of(tlv);
    if (vsis.keepAlive(tlv.vsiId(), Flavour.DRAFT, command, now)) {
      return;
    }
    Optional<VdpError> violation = command.tlv(0).violation(false);
    if (violation.isPresent() && tlv.type() != VdpType.DE_ASSOCIATE) {
      outlet.dropped(RULE_BROKEN);
      DraftResponse response = DraftResponse.of(violation.get());
      Octets answer = command.encodeDraft(response);
      outlet.say(Flavour.DRAFT, Outbox.Letter.asked(tlv.vsiId(), command.manager(), answer));
      outlet.effect(new PortEffect.Answered(tlv.vsiId(), tlv.type(), response.code(), answer));
      return;
    }
    BridgeVsis.Context context = new BridgeVsis.Context(VdpStatus.REQUEST, List.of(), tlv.encode());
    vsis.command(Flavour.DRAFT, command, context, now);
  }

  private void refuse(MalformedDraftAssociation malformed) {
    outlet.dropped(malformed.reason());
    if (malformed.isAnswerable()) {
      Octets tlv = malformed.answered(DraftResponse.INVALID_FORMAT);
      outlet.say(Flavour.DRAFT, Outbox.Letter.asked(null, VsiManagerId.DEFAULT, tlv));
    }
  }
}
