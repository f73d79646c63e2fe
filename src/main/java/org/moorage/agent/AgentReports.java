package org.moorage.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.AssociationReport;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.StoryLine;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.evb.EvbOperation;
import org.moorage.protocol.stack.BridgePortView;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VidField;

/**
 * What an agent has seen, in the words of REST and of the agent link. Takes only what does not
 * change any more, so any thread may ask.
 */
public final class AgentReports {

  private AgentReports() {}

  /**
   * What the manager is told of an event.
   *
   * @param story what the association looked like then; null where it was not taken
   */
  public static LinkEvent event(AgentEvent event, @Nullable Story story) {
    return switch (event) {
      case AgentEvent.Associated granted -> {
        Story told = needed(story, event);
        yield new LinkEvent.Granted(
            association(told.association()),
            granted.restored(),
            lines(granted.restored() ? restored(told.steps()) : exchange(told.steps())));
      }
      case AgentEvent.Refused refused -> {
        Story told = needed(story, event);
        yield new LinkEvent.Refused(association(told.association()), lines(exchange(told.steps())));
      }
      case AgentEvent.Released released ->
          new LinkEvent.Released(
              released.port().value(),
              released.vsi().toString(),
              words(released.cause()),
              released.because(),
              lines(ending(released, story == null ? List.of() : story.steps())));
      case AgentEvent.LinkChanged link -> new LinkEvent.LinkChanged(link.port().value(), link.up());
      case AgentEvent.Alarm alarm ->
          new LinkEvent.Alarm(
              alarm.port().map(port -> port.value()).orElse(null), alarm.sentence());
      case AgentEvent.ToldAll all -> new LinkEvent.ToldAll(all.since());
    };
  }

  private static Story needed(@Nullable Story story, AgentEvent event) {
    if (story == null) {
      throw new IllegalArgumentException("nobody took the story of: " + event.text());
    }
    return story;
  }

  /** The last exchange; what came before was told with earlier events. */
  private static List<StoryStep> exchange(List<StoryStep> steps) {
    return fromLast(steps, StoryStep.Heard.class);
  }

  private static List<StoryStep> restored(List<StoryStep> steps) {
    return fromLast(steps, StoryStep.Restored.class).stream()
        .filter(StoryStep.Restored.class::isInstance)
        .toList();
  }

