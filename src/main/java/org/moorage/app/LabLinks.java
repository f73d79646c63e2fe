package org.moorage.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.edge.EdgeName;
import org.moorage.edge.TypeLookup;
import org.moorage.manager.catalogue.Catalogue;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.simulator.LabFile;
import org.moorage.simulator.LabSurroundings;

/**
 * What a lab finds around it under {@code moorage lab}: the clock of the machine, edges that stay
 * who they are from one lab to the next, and the types of the manager's catalogue.
 */
final class LabLinks {

  /** Starts of one agent in one lab at most; the next lab's epochs begin above. */
  private static final long EPOCHS_OF_A_LAB = 1_000_000;

  private static final int SECRET_OCTETS = 24;

  private final Map<EdgeName, UUID> identities = new HashMap<>();
  private long labs;
  private @Nullable Catalogue catalogue;

  /** A token the agents of this lab share, known to nobody else. */
  static String token() {
    byte[] octets = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** The manager answers from now on. */
  void begin(Catalogue types) {
    catalogue = types;
  }

  /** For one run of a lab. */
  LabSurroundings surroundings(LabFile file) {
    labs++;
    return new Beside();
  }

  private final class Beside implements LabSurroundings {

    private final Instant start = Instant.now();
    private final long epoch = labs * EPOCHS_OF_A_LAB;

    @Override
    public Instant start() {
      return start;
    }

    @Override
    public EdgeIdentity identity(EdgeName edge, EdgeIdentity own) {
      return new EdgeIdentity(identities.computeIfAbsent(edge, name -> own.id()), epoch + 1);
    }

    @Override
    public TypeLookup types(EdgeName edge, TypeLookup own) {
      return own;
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
      return false;
    }

    @Override
    public void starts(EdgeAgentSettings agent) {}

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event) {}

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event, Story story) {}

    @Override
    public void asks(EdgeName edge, TypeQuestion question) {}

    @Override
    public void stops(EdgeName edge) {}
  }
}
