package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a VSI lived: one lane a home, one bar for each time it was held there, drawn on a width of
 * {@link #WIDTH}.
 *
 * @param stays oldest first
 */
record VsiTimeline(List<Lane> lanes, List<Stay> stays, Instant from, Instant to) {

  static final int WIDTH = 1_000;
  static final int LANE = 30;

  /** Homes drawn; of more the newest. */
  static final int MAX_LANES = 12;

  /** What can still be seen and pointed at. */
  private static final int LEAST_WIDTH = 4;

  private static final long TICKS = 4;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAYS =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  VsiTimeline {
    lanes = List.copyOf(lanes);
    stays = List.copyOf(stays);
  }

  /**
   * Some time at one home under one version and in one state.
   *
   * @param until null while it lasts
   * @param because why it ended; empty while it lasts
   */
  record Stay(
      String edge,
      String uplink,
      String state,
      String type,
      Instant from,
      @Nullable Instant until,
      String because) {

    public boolean refused() {
      return state.equals("refused");
    }

    /** How long it lasted or lasts. */
    public Duration lasted(Instant now) {
      return Duration.between(from, until == null ? now : until);
    }

    public String home() {
      return edge + ":" + uplink;
    }
  }

  /** A bar or, where refused, a mark. */
  record Bar(Stay stay, long x, long width) {}

  /** A home. */
  record Lane(String home, String edge, long y, List<Bar> bars) {
    Lane {
      bars = List.copyOf(bars);
    }
  }

  static VsiTimeline of(List<VsiStory.Event> events, List<VsiRow> homes, Instant now) {
    List<Stay> stays = stays(events, homes);
    Instant from =
        stays.stream().map(Stay::from).min(Instant::compareTo).orElse(now).minusSeconds(1);
    Instant to = now.isAfter(from) ? now : from.plusSeconds(1);
    Map<String, List<Bar>> byHome = new LinkedHashMap<>();
    double scale = (double) WIDTH / Math.max(1, Duration.between(from, to).toMillis());
    for (Stay stay : stays) {
      Instant until = stay.until() == null ? to : stay.until();
      long x = Math.round(Duration.between(from, stay.from()).toMillis() * scale);
      long width = Math.round(Duration.between(stay.from(), until).toMillis() * scale);
      long seen = Math.max(LEAST_WIDTH, width);
      byHome
          .computeIfAbsent(stay.home(), home -> new ArrayList<>())
          .add(new Bar(stay, Math.min(x, WIDTH - LEAST_WIDTH), seen));
    }
    List<Lane> lanes = new ArrayList<>();
    byHome.entrySet().stream()
        .skip(Math.max(0, byHome.size() - MAX_LANES))
        .forEach(home ->
            lanes.add(
                new Lane(
                    home.getKey(),
                    home.getValue().getFirst().stay().edge(),
                    (long) lanes.size() * LANE,
                    home.getValue())));
    return new VsiTimeline(lanes, stays, from, to);
  }

  /** A moment on the axis; its words keep inside the drawing. */
  record Tick(long x, String words) {
    public String anchor() {
      return x == 0 ? "start" : x == WIDTH ? "end" : "middle";
    }
  }

  public List<Tick> ticks() {
    Duration span = Duration.between(from, to);
    DateTimeFormatter format = span.toDays() >= 2 ? DAYS : SECONDS;
    return LongStream.rangeClosed(0, TICKS)
        .mapToObj(i ->
            new Tick(
                WIDTH * i / TICKS, format.format(from.plus(span.multipliedBy(i).dividedBy(TICKS)))))
        .toList();
  }

  public long height() {
    return (long) lanes.size() * LANE;
  }

  /** Newest first, for the table below. */
  public List<Stay> newestFirst() {
    return stays.reversed();
  }

  private static List<Stay> stays(List<VsiStory.Event> events, List<VsiRow> homes) {
    Map<String, Stay> open = new LinkedHashMap<>();
    List<Stay> stays = new ArrayList<>();
    for (VsiStory.Event event : events) {
      String home = event.edge() + ":" + event.uplink();
      switch (event.kind()) {
        case "granted", "restored" -> granted(event, home, open, stays);
        case "released" -> {
          Stay stay = open.remove(home);
          if (stay != null) {
            stays.add(ended(stay, event.at(), event.text()));
          }
        }
        case "refused" -> stays.add(begun(event, "refused", event.at(), event.text()));
        default -> {
          // alarms and links are no stays
        }
      }
    }
    for (VsiRow home : homes) {
      String name = home.edge() + ":" + home.uplink();
      boolean held = !home.state().equals("refused") && !home.state().equals("de-associated");
      if (held && !open.containsKey(name)) {
        open.put(
            name,
            new Stay(
                home.edge(), home.uplink(), home.state(), home.type(), home.since(), null, ""));
      }
    }
    stays.addAll(open.values());
    stays.sort((a, b) -> a.from().compareTo(b.from()));
    return stays;
  }

  private static void granted(
      VsiStory.Event event, String home, Map<String, Stay> open, List<Stay> stays) {
    Stay before = open.get(home);
    Stay next = begun(event, event.state() == null ? "associated" : event.state(), null, "");
    if (before != null
        && before.state().equals(next.state())
        && before.type().equals(next.type())) {
      return;
    }
    if (before != null) {
      stays.add(ended(before, event.at(), ""));
    }
    open.put(home, next);
  }

  private static Stay begun(
      VsiStory.Event event, String state, @Nullable Instant until, String because) {
    String type =
        event.profile() == null
            ? "version " + event.version()
            : event.profile() + "/" + event.version();
    return new Stay(event.edge(), event.uplink(), state, type, event.at(), until, because);
  }

  private static Stay ended(Stay stay, Instant at, String because) {
    return new Stay(
        stay.edge(), stay.uplink(), stay.state(), stay.type(), stay.from(), at, because);
  }
}
