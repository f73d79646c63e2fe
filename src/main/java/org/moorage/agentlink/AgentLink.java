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

  /** The parameter of {@link #STREAM} that says which edge listens: its identity. */
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
