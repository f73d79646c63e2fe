package org.moorage.protocol.vdp;

/** One TLV of a VDP PDU behind its manager ID. */
public sealed interface VdpTlv
    permits AssociationTlv, MalformedAssociation, OrganizationalTlv, UnknownTlv {}
