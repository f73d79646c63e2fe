package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * Where a switch is driven: frames go in at one end and come out at the other, the switch is in a
 * namespace between the two.
 */
final class Track implements AutoCloseable {

  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:0b:01");
  private static final MacAddress NETWORK = MacAddress.parse("02:00:00:00:0b:02");

  private final Segment entry;
  private final Segment exit;

  private Track(Segment entry, Segment exit) {
    this.entry = entry;
    this.exit = exit;
  }

  /**
   * @param tag at most 4 characters
   */
  static Track open(String tag) throws BenchFailure {
    Segment entry = Segment.open(tag + "i", STATION);
    try {
      return new Track(entry, entry.beside(tag + "o", NETWORK));
    } catch (BenchFailure failure) {
      entry.close();
      throw failure;
    }
  }

  Segment entry() {
    return entry;
  }

  String namespace() {
    return entry.namespace();
  }

  /** The interface of the switch towards the station. */
  String serverPort() {
    return entry.far();
  }

  /** The interface of the switch towards the network. */
  String fabricPort() {
    return exit.far();
  }

  /** Where the network is. */
  String networkEnd() {
    return exit.near();
  }

  /** Frames that came out so far; the kernel counts them, nobody has to read them. */
  long delivered() throws BenchFailure {
    Path counter = Path.of("/sys/class/net", exit.near(), "statistics", "rx_packets");
    try {
      return Long.parseLong(Files.readString(counter).strip());
    } catch (IOException gone) {
      throw new BenchFailure(exit.near() + " is gone");
    }
  }

  @Override
  public void close() {
    exit.close();
    entry.close();
  }
}
