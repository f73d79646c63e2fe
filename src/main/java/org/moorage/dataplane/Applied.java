package org.moorage.dataplane;

/** What came of asking a data plane for a vPort. */
public sealed interface Applied {

  /**
   * It is programmed exactly as planned.
   *
   * @param entries how many entries of the switch's tables it takes
   */
  record Done(int entries) implements Applied {}

  /**
   * Nothing changed: what the vPort had before is still in force.
   *
   * @param reason a sentence for the vPort's story
   */
  record Failed(String reason) implements Applied {}
}
