package org.moorage.manager.capture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureTerms;

/**
 * A capture as pages and REST show it: beside what an agent's own door says, who asked for it.
 *
 * @param state {@code ordered}: the agent has not answered yet; {@code running}; {@code
 *     handing-over}: it ended and its file is on its way; {@code done}: the file can be fetched;
 *     {@code failed}
 * @param by who asked for it
 * @param terms what it is to take
 * @param ended why it ended; null while it runs
 * @param trouble why it failed; null otherwise
 */
public record CaptureView(
    String id,
    String vPort,
    String edge,
    String state,
    long frames,
    long octets,
    long missing,
    int secondsLeft,
    @Nullable String ended,
    @Nullable String trouble,
    String by,
    Instant at,
    CaptureTerms terms) {

  static final String ORDERED = "ordered";
  static final String RUNNING = "running";
  static final String HANDING_OVER = "handing-over";
  static final String DONE = "done";
  static final String FAILED = "failed";

  /** Whether nothing more will happen to it. */
  @JsonIgnore
  public boolean isOver() {
    return state.equals(DONE) || state.equals(FAILED);
  }
}
