package org.moorage.simulator;

import java.time.Instant;
import java.util.Optional;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.EdgeIdentity;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.EdgeName;
import org.moorage.edge.TypeLookup;
import org.moorage.protocol.vdp.VsiTypeId;

/**
 * Where a lab runs: alone, its own manager under a day of its own, or beside a manager that decides
 * for it. Called by the thread that steps the lab; must not wait.
 */
public interface LabSurroundings {

  /** Nothing but the lab and its seed: two runs are the same run. */
  LabSurroundings NONE = new Alone();

  /** What the lab's clock shows when it begins. */
  Instant start();

  /**
   * Who a switch is.
   *
   * @param own what follows from the seed
   */
  EdgeIdentity identity(EdgeName edge, EdgeIdentity own);

  /**
   * What the agent of a switch knows of VSI types.
   *
   * @param own the profiles of the lab
   */
  TypeLookup types(EdgeName edge, TypeLookup own);

  /** The number of a type the lab's own profiles do not name. */
  Optional<VsiTypeId> typeNamed(String name);

  /** Whether somebody else decides which home of a VSI is let go. */
  boolean decides();

  /**
   * The agent of a switch starts, for the first time or again; it has said nothing yet.
   *
   * @param plane what it programs; its counters may be asked from any thread
   */
  void starts(EdgeAgentSettings agent, DataPlane plane);

  /** An agent told something that is not of an association. */
  void said(EdgeName edge, Numbered<AgentEvent> event);

  /** An agent told something of an association. */
  void said(EdgeName edge, Numbered<AgentEvent> event, Story story);

  /** An agent wants to know what a type is; asked only of who decides. */
  void asks(EdgeName edge, TypeQuestion question);

  /** The agent of a switch stops. */
  void stops(EdgeName edge);

  /** The lab by itself. */
  final class Alone implements LabSurroundings {

    /** Midnight of a day like any other: what a story shows is counted from it. */
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Alone() {}

    @Override
    public Instant start() {
      return START;
    }

    @Override
    public EdgeIdentity identity(EdgeName edge, EdgeIdentity own) {
      return own;
    }

    @Override
    public TypeLookup types(EdgeName edge, TypeLookup own) {
      return own;
    }

    @Override
    public Optional<VsiTypeId> typeNamed(String name) {
      return Optional.empty();
    }

    @Override
    public boolean decides() {
      return false;
    }

    @Override
    public void starts(EdgeAgentSettings agent, DataPlane plane) {
      // Nobody else is there.
    }

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event) {
      // Nobody else hears it.
    }

    @Override
    public void said(EdgeName edge, Numbered<AgentEvent> event, Story story) {
      // Nobody else hears it.
    }

    @Override
    public void asks(EdgeName edge, TypeQuestion question) {
      throw new IllegalStateException("a lab by itself decides");
    }

    @Override
    public void stops(EdgeName edge) {
      // Nobody else knew it.
    }
  }
}
