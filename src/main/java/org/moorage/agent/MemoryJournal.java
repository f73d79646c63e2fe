package org.moorage.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.edge.PortName;
import org.moorage.protocol.vdp.VsiId;

/** Remembers for as long as it lives: a lab hands the same one to the agent it restarts. */
public final class MemoryJournal implements AgentJournal {

  private final Map<AssociationId, Kept> kept = new LinkedHashMap<>();

  @Override
  public List<Kept> kept() {
    return List.copyOf(kept.values());
  }

  @Override
  public void held(Kept vsi) {
    kept.put(vsi.id(), vsi);
  }

  @Override
  public void released(PortName port, VsiId vsi) {
    kept.remove(new AssociationId(port, vsi));
  }

  @Override
  public boolean wantsEverything() {
    return false;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }
}
