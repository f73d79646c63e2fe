package org.moorage.agent;

import java.time.Instant;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * An agent wants to know what a type and version is.
 *
 * @param answerBy when the station is answered without it (the resource wait delay)
 */
public record TypeQuestion(VsiTypeId type, VsiTypeVersion version, Instant answerBy) {}
