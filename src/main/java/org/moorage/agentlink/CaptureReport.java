package org.moorage.agentlink;

import org.jspecify.annotations.Nullable;

/**
 * How a capture is.
 *
 * @param id of the capture
 * @param vPort it looks at
 * @param state {@code running}, {@code done}, {@code failed}
 * @param frames in the file so far
 * @param octets of the file so far
 * @param missing frames that came faster than they could be written down
 * @param secondsLeft until its time is over; 0 once it ended
 * @param ended why: {@code time}, {@code frames}, {@code octets}, {@code stopped}, {@code
 *     vport-gone}; null while it runs
 * @param trouble why it failed; null otherwise
 */
public record CaptureReport(
    String id,
    String vPort,
    String state,
    long frames,
    long octets,
    long missing,
    int secondsLeft,
    @Nullable String ended,
    @Nullable String trouble) {

  public static final String RUNNING = "running";
  public static final String DONE = "done";
  public static final String FAILED = "failed";

  /** One that could not begin. */
  public static CaptureReport failed(String id, String vPort, String trouble) {
    return new CaptureReport(id, vPort, FAILED, 0, 0, 0, 0, null, trouble);
  }
}
