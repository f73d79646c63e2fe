package org.moorage.agentlink;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened at an edge. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LinkEvent.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = LinkEvent.Released.class, name = "released"),
  @JsonSubTypes.Type(value = LinkEvent.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = LinkEvent.LinkChanged.class, name = "link-changed"),
  @JsonSubTypes.Type(value = LinkEvent.Alarm.class, name = "alarm"),
  @JsonSubTypes.Type(value = LinkEvent.ToldAll.class, name = "told-all")
})
public sealed interface LinkEvent {

  /**
   * A pre-associate or associate was granted: a first one, a changed one, or one restored after a
   * restart. Keepalives are none of these.
   */
  record Granted(AssociationReport association, boolean restored, List<StoryLine> story)
      implements LinkEvent {
    public Granted {
      story = List.copyOf(story);
    }
  }

  /**
   * A VSI is no longer held.
   *
   * @param cause {@code de-associated}, {@code keepalive-expired}, {@code withdrawn}, {@code
   *     refused}, {@code link-down}, {@code s-channel-gone}, {@code extended-port-gone}, {@code
   *     resource-wait-expired}
   */
  record Released(String uplink, String vsiId, String cause, String because, List<StoryLine> story)
      implements LinkEvent {
    public Released {
      story = List.copyOf(story);
    }
  }

  /** A request was refused; what the VSI held before, if anything, is told by other events. */
  record Refused(AssociationReport association, List<StoryLine> story) implements LinkEvent {
    public Refused {
      story = List.copyOf(story);
    }
  }

  /** A station-facing port lost or found its link. */
  record LinkChanged(String uplink, boolean up) implements LinkEvent {}

  /** Somebody should look. */
  record Alarm(@Nullable String uplink, String sentence) implements LinkEvent {}

  /**
   * Everything the edge holds has been told, after a start or because it was forgotten: what it was
   * said to hold and was not told of since, it holds no longer.
   *
   * @param since number of this epoch the telling began with, at most its own
   */
  record ToldAll(long since) implements LinkEvent {}
}
