package org.moorage.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.PacketSocket;

class WayTest {

  private static final PacketSocket ONE = PacketSocket.ofDataFrames("one", () -> 0);
  private static final PacketSocket TWO = PacketSocket.ofDataFrames("two", () -> 0);
  private static final PacketSocket THREE = PacketSocket.ofDataFrames("three", () -> 0);

  private final Way way = new Way(List.of(ONE, TWO, THREE));

  private static byte[] frame(int to, int from) {
    byte[] frame = new byte[60];
    frame[5] = (byte) to;
    frame[11] = (byte) from;
    return frame;
  }

  @Test
  void aConversationKeepsItsMemberAndManyUseAll() {
    Set<PacketSocket> used = new HashSet<>();
    int[] share = new int[3];
    for (int from = 0; from < 256; from++) {
      PacketSocket member = way.of(frame(1, from));
      assertThat(way.of(frame(1, from))).isSameAs(member);
      used.add(member);
      share[List.of(ONE, TWO, THREE).indexOf(member)]++;
    }
    assertThat(used).hasSize(3);
    assertThat(Arrays.stream(share).boxed())
        .allSatisfy(frames -> assertThat(frames).isBetween(50, 120));
  }

  @Test
  void whatIsDownCarriesNothing() {
    way.up(List.of(TWO));
    for (int from = 0; from < 256; from++) {
      assertThat(way.of(frame(1, from))).isSameAs(TWO);
    }
    way.up(List.of());
    assertThat(way.of(frame(1, 1))).isIn(ONE, TWO, THREE);
  }
}
