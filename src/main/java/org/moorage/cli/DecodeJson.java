package org.moorage.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.capture.Explanation;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A capture as one JSON object, written while it is read: {@code frames}, each with its tree of
 * {@code parts}, one frame a line, then {@code summary}.
 */
final class DecodeJson implements DecodeCommand.Report {

  private final PrintWriter out;
  private final JsonGenerator json;

  DecodeJson(PrintWriter out) {
    this.out = out;
    this.json =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .createGenerator(ObjectWriteContext.empty(), out);
    json.writeStartObject();
    json.writeArrayPropertyStart("frames");
  }

  @Override
  public void frame(int number, CapturedFrame captured, Explanation explanation) {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeNumberProperty("number", number);
    json.writeStringProperty("time", captured.time().toString());
    json.writeNumberProperty("size", captured.originalSize());
    json.writeStringProperty("octets", captured.frame().hex());
    json.writeName("explanation");
    part(explanation);
    json.writeEndObject();
    json.flush();
  }

  @Override
  public void end(DecodeSummary summary) {
    json.writeEndArray();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("frames", summary.frames());
    json.writeNumberProperty("malformed", summary.malformed());
    json.writeNumberProperty("skipped", summary.skipped());
    json.writeObjectPropertyStart("kinds");
    summary.kinds().forEach((kind, count) -> json.writeNumberProperty(kind, count));
    json.writeEndObject();
    summary.problem().ifPresent(problem -> json.writeStringProperty("problem", problem));
    json.writeEndObject();
    json.writeEndObject();
    json.close();
    out.println();
  }

  private void part(Explanation part) {
    json.writeStartObject();
    json.writeStringProperty("field", part.field());
    json.writeNumberProperty("offset", part.offset());
    json.writeNumberProperty("length", part.length());
    json.writeStringProperty("words", part.words());
    json.writeStringProperty("verdict", part.verdict().name().toLowerCase(Locale.ROOT));
    if (!part.parts().isEmpty()) {
      json.writeArrayPropertyStart("parts");
      part.parts().forEach(this::part);
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
