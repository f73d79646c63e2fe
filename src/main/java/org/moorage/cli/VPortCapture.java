package org.moorage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code moorage vport capture ID --out FILE}: has frames of a vPort captured and fetches them. */
@Command(
    name = "capture",
    mixinStandardHelpOptions = true,
    description =
        "Captures a vPort's frames to a pcapng file: each with its direction and, where it was"
            + " dropped, why. An agent wants its key as $MOORAGE_TOKEN.")
final class VPortCapture extends RestOptions {

  private static final Set<String> OVER = Set.of(CaptureReport.DONE, CaptureReport.FAILED);

  /** How often it is asked how far the capture is. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Parameters(
      paramLabel = "ID",
      description = "the vPort, its VSIID, or any part that names one only")
  private String wanted = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "where the frames go; what is there already is replaced")
  private Path out = Path.of("capture.pcapng");

  @Option(names = "--direction", paramLabel = "WAY", description = "both (default), from-vm, to-vm")
  private Optional<String> direction = Optional.empty();

  @Option(names = "--no-dropped", description = "leaves out frames the vPort's profile refused")
  private boolean noDropped;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "how long, 1..600 (default " + CaptureTerms.USUAL_SECONDS + ")")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "at most so many, 1..100000 (default " + CaptureTerms.USUAL_FRAMES + ")")
  private Optional<Integer> frames = Optional.empty();

  @Option(
      names = "--octets",
      paramLabel = "N",
      description = "the file has no more (default and most " + CaptureTerms.MAX_OCTETS + ")")
  private Optional<Integer> octets = Optional.empty();

  @Option(
      names = "--snapshot",
      paramLabel = "N",
      description = "octets kept of each frame, from 96 (default: all)")
  private Optional<Integer> snapshot = Optional.empty();

  @Override
  int ask(Rest rest) throws Rest.Unanswered {
    Path directory = out.toAbsolutePath().getParent();
    if (directory == null || !Files.isWritable(directory) || Files.isDirectory(out)) {
      throw new Rest.Unanswered("cannot write " + out + "; name a file in a directory of yours");
    }
    String captures = VPortCommands.path(rest, wanted) + "/captures";
    JsonNode capture = rest.post(captures, wish());
    String path = captures + "/" + Rest.escape(Words.text(capture, "id"));
    capture = await(rest, path, capture);
    try {
      Files.write(out, rest.octets(path + "/file"));
    } catch (IOException e) {
      throw new Rest.Unanswered("cannot write " + out + ": " + e.getMessage());
    }
    rest.delete(path);
    tell(capture);
    return 0;
  }

  private Map<String, Object> wish() {
    Map<String, Object> wish = new LinkedHashMap<>();
    direction.ifPresent(way -> wish.put("direction", way));
    wish.put("dropped", !noDropped);
    seconds.ifPresent(most -> wish.put("seconds", most));
    frames.ifPresent(most -> wish.put("frames", most));
    octets.ifPresent(most -> wish.put("octets", most));
    snapshot.ifPresent(most -> wish.put("snapshot", most));
    return wish;
  }

  private JsonNode await(Rest rest, String path, JsonNode begun) throws Rest.Unanswered {
    JsonNode capture = begun;
    String told = "";
    while (!OVER.contains(Words.text(capture, "state"))) {
      String now =
          "capturing, "
              + Words.number(capture, "frames")
              + " frames, "
              + Words.number(capture, "secondsLeft")
              + " s left";
      if (!now.equals(told)) {
        err().println(now);
        err().flush();
        told = now;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Rest.Unanswered("interrupted; the capture goes on until its time is over");
      }
      capture = rest.get(path);
    }
    if (!Words.text(capture, "state").equals(CaptureReport.DONE)) {
      throw new Rest.Unanswered(Words.text(capture, "trouble"));
    }
    return capture;
  }

  private void tell(JsonNode capture) {
    if (json) {
      out().println(Rest.pretty(capture));
      return;
    }
    String missing = Words.number(capture, "missing");
    out()
        .println(
            Words.number(capture, "frames")
                + " frames in "
                + out
                + ended(Words.text(capture, "ended"))
                + (missing.equals("0") ? "" : "; " + missing + " came too fast and are missing"));
    out().flush();
  }

  private static String ended(String why) {
    return switch (why) {
      case "frames" -> "; there were as many as were wanted";
      case "octets" -> "; the file is full";
      case "stopped" -> "; somebody stopped it";
      case "vport-gone" -> "; the vPort went away";
      default -> "";
    };
  }
}
