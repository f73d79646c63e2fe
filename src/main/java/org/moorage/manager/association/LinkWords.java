package org.moorage.manager.association;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What of an event is kept as text: filters and stories as JSON, a sentence for what happened. */
@Component
class LinkWords {

  /** As many as an agent keeps of one VSI. */
  static final int MAX_LINES = 64;

  /** Hex digits of a line: one whole frame. */
  private static final int MAX_HEX = 3_200;

  private static final TypeReference<List<StoryLine>> STORY = new TypeReference<>() {};
  private static final TypeReference<List<AssociationReport.Filter>> FILTERS =
      new TypeReference<>() {};

  private final JsonMapper mapper =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  String filters(List<AssociationReport.Filter> filters) {
    return mapper.writeValueAsString(filters);
  }

  /** None where the text is not what {@link #filters(List)} wrote. */
  List<AssociationReport.Filter> filters(String json) {
    try {
      return mapper.readValue(json, FILTERS);
    } catch (JacksonException damaged) {
      return List.of();
    }
  }

  /** The last lines, cut to what a line may have. */
  @Nullable String story(List<StoryLine> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    List<StoryLine> last = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
    return mapper.writeValueAsString(last.stream().map(LinkWords::cut).toList());
  }

  /** None where there is none or the text is not what {@link #story(List)} wrote. */
  List<StoryLine> story(@Nullable String json) {
    try {
      return json == null ? List.of() : mapper.readValue(json, STORY);
    } catch (JacksonException damaged) {
      return List.of();
    }
  }

  private static StoryLine cut(StoryLine line) {
    String octets = line.octets();
    return new StoryLine(
        line.at(),
        Column.STANDING.cutText(line.step()),
        line.begins(),
        line.micros(),
        Column.TEXT.cutText(line.text()),
        octets == null || octets.length() <= MAX_HEX ? octets : octets.substring(0, MAX_HEX));
  }

  /** "associated on p1 as web-server/2". */
  static String granted(LinkEvent.Granted granted) {
    AssociationReport report = granted.association();
    String profile = report.profile();
    return report.state()
        + (granted.restored() ? " again after a restart" : "")
        + " on "
        + report.uplink()
        + " as "
        + (profile == null ? "type " + report.typeId() : profile)
        + "/"
        + report.version();
  }
}
