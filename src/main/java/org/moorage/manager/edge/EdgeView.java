package org.moorage.manager.edge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.association.AlarmView;

/**
 * An edge, as REST shows it: the shape of an agent's own door, and what only a manager knows.
 *
 * @param state {@code heard} or {@code away}, by its reports
 * @param heardAt the last report; null where none has come since the manager started
 * @param started when the agent started; null before its first report
 * @param associations how many in each state
 * @param ruleEntries null before its first report
 * @param journalTrouble what is wrong by its own account; null when fine or unknown
 * @param waitingEvents not yet kept here; null before its first report
 * @param alarms the newest ones, newest first
 */
public record EdgeView(
    String name,
    UUID id,
    String state,
    @Nullable Instant heardAt,
    long epoch,
    @Nullable String started,
    String software,
    String dataplane,
    String unknownType,
    Map<String, Long> associations,
    @Nullable Long ruleEntries,
    List<String> uplinks,
    List<String> fabric,
    Map<String, Long> counters,
    Map<String, Long> fabricDrops,
    @Nullable String journalTrouble,
    @Nullable Long waitingEvents,
    Instant firstHelloAt,
    Instant lastHelloAt,
    List<AlarmView> alarms) {
  public EdgeView {
    uplinks = List.copyOf(uplinks);
    fabric = List.copyOf(fabric);
    alarms = List.copyOf(alarms);
  }
}
