package org.moorage.manager.association;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.Order;
import org.moorage.agentlink.StoryLine;
import org.moorage.control.EventNumber;
import org.moorage.control.Home;
import org.moorage.control.Ruling;
import org.moorage.manager.association.EventTable.EventRow;
import org.moorage.manager.association.MigrationTable.Gone;
import org.moorage.manager.association.MigrationTable.Move;
import org.moorage.manager.association.Residency.Announcement;
import org.moorage.manager.console.LiveHub.Topic;
import org.moorage.protocol.vdp.VsiId;

/**
 * The events of one transaction, worked out into what is to be written and what is to be said after
 * it is. Nothing here touches the database.
 */
final class Sheet {

  static final String NO_LONGER_HELD =
      "the agent holds it no longer; how it ended was lost with what the agent had not told yet";

  /** An order and whom it is for. */
  record Told(UUID edge, Order.Withdraw order) {}

  /** A vPort that is no more. */
  record EndedVPort(UUID edge, String vPort) {}

  private final Residency residency;
  private final LinkWords words;
  private final Map<HomeKey, HomeDraft> drafts = new LinkedHashMap<>();
  private final Map<String, List<HomeDraft>> homesOf = new HashMap<>();
  private final List<EventRow> events = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<Gone> gone = new ArrayList<>();
  private final List<Told> orders = new ArrayList<>();
  private final List<EndedVPort> endedVPorts = new ArrayList<>();
  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

  Sheet(Residency residency, LinkWords words) {
    this.residency = residency;
    this.words = words;
  }

  /**
   * Homes as the table has them: all of {@link Delivery#vsis}, and those of {@link
   * Delivery#tellings}.
   */
  void known(List<HomeDraft> homes) {
    homes.stream().filter(home -> !drafts.containsKey(home.key())).forEach(this::add);
  }

  private HomeDraft add(HomeDraft draft) {
    drafts.put(draft.key(), draft);
    homesOf.computeIfAbsent(draft.key().vsiId(), vsi -> new ArrayList<>()).add(draft);
    return draft;
  }

  /** Applies an event that is fresh and in its place. */
  void apply(EventNumber number, LinkEvent event, Instant at, Instant received) {
    switch (event) {
      case LinkEvent.Granted granted -> granted(number, granted, at, received);
      case LinkEvent.Released released -> released(number, released, at);
      case LinkEvent.Refused refused -> refused(number, refused, at);
      case LinkEvent.LinkChanged(String uplink, boolean up) -> {
        String text = uplink + (up ? " found its link" : " lost its link");
        events.add(plain(number, at, up ? "link-up" : "link-down", uplink, text));
        topics.add(Topic.EDGES);
      }
      case LinkEvent.Alarm alarm -> {
        events.add(plain(number, at, "alarm", alarm.uplink(), alarm.sentence()));
        topics.add(Topic.ALARMS);
      }
      case LinkEvent.ToldAll(long since) ->
          toldAll(new EventNumber(number.edge(), number.epoch(), since), at);
    }
  }

  /** What the edge did not tell of again it lost, and how it ended with it. */
  private void toldAll(EventNumber began, Instant at) {
    if (!residency.isWholeSince(began)) {
      return;
    }
    List<HomeDraft> lost =
        drafts.values().stream()
            .filter(draft -> draft.key().edge().equals(began.edge()))
            .filter(draft -> draft.isHeld())
            .filter(draft -> draft.isToldBefore(began.epoch(), began.sequence()))
            .toList();
    for (HomeDraft draft : lost) {
      letGo(draft, false, NO_LONGER_HELD, at);
      events.add(ended(draft, -draft.toldEpoch(), -draft.toldSequence(), at, NO_LONGER_HELD, null));
    }
  }

