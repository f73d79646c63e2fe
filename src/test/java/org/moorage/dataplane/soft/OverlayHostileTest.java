package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.OTHER;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL;
import static org.moorage.overlay.Contoso.SQL_MAC;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.soft.OverlayRig.Heard;
import org.moorage.overlay.Contoso;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayKey;
import org.moorage.overlay.PacketWalk;
import org.moorage.overlay.ProviderAddress;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.Walk;
import org.moorage.overlay.WalkBlock;
import org.moorage.overlay.WalkQuestion;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** Envelopes nobody should send, and whether the switch and the packet walk say the same. */
class OverlayHostileTest {

  private static final int GRE = 34;
  private static final int INNER = 42;

  private final OverlayRig rig = OverlayRig.contoso();

  /** A good envelope at edge-2, changed. */
  private Octets changed(Consumer<byte[]> change) {
    Octets good = OverlayForwardingTest.envelopeOf(rig, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    byte[] bytes = good.toArray();
    change.accept(bytes);
    Rig.put(bytes, 24, 0, 2);
    Rig.put(bytes, 24, Rig.checksum(bytes, 14), 2);
    return Octets.of(bytes);
  }

  private void isDropped(DropReason reason, Consumer<byte[]> change) {
    Octets frame = changed(change);
    long before = rig.edge(2).drops(reason);
    assertThat(rig.arrives(2, frame)).as(reason.label()).isEmpty();
    assertThat(rig.edge(2).drops(reason)).as(reason.label()).isEqualTo(before + 1);
  }

  @Test
  void whatIsNotNvgreByTheBookIsDroppedWithItsReason() {
    assertThat(rig.arrives(2, changed(bytes -> {}))).hasSize(1);
    isDropped(DropReason.NOT_NVGRE, bytes -> Rig.put(bytes, GRE, 0xA000, 2));
    isDropped(DropReason.NOT_NVGRE, bytes -> Rig.put(bytes, GRE, 0x3000, 2));
    isDropped(DropReason.NOT_NVGRE, bytes -> Rig.put(bytes, GRE, 0x2001, 2));
    isDropped(DropReason.NOT_NVGRE, bytes -> Rig.put(bytes, GRE, 0x0000, 2));
    isDropped(DropReason.NOT_NVGRE, bytes -> Rig.put(bytes, GRE + 2, 0x0800, 2));
    isDropped(DropReason.NOT_NVGRE, bytes -> bytes[23] = 6);
    isDropped(DropReason.RESERVED_VSID, bytes -> Rig.put(bytes, GRE + 4, 0xFFFFFF, 3));
    isDropped(DropReason.RESERVED_VSID, bytes -> Rig.put(bytes, GRE + 4, 0xFFF, 3));
    isDropped(DropReason.NO_VSID, bytes -> Rig.put(bytes, GRE + 4, 5003, 3));
    isDropped(DropReason.INNER_TAG, bytes -> Rig.put(bytes, INNER + 12, 0x8100, 2));
    isDropped(DropReason.INNER_TAG, bytes -> Rig.put(bytes, INNER + 12, 0x88A8, 2));
    isDropped(DropReason.FRAGMENT, bytes -> Rig.put(bytes, 20, 0x2000, 2));
    isDropped(DropReason.FRAGMENT, bytes -> Rig.put(bytes, 20, 0x0005, 2));
    isDropped(DropReason.TOO_SHORT, bytes -> Rig.put(bytes, 16, 30, 2));
    isDropped(DropReason.TOO_SHORT, bytes -> Rig.put(bytes, 16, 9_000, 2));
    isDropped(DropReason.NON_IP, bytes -> Rig.put(bytes, INNER + 12, 0x88B5, 2));
    isDropped(DropReason.GROUP_SOURCE, bytes -> Rig.put(bytes, INNER + 6, -1, 6));
  }

  @Test
  void nobodyElseSpeaksAsAVm() {
    isDropped(DropReason.SPOOFED_PA, bytes -> Rig.put(bytes, 26, 0xC0A80163L, 4));
    isDropped(DropReason.SPOOFED_PA, bytes -> Rig.put(bytes, INNER + 14 + 12, 0x0A01014DL, 4));
    isDropped(DropReason.SPOOFED_PA, bytes -> Rig.put(bytes, INNER + 14 + 12, 0x08080808L, 4));
    isDropped(
        DropReason.UNKNOWN_DESTINATION,
        bytes -> {
          Rig.put(bytes, INNER, 0x0200_0000_9999L, 6);
          Rig.put(bytes, INNER + 14 + 16, 0x0A01014DL, 4);
        });
    // As Fabrikam's: its own VMs have these addresses at these edges, and Contoso's get nothing.
    Octets other = changed(bytes -> Rig.put(bytes, GRE + 4, OTHER.value(), 3));
    assertThat(rig.arrives(2, other)).extracting(Heard::where).containsExactly("edge-2/p1/601");
  }

  @Test
  void aVmWhoseMoveIsAnnouncedMaySpeakFromWhereItGoes() {
    rig.put(new ProviderAddress(ip("192.168.1.30"), 24, "edge-3", Optional.empty()));
    Octets early = changed(bytes -> Rig.put(bytes, 26, 0xC0A8011EL, 4));
    assertThat(rig.arrives(2, early)).isEmpty();
    LookupRecord sql = rig.book.record(FRONT, SQL).orElseThrow();
    LookupRecord reserved = sql.unusable(true).movedTo(ip("192.168.1.30"), 2);
    rig.put(reserved);
    assertThat(rig.arrives(2, early)).hasSize(1);
    rig.remove(reserved.key());
    assertThat(rig.arrives(2, early)).isEmpty();
    assertThat(rig.edge(2).drops(DropReason.SPOOFED_PA)).isEqualTo(2);
  }

  @Test
  void congestionOnTheWayIsHandedOn() {
    Octets marked =
        changed(bytes -> {
          bytes[15] = 3;
          bytes[INNER + 15] = 2;
          Rig.put(bytes, INNER + 24, 0, 2);
          Rig.put(bytes, INNER + 24, Rig.checksum(bytes, INNER + 14), 2);
        });
    Octets heard = rig.arrives(2, marked).getFirst().payload();
    assertThat(heard.u8(1)).isEqualTo(3);
    assertThat(Rig.checksum(heard.toArray(), 0)).isZero();
    isDropped(DropReason.CONGESTED, bytes -> bytes[15] = 3);
  }

  @Test
  void noiseThrowsNothingAndReachesNoOtherTenant() {
    Noise noise = Noise.seeded(6);
    Octets good = changed(bytes -> {});
    for (int i = 0; i < 20_000; i++) {
      for (Heard heard : rig.arrives(2, noise.damaged(good))) {
        assertThat(heard.vid()).isIn(501, 601);
      }
    }
    Octets inner = Octets.of(OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = noise.damaged(inner).toArray();
      if (damaged.length >= 14) {
        rig.send(1, 501, damaged).forEach(heard -> assertThat(heard.vid()).isIn(501, 502));
      }
    }
    assertThat(rig.send(1, 501, inner.toArray())).hasSize(1);
  }

  @Test
  void whatIsRemovedIsGone() {
    rig.remove(new OverlayKey.OfCustomerAddress(FRONT, WEB));
    assertThat(rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB))).isEmpty();
    assertThat(rig.dropped(1, DropReason.UNKNOWN_DESTINATION)).isEqualTo(1);
    LookupRecord reserved = LookupRecord.of(FRONT, WEB, WEB_MAC, PA_2).unusable(true);
    rig.put(reserved);
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    assertThat(rig.dropped(1, DropReason.RECORD_UNUSABLE)).isEqualTo(1);
    rig.remove(reserved.key());
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    assertThat(rig.dropped(1, DropReason.UNKNOWN_DESTINATION)).isEqualTo(2);
    rig.remove(new OverlayKey.OfCustomerAddress(FRONT, SQL));
    rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB));
    assertThat(rig.dropped(1, DropReason.SPOOFED_CA)).isEqualTo(1);
    rig.put(LookupRecord.of(FRONT, SQL, SQL_MAC, PA_1));
    rig.put(LookupRecord.of(FRONT, WEB, WEB_MAC, PA_2));
    assertThat(rig.send(1, 501, OverlayRig.udp(SQL_MAC, WEB_MAC, SQL, WEB))).hasSize(1);
  }

  /** Random overlays, random packets: the walk foretells what the switch does. */
  @Test
  void theWalkAndTheSwitchSayTheSame() {
    RandomGenerator random = Noise.seeded(9).random();
    int arrived = 0;
    int blocked = 0;
    for (int round = 0; round < 60; round++) {
      OverlayRig some = new OverlayRig(randomBook(random));
      List<LookupRecord> vms =
          some.book.items().stream()
              .flatMap(
                  item -> item instanceof LookupRecord record ? Stream.of(record) : Stream.empty())
              .filter(record -> !record.unusable())
              .toList();
      for (LookupRecord vm : vms) {
        String edge = some.book.provider(vm.providerAddress()).orElseThrow().edge();
        some.edge(edge.charAt(edge.length() - 1) - '0')
            .vm(vm.mac().hashCode() & 0xFFFF, vid(vm), vm.mac(), vm.vsid(), false);
      }
      some.settle();
      for (int i = 0; i < 40; i++) {
        LookupRecord from = vms.get(random.nextInt(vms.size()));
        IpAddress to = address(random);
        Walk walk =
            PacketWalk.of(
                some.book,
                new WalkQuestion(from.vsid(), from.customerAddress(), to, 68, 64, 1_500));
        String edge = some.book.provider(from.providerAddress()).orElseThrow().edge();
        VirtualSubnet subnet = some.book.subnet(from.vsid()).orElseThrow();
        MacAddress next =
            subnet.contains(to)
                ? some.book
                    .record(from.vsid(), to)
                    .map(LookupRecord::mac)
                    .orElse(VirtualSubnet.GATEWAY)
                : VirtualSubnet.GATEWAY;
        boolean itself = walk.record().filter(r -> r.mac().equals(from.mac())).isPresent();
        if (itself || subnet.gateway(IpVersion.V4).filter(to::equals).isPresent()) {
          continue;
        }
        int number = edge.charAt(edge.length() - 1) - '0';
        some.heard.clear();
        byte[] frame = OverlayRig.udp(from.mac(), next, from.customerAddress(), to);
        List<Heard> heard = some.send(number, vid(from), frame);
        boolean nearby = walk.local() && heard.isEmpty();
        if (walk.arrives() && !nearby) {
          arrived++;
          LookupRecord record = walk.record().orElseThrow();
          assertThat(heard).as("%s %s", walk, from).hasSize(1);
          assertThat(heard.getFirst().frame().u48(0)).isEqualTo(record.mac().bits());
          assertThat(heard.getFirst().vid()).isEqualTo(vid(record));
          assertThat(some.onWire).hasSize(walk.local() ? 0 : 1);
        } else if (!walk.arrives()) {
          blocked++;
          assertThat(heard).as("%s", walk).isEmpty();
          WalkBlock why = walk.blocked().orElseThrow();
          assertThat(some.edge(number).plane.drops(OverlayRig.SERVER))
              .as("%s", walk)
              .containsKey(DropReason.valueOf(why.name()));
        }
      }
    }
    assertThat(arrived).isGreaterThan(200);
    assertThat(blocked).isGreaterThan(200);
  }

  private static int vid(LookupRecord record) {
    return record.vsid().value() - 4_900;
  }

  private static IpAddress address(RandomGenerator random) {
    return random.nextInt(8) == 0
        ? IpAddress.v4(0x0808_0808L)
        : IpAddress.v4(0x0A01_0000L | random.nextInt(1, 4) << 8 | random.nextInt(2, 9));
  }

  private static OverlayBook randomBook(RandomGenerator random) {
    OverlayBook book = new OverlayBook();
    Contoso.book().items().stream()
        .filter(item -> !(item instanceof LookupRecord) && !(item instanceof VirtualSubnet))
        .forEach(item -> Contoso.put(book, item));
    for (int i = 0; i < 3; i++) {
      VirtualSubnetId vsid = new VirtualSubnetId(5001 + i);
      int third = i + 1;
      VirtualSubnet subnet =
          Contoso.subnet(
              vsid, Contoso.CONTOSO, "s" + i, "10.1." + third + ".0/24", "fd10:" + third + "::/64");
      Contoso.put(book, subnet);
    }
    List<LookupRecord> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int subnet = random.nextInt(3);
      IpAddress address = IpAddress.v4(0x0A01_0000L | (subnet + 1) << 8 | random.nextInt(2, 9));
      LookupRecord record =
          LookupRecord.of(
              new VirtualSubnetId(5001 + subnet),
              address,
              new MacAddress(0x0200_0000_5000L | i),
              random.nextBoolean() ? PA_1 : PA_2);
      if (book.fault(record).isEmpty()) {
        Contoso.put(book, record);
        made.add(record);
      }
    }
    LookupRecord hop = made.get(random.nextInt(made.size()));
    List<String> prefixes = List.of("0.0.0.0/0", "10.1.3.8/32", "8.8.0.0/16");
    for (String prefix : prefixes) {
      if (random.nextBoolean()) {
        CustomerRoute route =
            new CustomerRoute(
                Contoso.CONTOSO, hop.vsid(), IpPrefix.parse(prefix), hop.customerAddress(), 0);
        Contoso.put(book, route);
      }
    }
    return book;
  }

  @Test
  void everyReasonOfTheWalkIsOneOfTheSwitch() {
    assertThat(Stream.of(DropReason.values()).map(Enum::name).toList())
        .containsAll(Stream.of(WalkBlock.values()).map(Enum::name).toList());
  }
}
