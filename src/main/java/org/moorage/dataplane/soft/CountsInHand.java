package org.moorage.dataplane.soft;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has permitted of one vPort's frames in one direction and not yet added to its
 * counters. Frames of a VM come many in a row, and counters that all threads share cost more than
 * the addition: so they are added to when another vPort's frame comes, or none for now.
 */
final class CountsInHand {

  private final int direction;
  private @Nullable SoftVPort vPort;
  private long frames;
  private long octets;

  /** By rule: hits; and which of them are not 0. */
  private int[] hits = new int[0];

  private int[] hit = new int[0];
  private int hitCount;

  /**
   * @param direction one of {@link Tally}'s
   */
  CountsInHand(int direction) {
    this.direction = direction;
  }

  /** A rule of the vPort's has decided about a frame; -1 where none did. */
  void hit(SoftVPort by, int rule) {
    if (by != vPort) {
      turnTo(by);
    }
    if (rule >= 0 && hits[rule]++ == 0) {
      hit[hitCount++] = rule;
    }
  }

  /** The frame last decided about by {@link #hit} may pass. */
  void permitted(int length) {
    frames++;
    octets += length;
  }

  /** Everything in hand is added to the counters. */
  void add() {
    SoftVPort its = vPort;
    if (its == null) {
      return;
    }
    if (frames > 0) {
      its.tally.permitted(direction, frames, octets);
      frames = 0;
      octets = 0;
    }
    for (int i = 0; i < hitCount; i++) {
      its.hit(direction, hit[i], hits[hit[i]]);
      hits[hit[i]] = 0;
    }
    hitCount = 0;
  }

  /** Adds what is in hand and keeps no vPort alive that is gone. */
  void release() {
    add();
    vPort = null;
  }

  private void turnTo(SoftVPort next) {
    add();
    vPort = next;
    int rules = next.rules(direction);
    if (rules > hits.length) {
      hits = Arrays.copyOf(hits, rules);
      hit = Arrays.copyOf(hit, rules);
    }
  }
}
