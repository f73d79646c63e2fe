package org.moorage.agent.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.agentlink.LinkEvent;
import org.moorage.protocol.Octets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records of the link as JSON. */
final class LinkJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private LinkJson() {}

  static Octets event(LinkEvent event) {
    return Octets.of(MAPPER.writerFor(LinkEvent.class).writeValueAsBytes(event));
  }

  static Octets withoutStory(Octets event) {
    LinkEvent whole = MAPPER.readValue(event.toArray(), LinkEvent.class);
    return event(
        switch (whole) {
          case LinkEvent.Granted granted ->
              new LinkEvent.Granted(granted.association(), granted.restored(), List.of());
          case LinkEvent.Released released ->
              new LinkEvent.Released(
                  released.uplink(),
                  released.vsiId(),
                  released.cause(),
                  released.because(),
                  List.of());
          case LinkEvent.Refused refused -> new LinkEvent.Refused(refused.association(), List.of());
          case LinkEvent.LinkChanged link -> link;
          case LinkEvent.Alarm alarm -> alarm;
          case LinkEvent.ToldAll all -> all;
        });
  }

  /**
   * An {@code EventBatch} of events that are JSON already.
   *
   * @param gapBefore whether the first one is to say that events before it were given up
   */
  static byte[] batch(UUID identity, List<SpooledEvent> events, boolean gapBefore, Instant now) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024 * events.size());
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringProperty("identity", identity.toString());
      out.writeNumberProperty("epoch", events.getFirst().epoch());
      out.writeArrayPropertyStart("events");
      boolean gap = gapBefore;
      for (SpooledEvent event : events) {
        out.writeStartObject();
        out.writeNumberProperty("sequence", event.sequence());
        out.writeBooleanProperty("gapBefore", gap || event.gapBefore());
        out.writeNumberProperty("ageMillis", event.ageMillis(now));
        out.writeName("event");
        out.writeRawValue(new String(event.json().toArray(), StandardCharsets.UTF_8));
        out.writeEndObject();
        gap = false;
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * @throws JacksonException where it is something else
   */
  static <T> T read(byte[] json, Class<T> type) {
    T value = MAPPER.readValue(json, type);
    if (value == null) {
      throw new IllegalArgumentException("null where a " + type.getSimpleName() + " belongs");
    }
    return value;
  }

  static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /** What a problem of RFC 9457 says in detail. */
  static Optional<String> detail(byte[] problem) {
    try {
      JsonNode node = MAPPER.readTree(problem);
      return node != null && node.path("detail").isString()
          ? Optional.of(node.path("detail").stringValue())
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
