package org.moorage.dataplane.soft;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;

/**
 * Frames and octets that passed or were dropped, both ways. Takes memory only once there is
 * something to count: most of 50,000 vPorts are silent.
 */
final class Tally {

  static final int FROM_VM = 0;
  static final int TO_VM = 1;

  private static final int REASONS = DropReason.values().length;

  /** For each direction the permitted, then each reason; frames and octets of each. */
  private static final int PER_DIRECTION = 2 * (1 + REASONS);

  private volatile @Nullable AtomicLongArray counts;

  void permitted(int direction, long frames, long octets) {
    add(direction * PER_DIRECTION, frames, octets);
  }

  void dropped(int direction, DropReason reason, int octets) {
    add(direction * PER_DIRECTION + 2 * (1 + index(reason)), 1, octets);
  }

  FrameCount permitted(int direction) {
    return read(direction * PER_DIRECTION);
  }

  Map<DropReason, FrameCount> dropped(int direction) {
    Map<DropReason, FrameCount> drops = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      FrameCount count = read(direction * PER_DIRECTION + 2 * (1 + index(reason)));
      if (count.frames() > 0) {
        drops.put(reason, count);
      }
    }
    return drops;
  }

  /** A reason's place in arrays of counters. */
  @SuppressWarnings("EnumOrdinal") // these arrays never outlive the process or leave it
  static int index(DropReason reason) {
    return reason.ordinal();
  }

  private void add(int at, long frames, long octets) {
    AtomicLongArray all = counts;
    if (all == null) {
      all = allocate();
    }
    all.getAndAdd(at, frames);
    all.getAndAdd(at + 1, octets);
  }

  private FrameCount read(int at) {
    AtomicLongArray all = counts;
    return all == null ? FrameCount.NONE : new FrameCount(all.get(at), all.get(at + 1));
  }

  private synchronized AtomicLongArray allocate() {
    AtomicLongArray all = counts;
    if (all == null) {
      all = new AtomicLongArray(2 * PER_DIRECTION);
      counts = all;
    }
    return all;
  }
}