  private static List<StoryStep> fromLast(
      List<StoryStep> steps, Class<? extends StoryStep> beginning) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (beginning.isInstance(steps.get(i))) {
        return steps.subList(i, steps.size());
      }
    }
    return List.of();
  }

  /** What followed the last answer. */
  private static List<StoryStep> ending(AgentEvent.Released released, List<StoryStep> steps) {
    List<StoryStep> ending = new ArrayList<>();
    for (StoryStep step : steps.reversed()) {
      if (!(step instanceof StoryStep.Released
          || step instanceof StoryStep.Withdrawn
          || step instanceof StoryStep.KeptAlive)) {
        break;
      }
      ending.addFirst(step);
    }
    return ending.isEmpty()
        ? List.of(new StoryStep.Released(released.at(), released.cause()))
        : ending;
  }

  static AssociationReport association(AssociationView view) {
    VsiRequest request = view.request();
    List<String> hints = new ArrayList<>(2);
    if (request.migrateTo()) {
      hints.add("migrate-to");
    }
    if (request.migrateFrom()) {
      hints.add("migrate-from");
    }
    return new AssociationReport(
        view.id().port().value(),
        request.vsiId().toString(),
        view.state().label(),
        request.typeId().value(),
        request.version().value(),
        view.profile().map(AgentReports::withoutVersion).orElse(null),
        view.standing().map(AgentReports::standing).orElse(null),
        request.manager().toString(),
        hints,
        standard(request.flavour()),
        view.channel().map(SChannel::toString).orElse(null),
        view.station().orElse(null),
        filters(request.filters(), view.answered()),
        view.vPort().map(Object::toString).orElse(null),
        view.separation().map(AgentReports::separation).orElse(null),
        view.entries(),
        view.micros(),
        view.reason().isEmpty() ? null : view.reason(),
        view.fix().isEmpty() ? null : view.fix());
  }

  private static String withoutVersion(String profile) {
    int slash = profile.lastIndexOf('/');
    return slash < 0 ? profile : profile.substring(0, slash);
  }

  private static List<AssociationReport.Filter> filters(
      FilterInfo filters, List<VidField> answered) {
    List<AssociationReport.Filter> written = new ArrayList<>(filters.entries().size());
    for (int i = 0; i < filters.entries().size(); i++) {
      FilterInfo.Entry entry = filters.entries().get(i);
      VidField answer = i < answered.size() ? answered.get(i) : null;
      written.add(
          new AssociationReport.Filter(
              filters.format().hasGroup() ? Long.valueOf(entry.group()) : null,
              entry.mac().map(Object::toString).orElse(null),
              entry.vid().vid(),
              answer == null ? null : Integer.valueOf(answer.vid()),
              answer == null ? null : Integer.valueOf(answer.priority())));
    }
    return written;
  }

  static List<StoryLine> lines(List<StoryStep> steps) {
    return steps.stream()
        .map(step ->
            new StoryLine(
                step.at().toString(),
                step.word(),
                step.took().isEmpty(),
                step.took().map(Integer::longValue).orElse(null),
                step.text(),
                step.octets().isEmpty() ? null : step.octets().hex()))
        .toList();
  }

  public static EdgeReport.Uplink uplink(AgentView.PortView port) {
    BridgePortView stack = port.stack();
    EvbOperation operation = stack.operation();
    return new EdgeReport.Uplink(
        port.name().value(),
        port.channel().map(SChannel::toString).orElse(null),
        port.failed() ? "failed" : port.linkUp() ? "up" : "down",
        stack.neighbour().map(NeighbourWords::name).orElse(null),
        stack.flavour().map(AgentReports::standard).orElse("not heard yet"),
        stack.reflectiveRelayOn(),
        operation.groupIdsUsable(),
        stack.paced(),
        port.associations(),
        stack.deciding(),
        timers(operation),
        operation.maxRetries(),
        operation.ackExponent().exponent(),
        operation.resourceWaitExponent().exponent(),
        operation.keepAliveExponent().exponent(),
        port.controlDrops(),
        labelled(port.drops()),
        port.capacity()
            .map(link ->
                new EdgeReport.Capacity(
                    link.capacity().bitsPerSecond(), link.fromVm(), link.toVm()))
            .orElse(null),
        port.path().orElse(null));
  }

  /**
   * What passed a vPort.
   *
   * @param vPort its ID
   */
  public static EdgeReport.VPortCount count(String vPort, VPortCounters counters) {
    return new EdgeReport.VPortCount(
        vPort,
        counters.permittedFromVm().frames(),
        counters.permittedFromVm().octets(),
        counters.permittedToVm().frames(),
        counters.permittedToVm().octets(),
        frames(counters.droppedFromVm()),
        frames(counters.droppedToVm()),
        counters.ruleHits());
  }

  private static Map<String, Long> frames(Map<DropReason, FrameCount> drops) {
    Map<String, Long> frames = new TreeMap<>();
    drops.forEach((reason, count) -> frames.put(reason.label(), count.frames()));
    return frames;
  }

  private static Map<String, Long> labelled(Map<DropReason, Long> drops) {
    Map<String, Long> labelled = new TreeMap<>();
    drops.forEach((reason, count) -> labelled.put(reason.label(), count));
    return labelled;
  }

  /** The agent at one moment, without what it does not know of itself. */
  public static EdgeReport edge(
      AgentView view,
      Optional<String> trouble,
      long waitingEvents,
      List<EdgeReport.VPortCount> vPorts) {
    Map<String, Long> counters = new TreeMap<>();
    view.counters().forEach((counter, count) -> counters.put(counter.label(), count));
    return new EdgeReport(
        view.settings().identity().id(),
        view.started().toString(),
        counters,
        view.fabricDrops(),
        view.ruleEntries(),
        view.journalTrouble().or(() -> trouble).orElse(null),
        waitingEvents,
        view.ports().stream().limit(EdgeReport.MAX_UPLINKS).map(AgentReports::uplink).toList(),
        view.extenders().stream().map(ExtenderReports::of).toList(),
        vPorts);
  }

  static String standard(Flavour flavour) {
    return switch (flavour) {
      case RATIFIED -> "ratified";
      case DRAFT -> "draft 0";
    };
  }

  private static String standing(Standing standing) {
    return switch (standing) {
      case KNOWN -> "known";
      case UNKNOWN_ACCEPTED -> "unknown-accepted";
      case QUARANTINED -> "quarantined";
    };
  }

  static String separation(Separation separation) {
    return words(separation);
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** "retries 3, resend after 10 ms, keep-alive every 10.5 s, VSI forgotten after 15.8 s". */
  static String timers(EvbOperation operation) {
    return "retries "
        + operation.maxRetries()
        + ", resend after "
        + span(operation.ackTimer())
        + ", keep-alive every "
        + span(operation.reinitKeepAlive())
        + ", VSI forgotten after "
        + span(operation.toutKeepAlive());
  }

  private static String span(Duration span) {
    double millis = span.toNanos() / 1e6;
    return millis < 1_000
        ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
