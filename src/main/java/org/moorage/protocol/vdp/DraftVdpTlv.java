package org.moorage.protocol.vdp;

/** One TLV of a draft 0 VDP PDU. */
public sealed interface DraftVdpTlv
    permits DraftAssociationTlv, MalformedDraftAssociation, UnknownDraftTlv {}
