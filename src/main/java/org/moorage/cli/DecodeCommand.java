package org.moorage.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.capture.CaptureReader;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.capture.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code moorage decode FILE.pcap}: every frame of a capture explained field by field.
 *
 * <p>Frames are read, explained and printed one at a time. Exit status 1 when the file is not a
 * capture of Ethernet frames or is damaged; frames that break their protocol are what the command
 * is for and do not count as failure.
 */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = "Explains every frame of a capture (pcap or pcapng), field by field.")
public final class DecodeCommand implements Callable<Integer> {

  private static final int NOT_FINE = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The capture; - reads it from the standard input.")
  private String file = "";

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** How one form of output tells a capture. */
  interface Report {
    void frame(int number, CapturedFrame captured, Explanation explanation);

    /** After the last frame. */
    void end(DecodeSummary summary);
  }

  @Override
  public Integer call() {
    try (InputStream in = open()) {
      return switch (CaptureReader.open(in)) {
        case Decoded.Malformed<CaptureReader>(String reason, int offset) -> complain(reason);
        case Decoded.Value<CaptureReader>(CaptureReader reader) -> decode(reader);
      };
    } catch (IOException unreadable) {
      return complain("cannot be read: " + unreadable.getMessage());
    }
  }

  private int decode(CaptureReader reader) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Report report = json ? new DecodeJson(out) : new DecodeText(out);
    DecodeSummary summary = new DecodeSummary();
    Optional<CapturedFrame> next = reader.next();
    while (next.isPresent() && !out.checkError()) { // the reader of a pipe may have left
      CapturedFrame captured = next.get();
      Explanation explanation = Explanation.ofFrame(captured.frame());
      summary.add(captured, explanation);
      report.frame(summary.frames(), captured, explanation);
      next = reader.next();
    }
    summary.finish(reader);
    report.end(summary);
    out.flush();
    return reader
        .problem()
        .map(problem -> complain(problem.reason() + ", at octet " + problem.offset()))
        .orElse(ExitCode.OK);
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return new BufferedInputStream(System.in);
    }
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new ParameterException(spec.commandLine(), "there is no file " + file);
    }
    if (Files.isDirectory(path)) {
      throw new ParameterException(
          spec.commandLine(), file + " is a directory; name a capture file in it");
    }
    if (!Files.isReadable(path)) {
      throw new ParameterException(
          spec.commandLine(), file + " may not be read by " + System.getProperty("user.name"));
    }
    return new BufferedInputStream(Files.newInputStream(path));
  }

  private int complain(String what) {
    String name = file.equals("-") ? "standard input" : file;
    spec.commandLine().getErr().println("moorage decode: " + name + ": " + what);
    return NOT_FINE;
  }
}
