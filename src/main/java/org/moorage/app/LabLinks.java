package org.moorage.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.AgentViews;
import org.moorage.agent.DrivenAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.agent.TypeSource;
import org.moorage.agent.capture.Captures;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.EdgeName;
import org.moorage.edge.TypeLookup;
import org.moorage.manager.catalogue.Catalogue;
import org.moorage.profile.Lookup;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.simulator.LabFile;
import org.moorage.simulator.LabSurroundings;

/**
 * What a lab finds around it under {@code moorage lab}: the clock of the machine, and a manager to
 * which each of its agents has a link of its own, over loopback. A lab whose script speaks of its
 * manager plays the manager itself, and its agents report to nobody else.
 */
final class LabLinks {

  /** Starts of one agent in one lab at most; the next lab's epochs begin above. */
  private static final long EPOCHS_OF_A_LAB = 1_000_000;

  private static final int SECRET_OCTETS = 24;
  private static final int PATIENCE_MILLIS = 1_000;

  private final String token;
  private final Path directory;
  private final Map<EdgeName, UUID> identities = new HashMap<>();

  /** Of the agents that run; used by the lab's thread only. */
  private final Map<EdgeName, AgentLinking> linked = new HashMap<>();

  /** What they capture; likewise. */
  private final Map<EdgeName, Captures> captures = new HashMap<>();

  private long labs;
  private @Nullable URI manager;
  private @Nullable Catalogue catalogue;
  private @Nullable LiveLab lab;

  /**
   * @param token the agents show it to the manager
   * @param directory where each agent keeps what it has not told yet
   */
  LabLinks(String token, Path directory) {
    this.token = token;
    this.directory = directory;
  }

  /** A token the agents of this lab share, known to nobody else. */
  static String token() {
    byte[] octets = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** The manager answers; to be said before the first lab begins. */
  void begin(URI url, Catalogue types, LiveLab live) {
    manager = url;
    catalogue = types;
    lab = live;
  }

  /** For one run of a lab. */
  LabSurroundings surroundings(LabFile file) {
    labs++;
    return new Beside(!file.speaksOfManager());
  }

  private AgentLinking open(EdgeAgentSettings agent, URI url) {
    try {
      Path own = Files.createDirectories(directory.resolve(agent.name().value()));
      return AgentLinking.open(
          new TypeSource.Managers(List.of(url), null),
          token,
          own,
          agent,
          "soft",
          InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Beside implements LabSurroundings {

    private final Instant start = Instant.now();
    private final long epoch = labs * EPOCHS_OF_A_LAB;
    private final boolean decides;

    Beside(boolean decides) {
      this.decides = decides;
    }

    @Override
    public Instant start() {
      return start;
    }

    @Override
    public EdgeIdentity identity(EdgeName edge, EdgeIdentity own) {
      return new EdgeIdentity(identities.computeIfAbsent(edge, name -> own.id()), epoch + 1);
    }

    /** Until an agent has its first copy, what the catalogue began with: the lab's profiles. */
    @Override
    public TypeLookup types(EdgeName edge, TypeLookup own) {
      if (!decides) {
        return own;
      }
      return (type, version) -> {
        AgentLinking link = linked.get(edge);
        if (link != null && link.versions() > 0) {
          return link.types().find(type, version);
        }
        Lookup known = own.find(type, version);
        return known instanceof Lookup.Found ? known : new Lookup.NotHere(type, version);
      };
    }

    @Override
    public Optional<VsiTypeId> typeNamed(String name) {
      Catalogue types = catalogue;
      return types == null
          ? Optional.empty()
          : types.all().stream()
              .filter(version -> version.name().equals(name))
              .findFirst()
              .map(version -> new VsiTypeId(version.typeId()));
    }

    @Override
    public boolean decides() {
      return decides;
    }

    @Override
    public void starts(EdgeAgentSettings agent, DataPlane plane) {
      URI url = manager;
      LiveLab live = lab;
      if (decides && url != null && live != null) {
        AgentLinking link = open(agent, url);
        linked.put(agent.name(), link);
        Captures looking = new Captures(plane, InstantSource.system());
        captures.put(agent.name(), looking);
        link.start(new OfLab(agent.name(), live), plane, looking);
      }
    }

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event) {
      AgentLinking link = linked.get(edge);
      if (link != null) {
        link.event(event, null);
      }
    }

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event, Story story) {
      AgentLinking link = linked.get(edge);
      if (link != null) {
        link.event(event, story);
      }
    }

    @Override
    public void asks(EdgeName edge, TypeQuestion question) {
      AgentLinking link = linked.get(edge);
      if (link != null) {
        link.ask(question);
      }
    }

    @Override
    public void stops(EdgeName edge) {
      AgentLinking link = linked.remove(edge);
      if (link != null) {
        link.close();
      }
      Captures looking = captures.remove(edge);
      if (looking != null) {
        looking.close();
      }
    }
  }

  /** An agent of the lab, driven by the lab's thread. */
  private record OfLab(EdgeName edge, LiveLab lab) implements DrivenAgent {

    @Override
    public boolean post(AgentLoop.Task task) {
      return lab.tell(edge, (agent, now) -> task.on(agent));
    }

    @Override
    public <T> T ask(Function<AgentViews, T> question)
        throws TimeoutException, InterruptedException {
      CompletableFuture<T> answer = new CompletableFuture<>();
      if (!lab.tell(edge, (agent, now) -> answer.complete(question.apply(agent.views())))) {
        throw new TimeoutException("the lab is busy");
      }
      try {
        return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException defect) {
        throw new IllegalStateException(defect);
      }
    }
  }
}
