package org.moorage.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.protocol.capture.CaptureReader;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.capture.Explanation;

/** What a capture was made of: counted while it is read. */
final class DecodeSummary {

  /** Kinds listed; the wire can make up any number of EtherTypes. */
  private static final int MAX_KINDS = 64;

  private final Map<String, Long> kinds = new TreeMap<>();
  private int frames;
  private long malformed;
  private long skipped;
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private Optional<String> problem = Optional.empty();

  void add(CapturedFrame captured, Explanation explanation) {
    frames++;
    malformed += explanation.problems().isEmpty() ? 0 : 1;
    first = Optional.of(first.filter(t -> t.isBefore(captured.time())).orElse(captured.time()));
    last = Optional.of(last.filter(t -> t.isAfter(captured.time())).orElse(captured.time()));
    String kind = kind(explanation);
    boolean listed = kinds.containsKey(kind) || kinds.size() < MAX_KINDS;
    kinds.merge(listed ? kind : "others", 1L, Long::sum);
  }

  void finish(CaptureReader reader) {
    skipped = reader.skipped();
    problem = reader.problem().map(found -> found.reason() + ", at octet " + found.offset());
  }

  int frames() {
    return frames;
  }

  /** Frames with at least one thing against their format. */
  long malformed() {
    return malformed;
  }

  /** Frames of links that are not Ethernet. */
  long skipped() {
    return skipped;
  }

  /** Frames by what they are. */
  Map<String, Long> kinds() {
    return kinds;
  }

  Optional<String> problem() {
    return problem;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String span =
        first
            .flatMap(from -> last.map(to -> Duration.between(from, to)))
            .map(time -> String.format(" in %.3f s", time.toNanos() / 1e9))
            .orElse("");
    lines.add(frames + (frames == 1 ? " frame" : " frames") + span);
    kinds.forEach((kind, count) -> lines.add(String.format("%8d  %s", count, kind)));
    if (malformed > 0) {
      lines.add(malformed + " of them against their format (lines marked with !)");
    }
    if (skipped > 0) {
      lines.add(skipped + " more are not of an Ethernet link and were left out");
    }
    problem.ifPresent(what -> lines.add("the capture ends early: " + what));
    return lines;
  }

  private static String kind(Explanation frame) {
    String lastPart = frame.parts().isEmpty() ? "" : frame.parts().getLast().field();
    return switch (lastPart) {
      case "LLDPDU" -> "LLDP";
      case "ECPDU", "Draft ECPDU" -> ecp(frame);
      case "Payload" -> frame.words().replaceFirst(".*, ", "");
      case "OUI extended payload" -> "OUI extended EtherType";
      default -> "cut short";
    };
  }

  /** {@code ECP ACK}, {@code ECP request, VDP Associate}, {@code draft ECP request, VDP ...}. */
  private static String ecp(Explanation frame) {
    String draft = frame.words().contains("draft ECP") ? "draft " : "";
    String operation = frame.words().contains("ECP ACK") ? "ECP ACK" : "ECP request";
    Optional<String> about =
        frame
            .walk()
            .map(Explanation::field)
            .filter(field -> field.contains("Associate"))
            .findFirst()
            .map(field -> ", VDP " + field.replace("Draft ", ""));
    return draft + operation + about.orElse("");
  }
}
