package org.moorage.manager.association;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.StoryLine;
import org.moorage.manager.console.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What edges told of a VSI. */
@Component
class VsiStory {

  /** As many events of one VSI as are kept. */
  static final int MAX_EVENTS = 1_000;

  /** Exchanges a page tells step by step. */
  private static final int MAX_TOLD = 20;

  private final JdbcClient database;
  private final JsonMapper mapper;

  VsiStory(JdbcClient database, JsonMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /**
   * An event of a VSI.
   *
   * @param kind {@code granted}, {@code restored}, {@code released}, {@code refused}, {@code alarm}
   * @param story as kept; empty where nothing was told
   */
  record Event(
      Instant at,
      String kind,
      String edge,
      String uplink,
      @Nullable String state,
      int version,
      @Nullable String profile,
      String text,
      String story) {}

  /**
   * A step with its octets in words.
   *
   * @param begun microseconds of the exchange that had passed when it began
   */
  record ToldStep(StoryLine line, long begun, List<OctetWords.Field> fields) {
    ToldStep {
      fields = List.copyOf(fields);
    }

    public long micros() {
      Long micros = line.micros();
      return micros == null ? 0 : micros;
    }
  }

  /** An event with its steps. */
  record Told(Event event, List<ToldStep> steps) {
    Told {
      steps = List.copyOf(steps);
    }

    /** From hearing it to the answer. */
    public long micros() {
      return steps.stream().mapToLong(ToldStep::micros).sum();
    }

    /** Where a step's bar begins and how long it is, on a width of 100. */
    public long barFrom(ToldStep step) {
      return step.begun() * 100 / Math.max(1, micros());
    }

    public long barLength(ToldStep step) {
      return Math.max(1, step.micros() * 100 / Math.max(1, micros()));
    }

    /** What the edge said when it decided. */
    public Optional<String> decision() {
      return steps.stream()
          .filter(step -> step.line().step().equals("decided"))
          .map(step -> step.line().text())
          .reduce((first, last) -> last);
    }
  }

  /** The newest events, oldest of them first. */
  List<Event> events(String vsi) {
    return database
        .sql(
            "select v.at, v.kind, coalesce(e.name, e.former_name) as edge_name, v.uplink, v.state,"
                + " v.version, v.profile, v.text, v.story"
                + " from association_event v join edge e on e.id = v.edge_id"
                + " where v.vsi_id = ? order by v.at desc, v.sequence desc limit "
                + MAX_EVENTS)
        .param(vsi)
        .query((row, number) ->
            new Event(
                Columns.instant(row, "at"),
                row.getString("kind"),
                orUnknown(row.getString("edge_name")),
                orUnknown(row.getString("uplink")),
                row.getString("state"),
                row.getInt("version"),
                row.getString("profile"),
                row.getString("text"),
                row.getString("story") == null ? "" : row.getString("story")))
        .list()
        .reversed();
  }

  /** Those that have steps, newest first. */
  List<Told> told(List<Event> events) {
    List<Told> told = new ArrayList<>();
    for (Event event : events.reversed()) {
      List<ToldStep> steps = steps(event.story());
      if (!steps.isEmpty()) {
        told.add(new Told(event, steps));
      }
      if (told.size() == MAX_TOLD) {
        break;
      }
    }
    return told;
  }

  private List<ToldStep> steps(String story) {
    if (story.isEmpty()) {
      return List.of();
    }
    try {
      List<ToldStep> steps = new ArrayList<>();
      long begun = 0;
      for (StoryLine line : mapper.readValue(story, StoryLine[].class)) {
        String octets = line.octets();
        ToldStep step =
            new ToldStep(line, begun, octets == null ? List.of() : OctetWords.explain(octets));
        begun += step.micros();
        steps.add(step);
      }
      return steps;
    } catch (JacksonException notAStory) {
      return List.of();
    }
  }

  private static String orUnknown(@Nullable String name) {
    return name == null ? "?" : name;
  }
}
