package org.moorage.agentlink;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One step of an association's story.
 *
 * @param at by the edge's clock, ISO 8601
 * @param step heard, looked up, decided, programmed, answered, ... in one word
 * @param begins whether a new exchange begins here
 * @param micros microseconds since the step before
 * @param text a sentence
 * @param octets the TLV, in hex
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoryLine(
    String at,
    String step,
    boolean begins,
    @Nullable Long micros,
    String text,
    @Nullable String octets) {}
