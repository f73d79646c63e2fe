package org.moorage.manager.link;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.moorage.agentlink.AgentLink;
import org.moorage.manager.Rejection;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bodies of requests: never more than a body may have, never too many at once. */
@Component
class LinkBody {

  private static final int KIB = 1_024;

  /** Of all bodies being read or waiting to be written. */
  private static final int MAX_KIB_IN_FLIGHT = 256 * KIB;

  private final JsonMapper mapper;
  private final Semaphore room = new Semaphore(MAX_KIB_IN_FLIGHT);

  LinkBody(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Reads a body and answers it, while its octets are counted.
   *
   * @throws Rejection 413, 429 or 400
   */
  <T, R> R read(HttpServletRequest request, Class<T> type, Function<T, R> answer)
      throws IOException {
    return read(request, octets -> answer.apply(parsed(octets, type)));
  }

  /**
   * Reads a body that is not JSON and answers it, while its octets are counted.
   *
   * @throws Rejection 413 or 429
   */
  <R> R read(HttpServletRequest request, Function<byte[], R> answer) throws IOException {
    long length = request.getContentLengthLong();
    if (length > AgentLink.MAX_BODY) {
      throw tooLarge();
    }
    int kib = (int) ((length < 0 ? AgentLink.MAX_BODY : length) / KIB) + 1;
    if (!room.tryAcquire(kib)) {
      throw Rejection.tooMuch(1, "too many large requests at once; send it again");
    }
    try {
      return answer.apply(whole(request));
    } finally {
      room.release(kib);
    }
  }

  private static byte[] whole(HttpServletRequest request) throws IOException {
    byte[] octets;
    try (InputStream in = request.getInputStream()) {
      octets = in.readNBytes(AgentLink.MAX_BODY + 1);
    }
    if (octets.length > AgentLink.MAX_BODY) {
      throw tooLarge();
    }
    return octets;
  }

  private <T> T parsed(byte[] octets, Class<T> type) {
    T value;
    try {
      value = mapper.readValue(octets, type);
    } catch (JacksonException notWhatItShouldBe) {
      throw Rejection.bad(
          "body",
          "the body is not a "
              + type.getSimpleName()
              + " in JSON: "
              + notWhatItShouldBe.getOriginalMessage());
    }
    if (value == null) {
      throw Rejection.bad("body", "the body is not a " + type.getSimpleName() + " but null");
    }
    return value;
  }

  private static Rejection tooLarge() {
    return Rejection.tooLarge(
        "a body has at most " + AgentLink.MAX_BODY + " octets; send fewer events at once");
  }
}
