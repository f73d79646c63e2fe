package org.moorage.manager.association;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.EventBatch.NumberedEvent;
import org.moorage.agentlink.LinkEvent;
import org.moorage.control.EventNumber;

/**
 * Events of one edge on their way into the tables.
 *
 * @param received when they arrived here
 * @param kept completed after the commit, with the last event kept; exceptionally when nothing was
 */
record Delivery(EventBatch batch, Instant received, CompletableFuture<Long> kept) {

  /** The VSIs the events of these deliveries are about. */
  static Set<String> vsis(List<Delivery> deliveries) {
    Set<String> vsis = new LinkedHashSet<>();
    for (Delivery delivery : deliveries) {
      for (NumberedEvent event : delivery.batch().events()) {
        switch (event.event()) {
          case LinkEvent.Granted granted ->
              vsis.add(Sheet.vsi(granted.association().vsiId()).toString());
          case LinkEvent.Refused refused ->
              vsis.add(Sheet.vsi(refused.association().vsiId()).toString());
          case LinkEvent.Released released -> vsis.add(Sheet.vsi(released.vsiId()).toString());
          case LinkEvent.LinkChanged link -> {}
          case LinkEvent.Alarm alarm -> {}
          case LinkEvent.ToldAll all -> {}
        }
      }
    }
    return vsis;
  }

  /** The first events of the tellings of everything that end in these deliveries. */
  static List<EventNumber> tellings(List<Delivery> deliveries) {
    List<EventNumber> began = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      for (NumberedEvent event : delivery.batch().events()) {
        if (event.event() instanceof LinkEvent.ToldAll(long since)) {
          began.add(new EventNumber(delivery.batch().identity(), delivery.batch().epoch(), since));
        }
      }
    }
    return began;
  }
}
