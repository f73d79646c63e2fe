package org.moorage.protocol.ethernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;

class ETagTest {

  private static final Octets FRAME =
      Octets.ofHex("01 80 c2 00 00 00 02 00 00 00 00 02 88 cc 02 07 04 02");

  @Test
  void isLaidOutAsTheStandardDrawsIt() {
    ETag tag = new ETag(3, false, 0, 0x12345);
    assertThat(tag.encode()).isEqualTo(Octets.ofHex("89 3f 60 00 03 45 00 12"));
    ETag group = new ETag(0, true, 0x0_0ABC, 0x10_0000 | 0x5_6789);
    assertThat(group.encode()).isEqualTo(Octets.ofHex("89 3f 1a bc 17 89 00 56"));
    ETag far = new ETag(7, false, 0xFE_DCB & 0xF_FFFF, 0x3F_FFFE);
    assertThat(far.encode()).isEqualTo(Octets.ofHex("89 3f ed cb 3f fe fe ff"));
  }

  @Test
  void isPutOnReadAndTakenOff() {
    ETag tag = new ETag(5, true, 0x1_2345, 0x2F_EDCB);
    Octets tagged = tag.on(FRAME);
    assertThat(tagged.size()).isEqualTo(FRAME.size() + ETag.SIZE);
    assertThat(ETag.of(tagged)).contains(tag);
    assertThat(ETag.off(tagged)).isEqualTo(FRAME);
    assertThat(ETag.of(FRAME)).isEmpty();
    assertThat(ETag.off(FRAME)).isEqualTo(FRAME);
  }

  @Test
  void ofAnyOctetsNothingIsThrown() {
    Noise noise = Noise.seeded(7);
    Octets tagged = new ETag(0, false, 0, 5).on(FRAME);
    IntStream.range(0, 20_000)
        .mapToObj(i -> noise.damaged(tagged))
        .forEach(octets -> assertThat(ETag.of(octets).isPresent()).isEqualTo(ETag.isOn(octets)));
  }

  @Test
  void namesOnePortOrAGroup() {
    assertThat(new EChannelId(0xF_FFFF).isGroup()).isFalse();
    EChannelId group = new EChannelId(0x2F_EDCB);
    assertThat(group.isGroup()).isTrue();
    assertThat(group.grp()).isEqualTo(2);
    assertThat(group.ecid()).isEqualTo(0xF_EDCB);
    assertThat(group).hasToString("group 2/1043915");
    assertThatThrownBy(() -> new EChannelId(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EChannelId(0x3F_FFFF))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
