package org.moorage.agentlink;

import java.util.List;

/**
 * What the stream tells an agent. The name of the server-sent event is the lower-case name of the
 * type; the id of catalogue events is their revision.
 */
public sealed interface Order {

  /** Event {@code snapshot}: the whole catalogue; what it does not name is gone. */
  record Snapshot(long revision, List<CataloguedVersion> versions) implements Order {
    public Snapshot {
      versions = List.copyOf(versions);
    }
  }

  /** Event {@code change}: one version came into its state. */
  record Change(CataloguedVersion version) implements Order {}

  /** Event {@code withdraw}: let this VSI go. Nothing where it is not held; may come twice. */
  record Withdraw(String uplink, String vsiId, String because) implements Order {}

  /**
   * Event {@code capture}: take down a vPort's frames, tell how it goes, hand the file over.
   *
   * @param capture what it is called; one that comes again is the same
   */
  record Capture(String capture, String vPort, CaptureTerms terms) implements Order {}

  /** Event {@code stop}: end this capture now and hand over what there is. */
  record Stop(String capture) implements Order {}
}
