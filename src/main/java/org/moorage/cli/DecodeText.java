package org.moorage.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.capture.Explanation;

/** A capture as text: a heading and a tree for each frame, what it all was at the end. */
final class DecodeText implements DecodeCommand.Report {

  private final PrintWriter out;
  private Optional<Instant> first = Optional.empty();

  DecodeText(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void frame(int number, CapturedFrame captured, Explanation explanation) {
    if (first.isEmpty()) {
      first = Optional.of(captured.time());
    }
    StringBuilder text = new StringBuilder();
    text.append('#').append(number).append("  ").append(captured.time());
    text.append("  ").append(since(first.get(), captured.time()));
    text.append("  ").append(captured.originalSize()).append(" octets");
    if (captured.isCutShort()) {
      text.append(", ").append(captured.frame().size()).append(" of them captured");
    }
    text.append('\n').append("  ").append(explanation.words()).append('\n');
    for (Explanation part : explanation.parts()) {
      part.text().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    out.println(text);
  }

  @Override
  public void end(DecodeSummary summary) {
    summary.lines().forEach(out::println);
  }

  /** Seconds with a sign; captures are not always in order. */
  private static String since(Instant first, Instant time) {
    Duration elapsed = Duration.between(first, time);
    BigDecimal seconds =
        BigDecimal.valueOf(elapsed.getSeconds())
            .add(BigDecimal.valueOf(elapsed.getNano(), 9))
            .setScale(6, RoundingMode.DOWN);
    return (seconds.signum() < 0 ? "" : "+") + seconds.toPlainString() + " s";
  }
}
