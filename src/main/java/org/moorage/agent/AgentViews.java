package org.moorage.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.dataplane.DataPlane;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.Edge;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.edge.Standing;
import org.moorage.edge.VPort;
import org.moorage.edge.VPortMatch;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VsiId;

/**
 * What can be asked of an {@link EdgeAgent}, by the thread that calls it. What it returns does not
 * change any more and may go to other threads.
 */
public final class AgentViews {

  /** A vPort with its counters. */
  public record VPortView(VPort vPort, VPortCounters counters) {}

  private final EdgeAgentSettings settings;
  private final Instant started;
  private final Edge edge;
  private final DataPlane plane;
  private final Map<PortName, AgentPort> ports;
  private final SChannels channels;
  private final Extenders extenders;
  private final Chronicle chronicle;
  private final Optional<String> journalTrouble;

  AgentViews(
      EdgeAgentSettings settings,
      Instant started,
      Edge edge,
      DataPlane plane,
      Map<PortName, AgentPort> ports,
      SChannels channels,
      Extenders extenders,
      Chronicle chronicle,
      Optional<String> journalTrouble) {
    this.settings = settings;
    this.started = started;
    this.edge = edge;
    this.plane = plane;
    this.ports = ports;
    this.channels = channels;
    this.extenders = extenders;
    this.chronicle = chronicle;
    this.journalTrouble = journalTrouble;
  }

  public EdgeName edgeName() {
    return settings.name();
  }

  /** Everything but the associations. */
  public AgentView agent() {
    List<AgentView.PortView> portViews = new ArrayList<>();
    for (AgentPort port : ports.values()) {
      portViews.add(
          new AgentView.PortView(
              port.name,
              port.channel,
              port.linkUp(),
              port.failed(),
              port.stack().view(),
              channels.view(port.name),
              port.associations.size(),
              plane.drops(port.name),
              edge.capacity(port.name),
              port.channel.isEmpty() ? Optional.of(port.heard.path()) : Optional.empty()));
    }
    Map<String, Long> fabricDrops = new LinkedHashMap<>();
    for (PortName fabric : settings.fabric()) {
      for (Map.Entry<DropReason, Long> drop : plane.drops(fabric).entrySet()) {
        fabricDrops.merge(drop.getKey().label(), drop.getValue(), Long::sum);
      }
    }
    return new AgentView(
        settings,
        started,
        states(),
        portViews,
        extenders.views(),
        fabricDrops,
        chronicle.alarms(),
        chronicle.counters(),
        edge.ruleEntries(),
        journalTrouble);
  }

  /** One page of those that fit; a full page may have another behind it. */
  public List<AssociationView> associations(AssociationQuery query) {
    Optional<VsiId> exact = VsiId.parse(query.vsi());
    List<AssociationView> found = new ArrayList<>();
    int skip = query.offset();
    for (AgentPort port : ports.values()) {
      for (Map.Entry<VsiId, Association> each : port.associations.entrySet()) {
        AssociationState state = AssociationState.of(each.getValue().type());
        if (fits(query, exact, each.getKey(), state) && skip-- <= 0) {
          found.add(held(port, each.getKey(), each.getValue()));
          if (found.size() == query.limit()) {
            return found;
          }
        }
      }
    }
    for (Map.Entry<AssociationId, EndedAssociations.Ended> each :
        chronicle.ended().all().entrySet()) {
      if (fits(query, exact, each.getKey().vsi(), each.getValue().state()) && skip-- <= 0) {
        found.add(over(each.getKey(), each.getValue()));
        if (found.size() == query.limit()) {
          return found;
        }
      }
    }
    return found;
  }

  public Optional<AssociationView> association(AssociationId id) {
    AgentPort port = ports.get(id.port());
    Association association = port == null ? null : port.associations.get(id.vsi());
    if (port != null && association != null) {
      return Optional.of(held(port, id.vsi(), association));
    }
    return Optional.ofNullable(chronicle.ended().all().get(id)).map(how -> over(id, how));
  }

  /** The story of an association that is held or not yet forgotten. */
  public Optional<Story> story(AssociationId id) {
    return association(id).map(view -> story(view, chronicle.book().steps(id)));
  }

