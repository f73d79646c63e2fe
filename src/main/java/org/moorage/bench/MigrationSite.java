package org.moorage.bench;

/** A network with two places where a VM can be, and a peer it talks to while it moves. */
interface MigrationSite extends AutoCloseable {

  /**
   * The traffic runs for so long before the VM goes on elsewhere. A VM is announced there before
   * its memory is copied, which takes longer.
   */
  int LEAD_MILLIS = 100;

  /** And so long afterwards. */
  int TRAIL_MILLIS = 150;

  /**
   * One move.
   *
   * @param window from the first frame the new place forwarded until the old one forwards no more
   *     and has said so; 0 where nobody decides who forwards
   * @param order from when the new edge heard the associate until the old one carried out that the
   *     VSI is to go, by the stories of both; 0 where that was not waited for
   */
  record Move(MovingTraffic.Watched frames, long window, long order) {}

  /** A VM begins at the first place. */
  void begin(int vsi) throws BenchFailure;

  /** Moves the VM to the other place. */
  Move move() throws BenchFailure;

  /** The VM ends where it is. */
  void end() throws BenchFailure;

  @Override
  void close();
}
