package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.protocol.Octets;

class PacketSocketTest {

  private static final Octets UNTAGGED =
      Octets.ofHex("ffffffffffff 020000000a01 0800 4500").paddedTo(60);
  private static final Octets TAGGED =
      Octets.ofHex("ffffffffffff 020000000a01 8100 6064 0800 4500").paddedTo(64);
  private static final Octets S_TAGGED_TWICE =
      Octets.ofHex("ffffffffffff 020000000a01 88a8 0065 8100 0064 0800 4500").paddedTo(68);
  private static final Octets ECP =
      Octets.ofHex("0180c2000000 020000000b01 8940 14010001").paddedTo(60);
  private static final Octets TAGGED_ECP_TYPE =
      Octets.ofHex("020000000c01 020000000b01 8100 0064 8940 14010001").paddedTo(64);
  private static final Octets ANOTHERS =
      Octets.ofHex("02aabbccddee 020000000a01 86dd 6000").paddedTo(60);

  private VethPair pair;
  private PacketSocket near;
  private PacketSocket far;
  private final Received received = new Received();

  @BeforeEach
  void makeInterfaces() throws FramePortException {
    pair = VethPair.create();
    near = PacketSocket.ofDataFrames(pair.near(), System::nanoTime);
    far = PacketSocket.ofDataFrames(pair.far(), System::nanoTime);
    near.start(received);
    far.start(new Received());
  }

  @AfterEach
  void removeInterfaces() {
    if (pair != null) {
      near.close();
      far.close();
      pair.close();
    }
  }

  @Test
  void framesArriveWithTheTagsTheyWereSentWith() throws FramePortException {
    List<Octets> sent = List.of(UNTAGGED, TAGGED, S_TAGGED_TWICE, ANOTHERS, TAGGED_ECP_TYPE);
    for (Octets frame : sent) {
      far.send(frame);
    }
    assertThat(received.next(sent.size())).isEqualTo(sent);
    near.close(); // what was handed over is counted a moment later
    assertThat(near.counters().octetsIn()).isEqualTo(sent.stream().mapToLong(Octets::size).sum());
  }

  @Test
  void ownFramesAndUntaggedControlFramesAreLeftOut() throws FramePortException {
    near.send(UNTAGGED);
    far.send(ECP);
    far.send(TAGGED);
    assertThat(received.next()).isEqualTo(TAGGED);
    assertThat(received.isEmpty()).isTrue();
  }

  @Test
  void aBurstArrivesWholeAndInOrder() throws FramePortException {
    List<Octets> burst = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      burst.add(UNTAGGED.slice(0, 20).plus(Octets.builder().u32(i).build()).paddedTo(60 + i));
    }
    for (Octets frame : burst) {
      far.send(frame);
    }
    assertThat(received.next(burst.size())).isEqualTo(burst);
  }

  @Test
  void aChecksumTheSenderLeftToHardwareIsFinished() throws Exception {
    VethPair.run("ip", "addr", "add", "198.51.100.1/24", "dev", pair.far());
    VethPair.run(
        "ip", "neigh", "add", "198.51.100.2", "lladdr", "02:00:00:00:00:02", "dev", pair.far());
    byte[] words = "thirteen octets".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getByName("198.51.100.1"))) {
      udp.send(
          new DatagramPacket(words, words.length, InetAddress.getByName("198.51.100.2"), 9999));
    }
    Octets frame = received.next();
    while (frame.u16(12) != 0x0800 || frame.u8(23) != 17) {
      frame = received.next();
    }
    int udpSize = 8 + words.length;
    Octets pseudoHeader = frame.slice(26, 8).plus(Octets.builder().u16(17).u16(udpSize).build());
    assertThat(sum(pseudoHeader.plus(frame.slice(34, udpSize)))).isEqualTo(0xFFFF);
  }

  @Test
  void whatIsTooLargeOrTooSmallIsRefusedBeforeItIsSent() {
    assertThatThrownBy(() -> near.send(Octets.zeros(13)))
        .hasMessage("a frame of 13 octets cannot be sent; 14..9030 can");
    assertThatThrownBy(() -> near.send(UNTAGGED.paddedTo(3000)))
        .hasMessageContaining("larger than the MTU of " + pair.near());
  }

  @Test
  void aPortGoesOnReadingWhenItsInterfaceIsSwitchedOffAndOnAgain() throws FramePortException {
    pair.down(pair.near());
    pair.up(pair.near());
    assertThat(received.nextOf(far, TAGGED)).isEqualTo(TAGGED);
  }

  @Test
  void anInterfaceThatVanishesWhileItIsSwitchedOffStopsThePort() {
    pair.down(pair.near());
    pair.close();
    assertThat(received.end().reason()).isEqualTo(Reason.INTERFACE_VANISHED);
  }

  @Test
  void anInterfaceThatVanishesStopsThePortWithThatReason() {
    pair.close();
    assertThat(received.end().reason()).isEqualTo(Reason.INTERFACE_VANISHED);
  }

  @Test
  void aPortMayCloseItselfFromItsOwnThread() throws FramePortException {
    near.close();
    Received again = new Received();
    near.start((frame, length) -> {
      near.close();
      again.received(frame, length);
    });
    far.send(UNTAGGED);
    assertThat(again.next()).isEqualTo(UNTAGGED);
    assertThatThrownBy(() -> near.send(UNTAGGED)).hasMessageContaining("is not open");
  }

  /** Ones' complement sum of 16-bit words: 0xFFFF over a whole with a right checksum. */
  private static int sum(Octets octets) {
    Octets even = octets.size() % 2 == 0 ? octets : octets.plus(Octets.zeros(1));
    long sum = 0;
    for (int i = 0; i < even.size(); i += 2) {
      sum += even.u16(i);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }
}
