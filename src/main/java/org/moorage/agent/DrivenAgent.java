package org.moorage.agent;

/** An agent as other threads reach it: whoever drives it does what they hand in, one at a time. */
public interface DrivenAgent extends LocalDoor.Asker {

  /** Hands a task over; false where too many wait. */
  boolean post(AgentLoop.Task task);
}
