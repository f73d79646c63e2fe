package org.moorage.protocol.vdp;

import org.moorage.protocol.Octets;

/**
 * A TLV draft 0 VDP does not know; skipped, kept for the decoder.
 *
 * @param type 1..127
 * @param content 0..511 octets
 */
public record UnknownDraftTlv(int type, Octets content) implements DraftVdpTlv {}
