package org.moorage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.PacketSocket;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * What a VM and a peer on the network say to each other while the VM moves between two places: a
 * numbered frame each way and a broadcast of the peer in every {@link #INTERVAL_NANOS}.
 *
 * <p>A frame to the VM has arrived where the VM was when it was sent; by its number and not by the
 * moment it is read, so that a reader that had to wait for a processor loses none.
 */
final class MovingTraffic implements AutoCloseable {

  static final long INTERVAL_NANOS = 500_000;

  /** Twenty seconds; a move that takes longer has failed. */
  private static final int MOST_FRAMES = 40_000;

  /** What is sent last may take so long to arrive. */
  private static final int LAST_ARRIVALS_MILLIS = 20;

  /**
   * What came of the frames around one move.
   *
   * @param toAll broadcasts that arrived at each of the two places
   * @param firstThere the number of the first frame since the VM is where it is now
   */
  record Watched(FrameLog toVm, FrameLog fromVm, List<FrameLog> toAll, int firstThere) {

    /** When the first frame passed the edge at the new place, in whichever way. */
    OptionalLong firstPassed(int place) {
      OptionalLong broadcast = toAll.get(place).firstFrom(0);
      OptionalLong sent = fromVm.firstFrom(firstThere);
      return broadcast.isEmpty() || sent.isPresent() && sent.getAsLong() < broadcast.getAsLong()
          ? sent
          : broadcast;
    }

    private static Watched begun() {
      return new Watched(
          new FrameLog(MOST_FRAMES),
          new FrameLog(MOST_FRAMES),
          List.of(new FrameLog(MOST_FRAMES), new FrameLog(MOST_FRAMES)),
          0);
    }
  }

  private final MacAddress peer;
  private final List<PacketSocket> places;
  private final PacketSocket peerPort;
  private volatile MacAddress vm = MacAddress.ZERO;
  private volatile int before;
  private volatile int place;
  private volatile boolean sending;

  /** The first number sent since the VM is at another place; of no frame while it is not. */
  private volatile int firstThere;

  private volatile Watched watched = Watched.begun();
  private @Nullable Thread sender;

  private MovingTraffic(MacAddress peer, List<PacketSocket> places, PacketSocket peerPort) {
    this.peer = peer;
    this.places = places;
    this.peerPort = peerPort;
  }

  /**
   * @param places the interfaces the VM may be behind, two
   * @param peerPort the interface the peer is behind
   */
  static MovingTraffic open(MacAddress peer, List<String> places, String peerPort)
      throws BenchFailure {
    List<PacketSocket> sockets = new ArrayList<>();
    places.forEach(name -> sockets.add(PacketSocket.ofDataFrames(name, System::nanoTime)));
    MovingTraffic traffic =
        new MovingTraffic(
            peer, List.copyOf(sockets), PacketSocket.ofDataFrames(peerPort, System::nanoTime));
    try {
      for (int i = 0; i < sockets.size(); i++) {
        int here = i;
        sockets.get(i).start((frame, length) -> traffic.arrivedAt(here, frame, length));
      }
      traffic.peerPort.start(traffic::arrivedAtPeer);
      return traffic;
    } catch (FramePortException failure) {
      traffic.close();
      throw new BenchFailure(String.valueOf(failure.getMessage()));
    }
  }

  /** Another VM is there, at one of the places. */
  void begin(MacAddress another, int at) {
    vm = another;
    place = at;
  }

  /** Begins to send, with nothing counted yet. */
  void start() {
    watched = Watched.begun();
    before = place;
    firstThere = MOST_FRAMES;
    sending = true;
    Thread thread = Thread.ofPlatform().daemon().name("traffic").unstarted(this::send);
    sender = thread;
    thread.start();
  }

  /** The VM goes on at another place. */
  void resumeAt(int there) {
    place = there;
  }

  /** What a hypervisor sends for a VM that has moved: bridges learn from it. */
  void announce() throws BenchFailure {
    byte[] frame =
        Octets.builder()
            .u48(MacAddress.BROADCAST.bits())
            .u48(vm.bits())
            .u16(EtherType.C_TAG.value())
            .u16(BenchProfile.VLAN)
            .u16(EtherType.RARP.value())
            .u16(1)
            .u16(EtherType.IPV4.value())
            .u16(0x0604)
            .u16(3)
            .u48(vm.bits())
            .u32(0)
            .u48(vm.bits())
            .u32(0)
            .build()
            .paddedTo(64)
            .toArray();
    try {
      places.get(place).send(frame, frame.length);
    } catch (FramePortException failure) {
      throw new BenchFailure(String.valueOf(failure.getMessage()));
    }
  }

  /** Ends sending; what is on its way still counts. */
  Watched stop() throws BenchFailure {
    endSending();
    StartBench.pause(LAST_ARRIVALS_MILLIS);
    Watched all = watched;
    return new Watched(all.toVm, all.fromVm, all.toAll, firstThere);
  }

  private void endSending() throws BenchFailure {
    sending = false;
    Thread thread = sender;
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  private void send() {
    byte[] toVm = NumberedFrames.TO_VM.template(vm, peer);
    byte[] fromVm = NumberedFrames.FROM_VM.template(vm, peer);
    byte[] toAll = NumberedFrames.TO_ALL.template(vm, peer);
    Watched log = watched;
    long next = System.nanoTime();
    for (int number = 0; sending && number < MOST_FRAMES; number++) {
      int here = place;
      if (here != before && firstThere == MOST_FRAMES) {
        firstThere = number;
      }
      for (byte[] frame : List.of(toVm, fromVm, toAll)) {
        NumberedFrames.number(frame, number);
      }
      long now = System.nanoTime();
      log.fromVm.sent(now);
      send(places.get(here), fromVm);
      log.toVm.sent(now);
      send(peerPort, toVm);
      log.toAll.forEach(each -> each.sent(now));
      send(peerPort, toAll);
      // A machine that stood still does not make up for it in a burst.
      next = Math.max(next + INTERVAL_NANOS, now);
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private static void send(PacketSocket port, byte[] frame) {
    try {
      port.send(frame, frame.length);
    } catch (FramePortException lost) {
      // It was sent as far as anybody else can tell, and counts as lost.
    }
  }

  private void arrivedAt(int here, byte[] frame, int length) {
    long now = System.nanoTime();
    Watched log = watched;
    int number = NumberedFrames.TO_VM.numberIn(frame, length);
    if (number < firstThere == (here == before)) {
      log.toVm.arrived(number, now);
    }
    log.toAll.get(here).arrived(NumberedFrames.TO_ALL.numberIn(frame, length), now);
  }

  private void arrivedAtPeer(byte[] frame, int length) {
    watched.fromVm.arrived(NumberedFrames.FROM_VM.numberIn(frame, length), System.nanoTime());
  }

  @Override
  public void close() {
    sending = false;
    places.forEach(PacketSocket::close);
    peerPort.close();
  }
}
