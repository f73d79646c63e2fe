package org.moorage.bench;

import java.util.OptionalLong;

/** The Linux bridge: forwards by address and does nothing else to a frame. */
final class KernelBridgePeer implements Contender {

  private final Track track;

  private KernelBridgePeer(Track track) {
    this.track = track;
  }

  static KernelBridgePeer make(Track track) throws BenchFailure {
    String in = track.namespace();
    Command.run("ip", "-n", in, "link", "add", "bench0", "type", "bridge");
    for (String port : new String[] {track.serverPort(), track.fabricPort()}) {
      Command.run("ip", "-n", in, "link", "set", port, "master", "bench0");
    }
    Command.run("ip", "-n", in, "link", "set", "bench0", "up");
    return new KernelBridgePeer(track);
  }

  @Override
  public Track track() {
    return track;
  }

  /** It has neither. */
  @Override
  public void prepare(int rules, int vPorts, boolean nvgre) {}

  /** Its work is done by the kernel in the time of whoever sends. */
  @Override
  public OptionalLong cpuNanos() {
    return OptionalLong.empty();
  }

  /** It goes with the namespace. */
  @Override
  public void close() {}
}
