package org.moorage.app;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentOptions;
import org.moorage.agent.AgentOutput;
import org.moorage.agent.EdgeAgent;
import org.moorage.agent.LocalControl;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.control.Ruling;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

/**
 * What an agent wants done: frames leave, events are logged and told. Under a manager that is where
 * they go; without one it is decided here which home of a VSI counts. On an edge with one uplink
 * every VSI has one home anyway.
 */
final class AgentWishes implements AgentOutput {

  private final AgentOptions options;
  private final AgentPorts ports;
  private final EventLog log;
  private final Optional<AgentLinking> linking;
  private final InstantSource clock;
  private final LocalControl control = new LocalControl();
  private Optional<EdgeAgent> agent = Optional.empty();

  AgentWishes(
      AgentOptions options,
      AgentPorts ports,
      EventLog log,
      Optional<AgentLinking> linking,
      InstantSource clock) {
    this.options = options;
    this.ports = ports;
    this.log = log;
    this.linking = linking;
    this.clock = clock;
  }

  /** Whose they are; before it starts. */
  void of(EdgeAgent whose) {
    agent = Optional.of(whose);
  }

  @Override
  public void send(PortName port, Octets frame) {
    ports.send(port, frame);
  }

  @Override
  public boolean wantsStories() {
    return linking.isPresent();
  }

  @Override
  public void ask(TypeQuestion question) {
    linking.ifPresent(link -> link.ask(question));
  }

  @Override
  public void event(Numbered<AgentEvent> event) {
    told(event, null);
  }

  @Override
  public void event(Numbered<AgentEvent> event, Story story) {
    told(event, story);
  }

  private void told(Numbered<AgentEvent> event, @Nullable Story story) {
    log.add(event.event());
    if (linking.isPresent()) {
      linking.get().event(event, story);
    } else if (options.uplinks().size() > 1) {
      control
          .heard(options.name(), event, clock.instant())
          .ifPresent(ruling -> agent.ifPresent(asked -> carryOut(ruling, asked)));
    }
  }

  private void carryOut(Ruling ruling, EdgeAgent asked) {
    ruling
        .withdrawn()
        .ifPresent(
            home -> asked.withdraw(home.port(), ruling.vsi(), ruling.because(), clock.instant()));
    ruling.alarm().ifPresent(sentence -> asked.alarm(sentence, clock.instant()));
  }
}
