package org.moorage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

class NumberedFramesTest {

  private static final MacAddress VM = MacAddress.parse("52:54:00:00:00:07");
  private static final MacAddress PEER = MacAddress.parse("02:00:00:00:0c:0f");

  private static byte[] numbered(NumberedFrames kind, int number) {
    byte[] frame = kind.template(VM, PEER);
    NumberedFrames.number(frame, number);
    return frame;
  }

  @ParameterizedTest
  @EnumSource
  void aNumberIsReadAsItWasWritten(NumberedFrames kind) {
    byte[] frame = numbered(kind, 0x0102_0304);
    assertThat(frame).hasSize(NumberedFrames.LENGTH);
    assertThat(kind.numberIn(frame, frame.length)).isEqualTo(0x0102_0304);
  }

  @ParameterizedTest
  @EnumSource
  void aSwitchMayHaveTakenTheTagOff(NumberedFrames kind) {
    byte[] tagged = numbered(kind, 77);
    byte[] untagged = new byte[tagged.length - 4];
    System.arraycopy(tagged, 0, untagged, 0, 12);
    System.arraycopy(tagged, 16, untagged, 12, untagged.length - 12);
    assertThat(kind.numberIn(untagged, untagged.length)).isEqualTo(77);
  }

  @Test
  void framesOfOthersHaveNoNumber() {
    byte[] frame = numbered(NumberedFrames.TO_VM, 5);
    assertThat(NumberedFrames.FROM_VM.numberIn(frame, frame.length)).isEqualTo(-1);
    assertThat(NumberedFrames.TO_VM.numberIn(frame, 60)).isEqualTo(-1);
    assertThat(NumberedFrames.TO_VM.numberIn(new byte[0], 0)).isEqualTo(-1);
    frame[61]++;
    assertThat(NumberedFrames.TO_VM.numberIn(frame, frame.length)).isEqualTo(-1);
  }

  /** A header's sum with its own checksum is all ones (RFC 1071). */
  @ParameterizedTest
  @EnumSource
  void theIpHeaderIsSound(NumberedFrames kind) {
    Octets header = Octets.of(Arrays.copyOfRange(kind.template(VM, PEER), 18, 38));
    int sum = 0;
    for (int at = 0; at < header.size(); at += 2) {
      sum += header.u16(at);
    }
    assertThat((sum & 0xFFFF) + (sum >>> 16)).isEqualTo(0xFFFF);
    assertThat(header.u16(2)).isEqualTo(NumberedFrames.LENGTH - 18);
  }
}
