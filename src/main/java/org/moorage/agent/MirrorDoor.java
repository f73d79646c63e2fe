package org.moorage.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.capture.Capture;
import org.moorage.agent.capture.CaptureRefusal;
import org.moorage.agent.capture.Captures;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.CaptureWish;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.Mirroring;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of the local door that copies frames of vPorts: mirrors and captures. Everybody on the
 * machine may see that there are some; who wants to begin, end or read one shows the {@link
 * DoorKey}.
 *
 * <pre>
 * GET    /mirrors
 * POST   /vports/{id}/mirrors                     a MirrorWish
 * DELETE /vports/{id}/mirrors/{port}
 * GET    /vports/{id}/captures
 * POST   /vports/{id}/captures                    a CaptureWish
 * GET    /vports/{id}/captures/{capture}
 * DELETE /vports/{id}/captures/{capture}          stops it and forgets it
 * POST   /vports/{id}/captures/{capture}/stop     keeps what it has
 * GET    /vports/{id}/captures/{capture}/file     pcapng
 * </pre>
 */
public final class MirrorDoor {

  private static final String MIRRORS = LocalDoor.API + "/mirrors";
  private static final String VPORTS = LocalDoor.API + "/vports/";
  private static final int MAX_BODY = 4_096;
  private static final int CREATED = 201;
  private static final int OK = 200;

  /** What may be said of a mirror. */
  record MirrorWish(@Nullable String to, @Nullable String direction, @Nullable Boolean dropped) {}

  /** A mirror as the door shows it. */
  record MirrorView(String vPort, String to, String direction, boolean dropped) {

    static MirrorView of(Mirroring.Mirror mirror) {
      MirrorTerms which = mirror.which();
      return new MirrorView(
          mirror.vPort().toString(),
          mirror.to().value(),
          which.fromVm() && which.toVm()
              ? CaptureTerms.BOTH
              : which.fromVm() ? CaptureTerms.FROM_VM : CaptureTerms.TO_VM,
          which.dropped());
    }
  }

  private final Captures captures;
  private final DoorKey key;

  public MirrorDoor(Captures captures, DoorKey key) {
    this.captures = captures;
    this.key = key;
  }

  /** Answers what is its own to answer; false where it is not. */
  boolean answers(DoorExchange exchange) throws IOException, DoorProblem {
    String path = exchange.path();
    if (path.equals(MIRRORS)) {
      require(exchange, "GET");
      exchange.answerJson(OK, Json.write(captures.mirrors().stream().map(MirrorView::of).toList()));
      return true;
    }
    if (!path.startsWith(VPORTS)) {
      return false;
    }
    List<String> words = new ArrayList<>();
    for (String word : path.substring(VPORTS.length()).split("/", -1)) {
      words.add(DoorExchange.decode(word));
    }
    if (words.size() < 2) {
      return false;
    }
    VPortId vPort = vPort(words.getFirst());
    List<String> rest = words.subList(2, words.size());
    try {
      switch (words.get(1)) {
        case "mirrors" -> mirrors(exchange, vPort, rest);
        case "captures" -> captures(exchange, vPort, rest);
        default -> {
          return false;
        }
      }
    } catch (CaptureRefusal refusal) {
      throw problem(refusal);
    }
    return true;
  }

  private void mirrors(DoorExchange exchange, VPortId vPort, List<String> rest)
      throws IOException, DoorProblem, CaptureRefusal {
    if (rest.isEmpty()) {
      require(exchange, "POST");
      requireKey(exchange);
      MirrorWish wish = Json.read(exchange.body(MAX_BODY), MirrorWish.class);
      PortName to = port(wish.to() == null ? "" : wish.to());
      captures.mirror(vPort, which(wish), to);
      exchange.answerJson(
          CREATED, Json.write(MirrorView.of(new Mirroring.Mirror(vPort, which(wish), to))));
    } else if (rest.size() == 1) {
      require(exchange, "DELETE");
      requireKey(exchange);
      captures.unmirror(vPort, port(rest.getFirst()));
      exchange.answerNothing();
    } else {
      throw DoorProblem.notFound("there is nothing at " + exchange.path());
    }
  }

  private static MirrorTerms which(MirrorWish wish) throws DoorProblem {
    String direction = wish.direction() == null ? CaptureTerms.BOTH : wish.direction();
    if (!CaptureTerms.DIRECTIONS.contains(direction)) {
      throw DoorProblem.bad(
          "direction",
          "direction \""
              + direction
              + "\" is none of "
              + String.join(", ", CaptureTerms.DIRECTIONS));
    }
    return new MirrorTerms(
        !direction.equals(CaptureTerms.TO_VM),
        !direction.equals(CaptureTerms.FROM_VM),
        wish.dropped() != null && wish.dropped());
  }

