package org.moorage.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OctetsTest {

  @Test
  void readsNumbersBigEndianAndUnsigned() {
    Octets octets = Octets.ofHex("ff 0102 030405 fffefdfc 0180c2000000");
    assertThat(octets.u8(0)).isEqualTo(255);
    assertThat(octets.u16(1)).isEqualTo(0x0102);
    assertThat(octets.u24(3)).isEqualTo(0x030405);
    assertThat(octets.u32(6)).isEqualTo(0xFFFEFDFCL);
    assertThat(octets.u48(10)).isEqualTo(0x0180C2000000L);
  }

  @Test
  void refusesToReadPastItsEnd() {
    assertThatThrownBy(() -> Octets.of((byte) 1).u16(0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("of 1");
  }

  @Test
  void aSliceEqualsACopyOfTheSameOctets() {
    Octets slice = Octets.ofHex("00112233").slice(1, 2);
    assertThat(slice).isEqualTo(Octets.ofHex("1122")).hasSameHashCodeAs(Octets.ofHex("1122"));
  }

  @Test
  void aBuilderWritesWhatAReaderReads() {
    Octets built = Octets.builder().u8(1).u16(2).u24(3).u32(4).u48(5).u64(-1).build();
    OctetsReader in = new OctetsReader(built);
    assertThat(in.u8()).isEqualTo(1);
    assertThat(in.u16()).isEqualTo(2);
    assertThat(in.u24()).isEqualTo(3);
    assertThat(in.u32()).isEqualTo(4);
    assertThat(in.u48()).isEqualTo(5);
    assertThat(in.rest()).isEqualTo(Octets.ofHex("ffffffffffffffff"));
  }
}