  /** The story of a request that was refused, whatever its VSI holds beside it. */
  Story refused(AssociationId id, EndedAssociations.Ended how) {
    return story(over(id, how), chronicle.book().steps(id));
  }

  /** Held vPorts with their counters, in the order the ports and then the VSIs came. */
  public List<VPortView> vPorts(int offset, int limit) {
    List<VPortView> found = new ArrayList<>();
    int skip = offset;
    for (AgentPort port : ports.values()) {
      for (VsiId vsi : port.associations.keySet()) {
        if (skip-- > 0) {
          continue;
        }
        edge.vPort(port.name, vsi)
            .ifPresent(vPort ->
                found.add(
                    new VPortView(vPort, plane.counters(vPort.id()).orElse(VPortCounters.NONE))));
        if (found.size() >= limit) {
          return found;
        }
      }
    }
    return found;
  }

  /** How many associations are in which state. */
  public Map<AssociationState, Long> states() {
    Map<AssociationState, Long> states = new EnumMap<>(AssociationState.class);
    for (AgentPort port : ports.values()) {
      for (Association association : port.associations.values()) {
        states.merge(AssociationState.of(association.type()), 1L, Long::sum);
      }
    }
    chronicle.ended().all().values().forEach(how -> states.merge(how.state(), 1L, Long::sum));
    return states;
  }

  private static boolean fits(
      AssociationQuery query, Optional<VsiId> exact, VsiId vsi, AssociationState state) {
    if (query.state().isPresent() && query.state().get() != state) {
      return false;
    }
    if (exact.isPresent()) {
      return exact.get().equals(vsi);
    }
    return query.vsi().isEmpty() || vsi.toString().startsWith(query.vsi());
  }

  private AssociationView held(AgentPort port, VsiId vsi, Association association) {
    Optional<VPort> vPort = edge.vPort(port.name, vsi);
    Optional<HeldVsi> held = port.held(vsi);
    List<VPortMatch> matches = vPort.map(each -> each.plan().matches()).orElse(List.of());
    return new AssociationView(
        new AssociationId(port.name, vsi),
        settings.name(),
        held.map(each -> edge.asFirstAsked(port.name, each.request()))
            .orElseGet(() -> association.rebuilt(vsi, matches)),
        held.map(HeldVsi::answered).orElse(List.of()),
        AssociationState.of(association.type()),
        association.since(),
        vPort
            .filter(each -> each.plan().terms().standing() != Standing.UNKNOWN_ACCEPTED)
            .map(each -> each.plan().profileName()),
        vPort.map(each -> each.plan().terms().standing()),
        association.type() == VdpType.ASSOCIATE || !associatedElsewhere(port, vsi),
        vPort.filter(each -> each.state().holdsEntries()).map(VPort::id),
        vPort.filter(each -> each.state().holdsEntries()).map(each -> each.plan().separation()),
        port.channel,
        port.station,
        association.entries(),
        association.keepAlives(),
        association.heard(),
        association.took(),
        "",
        "");
  }

  private boolean associatedElsewhere(AgentPort here, VsiId vsi) {
    for (AgentPort port : ports.values()) {
      Association other = port == here ? null : port.associations.get(vsi);
      if (other != null && other.type() == VdpType.ASSOCIATE) {
        return true;
      }
    }
    return false;
  }

  private AssociationView over(AssociationId id, EndedAssociations.Ended how) {
    AgentPort port = ports.get(id.port());
    return new AssociationView(
        id,
        settings.name(),
        how.request(),
        how.answered(),
        how.state(),
        how.at(),
        how.profile(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        port == null ? Optional.empty() : port.channel,
        port == null ? Optional.empty() : port.station,
        0,
        0,
        how.at(),
        0,
        how.reason(),
        how.fix());
  }

  /** The steps as kept; of an old story what the association itself still knows. */
  private static Story story(AssociationView view, List<StoryStep> kept) {
    boolean shortened = kept.isEmpty();
    List<StoryStep> steps = new ArrayList<>(kept);
    if (shortened) {
      steps.add(new StoryStep.Heard(view.since(), view.request()));
    }
    if (view.keepAlives() > 0) {
      steps.add(new StoryStep.KeptAlive(view.lastHeard(), view.keepAlives()));
    }
    return new Story(view, steps, shortened);
  }
}
