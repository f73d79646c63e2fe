package org.moorage.manager.association;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A filter of an association, as pages show it.
 *
 * @param vid asked for; 0 where the bridge was to choose
 * @param answered what it was given; null where refused
 */
public record VsiFilter(
    @Nullable Long group, @Nullable String mac, int vid, @Nullable Integer answered) {

  /** Reads the column {@code association.filters}; none where it is not what it should be. */
  public static List<VsiFilter> read(String json, JsonMapper mapper) {
    List<VsiFilter> filters = new ArrayList<>();
    try {
      for (JsonNode node : mapper.readTree(json)) {
        filters.add(
            new VsiFilter(
                node.hasNonNull("group") ? node.path("group").asLong(0) : null,
                node.hasNonNull("mac") ? node.path("mac").asString() : null,
                node.path("vid").asInt(0),
                node.hasNonNull("answered") ? node.path("answered").asInt(0) : null));
      }
    } catch (JacksonException notJson) {
      return List.of();
    }
    return List.copyOf(filters);
  }

  /** The VID its frames have. */
  public int shownVid() {
    return answered == null ? vid : answered;
  }

  /** Which frames are meant, as the edge programs them. */
  public String match() {
    String frames = vid == 0 ? "untagged or VID " + shownVid() : "VID " + shownVid();
    return (mac == null ? "" : mac + " ") + frames;
  }
}
