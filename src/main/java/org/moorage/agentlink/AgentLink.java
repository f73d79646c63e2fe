package org.moorage.agentlink;

/** The paths of the agent link under the manager's address, its version and its bounds. */
public final class AgentLink {

  /** Told in {@link Hello}; another one is refused with 400 and a sentence. */
  public static final int VERSION = 1;

  public static final String ROOT = "/api/v1/agent/v1";
  public static final String HELLO = ROOT + "/hello";
  public static final String EVENTS = ROOT + "/events";
  public static final String STREAM = ROOT + "/stream";
  public static final String RESOLVE = ROOT + "/resolve";
  public static final String REPORT = ROOT + "/report";

  /** How a capture that was ordered is: a {@link CaptureProgress}. */
  public static final String CAPTURES = ROOT + "/captures";

  /** Its file: pcapng as the body, of at most {@link CaptureTerms#MAX_OCTETS}. */
  public static final String CAPTURE_FILE = CAPTURES + "/file";

  /** The parameter of {@link #CAPTURE_FILE} that says which capture it is. */
  public static final String CAPTURE = "capture";

  /**
   * The parameter of {@link #STREAM} and {@link #CAPTURE_FILE} that names the edge: its identity.
   */
  public static final String STREAM_IDENTITY = "identity";

  /** Events in one {@link EventBatch}. */
  public static final int MAX_EVENTS = 1_000;

  /** Octets of one request body. */
  public static final int MAX_BODY = 16 << 20;

  /** vPorts in one {@link EdgeReport}. */
  public static final int MAX_VPORTS = 1_000;

  /** A stream without anything to say says so this often. */
  public static final int STREAM_HEARTBEAT_SECONDS = 10;

  private AgentLink() {}
}