  private void granted(
      EventNumber number, LinkEvent.Granted granted, Instant at, Instant received) {
    AssociationReport report = granted.association();
    VsiId vsi = vsi(report.vsiId());
    HomeDraft draft = draft(number.edge(), report.uplink(), vsi);
    Instant associatedSince = draft.isAssociated() ? draft.since() : Instant.EPOCH;
    draft.granted(number, report, words.filters(report.filters()), at);
    events.add(
        asked(
            report,
            number,
            at,
            granted.restored() ? "restored" : "granted",
            LinkWords.granted(granted),
            granted.story()));
    topics.add(Topic.ASSOCIATIONS);
    Home home = residency.home(number.edge(), report.uplink()).orElseThrow();
    if (!draft.isAssociated()) {
      announced(draft, vsi, home, at);
      return;
    }
    // What was taken up again after a restart is no younger than it was before.
    Instant since = granted.restored() ? associatedSince : at;
    Ruling ruling =
        residency.arbiter().associated(vsi, home, Duration.between(since, received), received);
    ruled(ruling, draft, vsi, granted.restored(), at);
    ruling.alarm().ifPresent(sentence -> raised(number, at, report.uplink(), sentence));
    ruling
        .withdrawn()
        .flatMap(old -> residency.key(old, vsi))
        .ifPresent(old ->
            orders.add(
                new Told(
                    old.edge(), new Order.Withdraw(old.uplink(), old.vsiId(), ruling.because()))));
  }

  /** An alarm of our own; see {@link EventRow} for its number. */
  private void raised(EventNumber number, Instant at, String uplink, String sentence) {
    events.add(
        new EventRow(
            number.edge(),
            -number.epoch(),
            number.sequence(),
            at,
            "alarm",
            null,
            uplink,
            null,
            null,
            null,
            null,
            sentence,
            null));
    topics.add(Topic.ALARMS);
  }

  private void announced(HomeDraft draft, VsiId vsi, Home home, Instant at) {
    residency.arbiter().released(vsi, home);
    Optional<HomeKey> lives =
        residency.arbiter().homeOf(vsi).flatMap(elsewhere -> residency.key(elsewhere, vsi));
    draft.setCurrent(lives.isEmpty());
    lives.ifPresent(from -> residency.announce(from, draft.key(), at));
  }

  private void ruled(Ruling ruling, HomeDraft draft, VsiId vsi, boolean restored, Instant at) {
    switch (ruling) {
      case Ruling.Settled settled -> {
        Optional<Announcement> announced = residency.arrived(draft.key());
        announced
            .filter(move -> move.gone() != null)
            .ifPresent(move -> moves.add(move(draft, move.from(), move, at)));
      }
      case Ruling.Moved moved -> {
        Announcement announced = residency.arrived(draft.key()).orElse(null);
        if (!restored) {
          residency
              .key(moved.from(), vsi)
              .ifPresent(from -> moves.add(move(draft, from, announced, at)));
        }
      }
      case Ruling.Outdated outdated -> {}
      case Ruling.Frozen frozen -> {}
      case Ruling.Unjudged unjudged -> draft.setCurrent(true);
    }
    residency.arbiter().homeOf(vsi).ifPresent(home -> onlyHome(vsi, home));
    if (!moves.isEmpty()) {
      topics.add(Topic.MIGRATIONS);
    }
  }

  private static Move move(
      HomeDraft to, HomeKey from, @Nullable Announcement announced, Instant at) {
    return new Move(
        to.typeId(),
        to.version(),
        to.profile(),
        from,
        to.key(),
        announced == null ? null : announced.at(),
        at,
        announced == null ? null : announced.gone());
  }

  private void onlyHome(VsiId vsi, Home home) {
    for (HomeDraft each : homesOf.getOrDefault(vsi.toString(), List.of())) {
      boolean here =
          residency.home(each.key().edge(), each.key().uplink()).filter(home::equals).isPresent();
      each.setCurrent(here && each.isAssociated());
    }
  }