  private void captures(DoorExchange exchange, VPortId vPort, List<String> rest)
      throws IOException, DoorProblem, CaptureRefusal {
    if (rest.isEmpty() && exchange.method().equals("POST")) {
      requireKey(exchange);
      Capture begun = captures.start(vPort, terms(exchange));
      exchange.answerJson(CREATED, Json.write(begun.report()));
    } else if (rest.isEmpty()) {
      require(exchange, "GET", "POST");
      exchange.answerJson(
          OK, Json.write(captures.of(vPort).stream().map(Capture::report).toList()));
    } else {
      Capture capture = capture(vPort, rest.getFirst());
      switch (String.join("/", rest.subList(1, rest.size()))) {
        case "" -> one(exchange, capture);
        case "stop" -> {
          require(exchange, "POST");
          requireKey(exchange);
          capture.stop();
          exchange.answerJson(OK, Json.write(capture.report()));
        }
        case "file" -> file(exchange, capture);
        default -> throw DoorProblem.notFound("there is nothing at " + exchange.path());
      }
    }
  }

  private void one(DoorExchange exchange, Capture capture) throws IOException, DoorProblem {
    if (exchange.method().equals("DELETE")) {
      requireKey(exchange);
      captures.remove(capture.id());
      exchange.answerNothing();
    } else {
      require(exchange, "GET", "DELETE");
      exchange.answerJson(OK, Json.write(capture.report()));
    }
  }

  private void file(DoorExchange exchange, Capture capture) throws IOException, DoorProblem {
    require(exchange, "GET");
    requireKey(exchange);
    if (capture.isRunning()) {
      throw new DoorProblem(
          409, "running", "Not yet", "capture " + capture.id() + " still runs; wait or stop it");
    }
    try (OutputStream out = exchange.begin(OK, "application/x-pcapng", capture.size())) {
      capture.copyTo(out);
    }
  }

  private static CaptureTerms terms(DoorExchange exchange) throws IOException, DoorProblem {
    byte[] body = exchange.body(MAX_BODY);
    try {
      return body.length == 0 ? CaptureTerms.USUAL : Json.read(body, CaptureWish.class).terms();
    } catch (IllegalArgumentException wrong) {
      String said = String.valueOf(wrong.getMessage());
      throw DoorProblem.bad(said.substring(0, said.indexOf(' ')), said);
    }
  }

  private Capture capture(VPortId vPort, String id) throws DoorProblem {
    Optional<Capture> found = captures.find(id).filter(capture -> capture.vPort().equals(vPort));
    return found.orElseThrow(() ->
        DoorProblem.notFound(
            "there is no capture "
                + id
                + " of vPort "
                + vPort
                + "; one that ended is kept "
                + Captures.KEPT.toMinutes()
                + " minutes"));
  }

  private static VPortId vPort(String text) throws DoorProblem {
    try {
      return new VPortId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw DoorProblem.notFound(
          "\"" + text + "\" is not a vPort; " + LocalDoor.API + "/vports lists them");
    }
  }

  private static PortName port(String text) throws DoorProblem {
    try {
      return new PortName(text);
    } catch (IllegalArgumentException e) {
      throw DoorProblem.bad("to", "to: " + e.getMessage() + "; name a mirror port of the agent");
    }
  }

  private static void require(DoorExchange exchange, String... methods) throws DoorProblem {
    if (!List.of(methods).contains(exchange.method())) {
      throw new DoorProblem(
          405,
          "method",
          "Another method",
          "only " + String.join(" and ", methods) + " is answered here");
    }
  }

  private void requireKey(DoorExchange exchange) throws DoorProblem {
    if (!key.isShown(exchange.header("Authorization"))) {
      throw new DoorProblem(
          403,
          "key",
          "The key is not shown",
          "copies of frames show what VMs say; show the agent's key: MOORAGE_TOKEN=$(cat "
              + key.file().toAbsolutePath()
              + "), which only the agent's user can read");
    }
  }

  private static DoorProblem problem(CaptureRefusal refusal) {
    return switch (refusal.kind()) {
      case NOT_FOUND -> DoorProblem.notFound(refusal.sentence());
      case NOT_HERE -> new DoorProblem(409, "not-here", "Not here", refusal.sentence());
      case NOT_NOW -> new DoorProblem(409, "not-now", "Not now", refusal.sentence());
    };
  }

  /** Loaded with the first request. */
  private static final class Json {

    private static final JsonMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    static byte[] write(Object value) {
      return MAPPER.writeValueAsBytes(value);
    }

    static <T> T read(byte[] body, Class<T> type) throws DoorProblem {
      try {
        T value = MAPPER.readValue(body, type);
        if (value != null) {
          return value;
        }
        throw DoorProblem.bad("body", "the body is not JSON but null");
      } catch (JacksonException e) {
        throw DoorProblem.bad("body", "the body cannot be read: " + e.getOriginalMessage());
      }
    }
  }
}
