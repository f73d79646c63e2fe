package org.moorage.frameport;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of a port while it runs; reader and senders count at the same time. */
final class PortCounters {

  /** Why a frame was not handed on or not sent, as shown to people. */
  enum Drop {
    TOO_SHORT("shorter than an Ethernet header"),
    OVERSIZE("larger than " + FramePort.MAX_FRAME + " octets"),
    SEGMENTATION_OFFLOAD("not cut into segments: tso or gso of the sender, or gro here, is on"),
    BAD_CHECKSUM_OFFSET("checksum to be finished lies outside the frame"),
    RECEIVE_QUEUE_FULL("receive queue of the kernel full"),
    SEND_QUEUE_FULL("send queue of the interface full"),
    OVER_MTU("larger than the interface sends"),
    NOT_SENT("refused by the system when sent"),
    NOT_DESCRIBED("the kernel could not describe its offloads");

    private final String words;

    Drop(String words) {
      this.words = words;
    }
  }

  private final AtomicLong framesIn = new AtomicLong();
  private final AtomicLong octetsIn = new AtomicLong();
  private final AtomicLong framesOut = new AtomicLong();
  private final AtomicLong octetsOut = new AtomicLong();
  private final Map<Drop, AtomicLong> drops = new EnumMap<>(Drop.class);

  PortCounters() {
    for (Drop drop : Drop.values()) {
      drops.put(drop, new AtomicLong());
    }
  }

  void received(long frames, long octets) {
    framesIn.addAndGet(frames);
    octetsIn.addAndGet(octets);
  }

  void sent(long frames, long octets) {
    framesOut.addAndGet(frames);
    octetsOut.addAndGet(octets);
  }

  void dropped(Drop why) {
    dropped(why, 1);
  }

  void dropped(Drop why, long frames) {
    AtomicLong counter = drops.get(why);
    if (counter != null) {
      counter.addAndGet(frames);
    }
  }

  FramePortCounters snapshot() {
    Map<String, Long> dropped = new TreeMap<>();
    drops.forEach((why, count) -> {
      if (count.get() > 0) {
        dropped.put(why.words, count.get());
      }
    });
    return new FramePortCounters(
        framesIn.get(), octetsIn.get(), framesOut.get(), octetsOut.get(), dropped);
  }
}