  private void released(EventNumber number, LinkEvent.Released released, Instant at) {
    VsiId vsi = vsi(released.vsiId());
    HomeDraft draft = draft(number.edge(), released.uplink(), vsi);
    if (draft.isNew() && !draft.isChanged()) {
      forget(draft);
    }
    letGo(draft, released.cause().equals("refused"), released.because(), at);
    events.add(
        ended(
            draft,
            number.epoch(),
            number.sequence(),
            at,
            released.because(),
            words.story(released.story())));
  }

  private void letGo(HomeDraft draft, boolean refused, String because, Instant at) {
    HomeKey key = draft.key();
    String vPort = draft.vPort();
    if (vPort != null) {
      endedVPorts.add(new EndedVPort(key.edge(), vPort));
    }
    if (draft.isAssociated() && !draft.isCurrent()) {
      gone.add(new Gone(key, at));
      topics.add(Topic.MIGRATIONS);
    }
    draft.released(refused, because, at);
    topics.add(Topic.ASSOCIATIONS);
    residency
        .home(key.edge(), key.uplink())
        .ifPresent(home -> residency.arbiter().released(vsi(key.vsiId()), home));
    residency.left(key, at);
  }

  /** Nothing was known of a home that is let go: it stays so, only the event is kept. */
  private void forget(HomeDraft draft) {
    drafts.remove(draft.key());
    homesOf.getOrDefault(draft.key().vsiId(), new ArrayList<>()).remove(draft);
  }

  private void refused(EventNumber number, LinkEvent.Refused refused, Instant at) {
    AssociationReport report = refused.association();
    HomeDraft draft = draft(number.edge(), report.uplink(), vsi(report.vsiId()));
    draft.refused(report, words.filters(report.filters()), at);
    String reason = report.reason();
    events.add(
        asked(report, number, at, "refused", reason == null ? "refused" : reason, refused.story()));
    topics.add(Topic.ASSOCIATIONS);
  }

  private HomeDraft draft(UUID edge, String uplink, VsiId vsi) {
    HomeKey key = new HomeKey(edge, uplink, vsi.toString());
    HomeDraft known = drafts.get(key);
    return known == null ? add(new HomeDraft(residency.nextId(), key)) : known;
  }

  private EventRow asked(
      AssociationReport report,
      EventNumber number,
      Instant at,
      String kind,
      String text,
      List<StoryLine> story) {
    return new EventRow(
        number.edge(),
        number.epoch(),
        number.sequence(),
        at,
        kind,
        vsi(report.vsiId()).toString(),
        report.uplink(),
        report.state(),
        report.typeId(),
        report.version(),
        report.profile(),
        text,
        words.story(story));
  }

  private static EventRow ended(
      HomeDraft draft,
      long epoch,
      long sequence,
      Instant at,
      String because,
      @Nullable String story) {
    boolean unknown = draft.isNew() && !draft.isChanged();
    return new EventRow(
        draft.key().edge(),
        epoch,
        sequence,
        at,
        "released",
        draft.key().vsiId(),
        draft.key().uplink(),
        HomeDraft.DE_ASSOCIATED,
        unknown ? null : draft.typeId(),
        unknown ? null : draft.version(),
        unknown ? null : draft.profile(),
        because,
        story);
  }

  private static EventRow plain(
      EventNumber number, Instant at, String kind, @Nullable String uplink, String text) {
    return new EventRow(
        number.edge(),
        number.epoch(),
        number.sequence(),
        at,
        kind,
        null,
        uplink,
        null,
        null,
        null,
        null,
        text,
        null);
  }

  static VsiId vsi(String text) {
    return VsiId.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a VSIID"));
  }

  Map<HomeKey, HomeDraft> drafts() {
    return drafts;
  }

  List<EventRow> events() {
    return events;
  }

  List<Move> moves() {
    return moves;
  }

  List<Gone> gone() {
    return gone;
  }

  List<Told> orders() {
    return orders;
  }

  List<EndedVPort> endedVPorts() {
    return endedVPorts;
  }

  Set<Topic> topics() {
    return topics;
  }
}
