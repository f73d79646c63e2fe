package org.moorage.frameport;

import java.lang.foreign.Arena;

/** Frames as they wait in a socket's queue: each is there as soon as it arrived. */
final class QueueSource implements FrameSource {

  private final RawSocket socket;
  private final Arena arena = Arena.ofShared();
  private final PacketBatch batch;

  /**
   * @param header octets the socket puts in front of each frame
   */
  QueueSource(RawSocket socket, int header) {
    this.socket = socket;
    batch = new PacketBatch(arena, header);
  }

  @Override
  public int read(HandOver handOver) {
    return read(handOver, true);
  }

  /**
   * @param waits whether it waits for a frame where there is none
   */
  int read(HandOver handOver, boolean waits) {
    int frames = batch.read(socket.descriptor(), waits);
    for (int i = 0; i < frames; i++) {
      batch.pass(i, handOver);
    }
    handOver.pause();
    return frames;
  }

  @Override
  public long takeKernelDrops() {
    return socket.takeKernelDrops();
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
