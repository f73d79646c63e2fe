package org.moorage.protocol.stack;

import java.util.HashMap;
import java.util.Map;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VsiCommand;
import org.moorage.protocol.vdp.VsiManagerId;

/** Manager IDs of the commands a port keeps: thousands of VSIs name the same few. */
final class SharedManagers {

  /** A station knows one or two managers; beyond this each command keeps its own. */
  private static final int LIMIT = 64;

  private final Map<VsiManagerId, VsiManagerId> known = new HashMap<>();

  /** The command with storage of its own, and a manager ID it shares. */
  VsiCommand sharing(VsiCommand command) {
    VsiManagerId shared = known.get(command.manager());
    if (shared == null) {
      shared = new VsiManagerId(Octets.of(command.manager().octets().toArray()));
      if (known.size() < LIMIT) {
        known.put(shared, shared);
      }
    }
    return command.compact(shared);
  }
}
