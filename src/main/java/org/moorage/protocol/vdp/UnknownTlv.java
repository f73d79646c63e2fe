package org.moorage.protocol.vdp;

import org.moorage.protocol.Octets;

/**
 * A TLV of a type the standard does not assign; skipped, kept for the decoder.
 *
 * @param type 6..126
 * @param content 0..511 octets
 */
public record UnknownTlv(int type, Octets content) implements VdpTlv {}
