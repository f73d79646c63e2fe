package org.moorage.manager.lab;

import java.util.List;
import java.util.Optional;

/**
 * The lab that runs in this process, as its page sees it; handed in by who runs it. Any thread may
 * ask.
 */
public interface LabDoor {

  /** A lab that can be run. */
  record Choice(String name, String about) {}

  /** The lab as it is, at most a fraction of a second old. */
  LabSnapshot snapshot();

  /** The labs that {@link #run} knows. */
  List<Choice> choices();

  /**
   * Does at once what a sentence says, in the words of a script: {@code vm-1 moves to host-b}.
   *
   * @return why that cannot be; empty when it is done
   */
  Optional<String> say(String sentence);

  /**
   * Runs a lab from its beginning, in place of the one that runs.
   *
   * @return why that cannot be; empty when it runs
   */
  Optional<String> run(String name);

  /** Ends the lab that runs; all its stations and switches are off. */
  void stop();
}
