package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.moorage.edge.PortName;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

class JournalRecordsTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final PortName PORT = new PortName("eth1");

  @Test
  void readsWhatItWrote() {
    Kept kept = new Kept(PORT, everything(), SINCE);
    JournalRecords.Reading reading = JournalRecords.read(JournalRecords.held(kept));
    assertThat(reading.damaged()).isZero();
    assertThat(reading.kept()).containsExactly(kept);
  }

  @Test
  void theLastRecordAboutAVsiCounts() {
    Kept first = new Kept(PORT, EdgeBenchHeld.of(1, 0), SINCE);
    Kept second = new Kept(PORT, EdgeBenchHeld.of(2, 0), SINCE);
    Octets file =
        JournalRecords.held(first)
            .plus(JournalRecords.nothing())
            .plus(JournalRecords.held(second))
            .plus(JournalRecords.released(PORT, first.held().request().vsiId()));
    assertThat(JournalRecords.read(file).kept()).containsExactly(second);
  }

  @Test
  void theSameVsiOnTwoPortsIsTwo() {
    Kept here = new Kept(PORT, EdgeBenchHeld.of(1, 0), SINCE);
    Kept there = new Kept(new PortName("eth2"), EdgeBenchHeld.of(1, 0), SINCE);
    Octets file = JournalRecords.held(here).plus(JournalRecords.held(there));
    assertThat(JournalRecords.read(file).kept()).containsExactlyInAnyOrder(here, there);
  }

  @Test
  void everyTruncationLosesTheTornRecordOnly() {
    Octets first = JournalRecords.held(new Kept(PORT, EdgeBenchHeld.of(1, 0), SINCE));
    Octets second = JournalRecords.held(new Kept(PORT, EdgeBenchHeld.of(2, 0), SINCE));
    Octets file = first.plus(second);
    for (int size = first.size(); size < file.size(); size++) {
      JournalRecords.Reading reading = JournalRecords.read(file.slice(0, size));
      assertThat(reading.kept()).hasSize(1);
      assertThat(reading.damaged()).isEqualTo(size - first.size());
    }
  }

  @Test
  void aFlippedBitAnywhereLosesOneRecordAtMost() {
    Octets first = JournalRecords.held(new Kept(PORT, EdgeBenchHeld.of(1, 0), SINCE));
    Octets file =
        first
            .plus(JournalRecords.held(new Kept(PORT, EdgeBenchHeld.of(2, 0), SINCE)))
            .plus(JournalRecords.held(new Kept(PORT, EdgeBenchHeld.of(3, 0), SINCE)));
    for (int bit = 0; bit < 8 * file.size(); bit++) {
      byte[] bytes = file.toArray();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(JournalRecords.read(Octets.of(bytes)).kept()).hasSize(2);
    }
  }

  @Test
  void neverThrowsOnNoise() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 1 && i % 2 == 0) {
        noise[0] = 0x4D;
        noise[1] = 0x52;
      }
      assertThat(JournalRecords.read(Octets.of(noise)).damaged()).isEqualTo(noise.length);
      assertThat(HeldCodec.decode(Octets.of(noise))).isNotNull();
    }
  }

  @Test
  void aHeldVsiThatWasDamagedBehindAGoodChecksumIsRefused() {
    Octets packed = HeldCodec.encode(everything());
    for (int size = 0; size < packed.size(); size++) {
      assertThat(HeldCodec.decode(packed.slice(0, size))).isInstanceOf(Decoded.Malformed.class);
    }
    assertThat(HeldCodec.decode(packed.plus(Octets.zeros(1))))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aHeldVsiTakesLittleMemory() {
    assertThat(HeldCodec.encode(EdgeBenchHeld.of(1, 0)).size()).isLessThanOrEqualTo(56);
  }

  /** One of each thing a request may carry. */
  private static HeldVsi everything() {
    VsiRequest request =
        new VsiRequest(
            VdpType.PRE_ASSOCIATE_RR,
            true,
            true,
            VsiManagerId.ofText("manager1"),
            new VsiTypeId(0x123456),
            new VsiTypeVersion(255),
            VsiId.of(MacAddress.parse("02:00:00:00:00:09")),
            FilterInfo.of(
                FilterInfo.Format.GROUP_MAC_VID,
                FilterInfo.Entry.of(
                    new GroupId(0xFFFF_FFFFL),
                    MacAddress.parse("02:00:00:00:00:01"),
                    new VidField(true, 7, 4094)),
                FilterInfo.Entry.of(
                    new GroupId(1), MacAddress.parse("02:00:00:00:00:02"), VidField.WILDCARD)),
            true,
            List.of(
                new OrganizationalTlv(0x00000C, Octets.ofHex("f105")),
                new OrganizationalTlv(0xFFFFFF, Octets.EMPTY)),
            Flavour.DRAFT,
            Octets.EMPTY);
    return new HeldVsi(request, List.of(new VidField(true, 7, 4094), new VidField(false, 0, 200)));
  }
}
