package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.MANAGER;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.macVid;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.UnknownTlv;
import org.moorage.protocol.vdp.VdpPdu;
import org.moorage.protocol.vdp.VdpTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;

/** What a port answers to bad input; after each, a good association is answered at once. */
class MalformedInputTest {

  private static final AssociationTlv GOOD = association(VdpType.ASSOCIATE, 1, 100);

  private final PortBench bench = new PortBench();

  @AfterEach
  void aGoodAssociationIsStillAnsweredAtOnce() {
    assertThat(bench.answersAnAssociation(999)).isTrue();
  }

  /** The good association with one octet of its content changed, in a PDU of its own. */
  private void requestWithOctet(int at, int value) {
    byte[] tlv = GOOD.encode().toArray();
    tlv[2 + at] = (byte) value;
    bench.payload(manager().plus(Octets.of(tlv)).plus(Octets.zeros(2)));
  }

  private static Octets manager() {
    return VdpPdu.managerTlv(MANAGER);
  }

  /** Answered with the TLV as it came but for that status; nothing was decided or held. */
  private void isEchoedWith(int status, Octets tlv) {
    assertThat(bench.acks()).isEqualTo(1);
    byte[] expected = tlv.toArray();
    expected[2] = (byte) status;
    List<Octets> payloads =
        bench.sent(EtherType.ECP).stream()
            .map(EthernetFrame::payload)
            .filter(payload -> payload.u16(0) == 0x1001)
            .map(payload -> payload.from(4))
            .toList();
    assertThat(payloads).hasSize(1);
    assertThat(payloads.getFirst().slice(0, 18 + tlv.size() + 2))
        .isEqualTo(manager().plus(Octets.of(expected)).plus(Octets.zeros(2)));
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
    assertThat(bench.dropped()).isNotEmpty();
  }

  private void isAcknowledgedOnly() {
    assertThat(bench.acks()).isEqualTo(1);
    assertThat(bench.pdus()).isEmpty();
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
  }

  private void isIgnored(String reason) {
    assertThat(bench.all(PortEffect.Send.class)).isEmpty();
    assertThat(bench.dropped()).containsExactly(reason);
    assertThat(bench.port.view().dropped()).containsEntry(reason, 1L);
  }

  private void ecp(int firstWord) {
    Octets pdu =
        Octets.builder()
            .u16(firstWord)
            .u16(7)
            .octets(new VdpPdu(MANAGER, List.of(GOOD)).encode())
            .build();
    bench.frame(
        new EthernetFrame(
                ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(),
                PortBench.STATION,
                EtherType.ECP,
                pdu)
            .encode());
  }

  @Test
  void anotherEcpVersionIsIgnored() {
    ecp(0x2001);
    isIgnored("ECP version is not 1");
  }

  @Test
  void anUnknownEcpSubtypeIsIgnored() {
    ecp(0x1003);
    isIgnored("ECP subtype is unknown");
  }

  @Test
  void aRepeatedSequenceNumberIsAcknowledgedOnly() {
    Octets frame =
        Ecpdu.request(EcpSubtype.VDP, 9, new VdpPdu(MANAGER, List.of(GOOD)).encode())
            .frame(PortBench.STATION)
            .encode();
    bench.frame(frame);
    bench.forget();
    bench.frame(frame);
    isAcknowledgedOnly();
    assertThat(bench.dropped()).containsExactly(Carriage.REPEATED);
  }

  @Test
  void aPduThatDoesNotBeginWithAManagerIsAcknowledgedOnly() {
    bench.payload(GOOD.encode().plus(manager()));
    isAcknowledgedOnly();
    assertThat(bench.dropped()).containsExactly("VDP PDU does not begin with a manager ID");
  }

  @Test
  void aPduWithTwoManagersIsAcknowledgedOnly() {
    bench.payload(manager().plus(GOOD.encode()).plus(manager()));
    isAcknowledgedOnly();
    assertThat(bench.dropped()).containsExactly("second manager ID in a VDP PDU");
  }

  @Test
  void aManagerAloneIsAcknowledgedOnly() {
    bench.payload(manager());
    isAcknowledgedOnly();
  }

  @Test
  void aLengthThatDoesNotMatchTheEntriesIsAnsweredWithInvalidFormat() {
    requestWithOctet(24, 2);
    byte[] tlv = GOOD.encode().toArray();
    tlv[2 + 24] = 2;
    isEchoedWith(0x41, Octets.of(tlv));
  }

  @Test
  void anAssociationOfLessThanItsFixedOctetsIsAcknowledgedOnly() {
    bench.payload(manager().plus(Octets.ofHex("0618")).plus(GOOD.encode().slice(2, 24)));
    isAcknowledgedOnly();
    assertThat(bench.dropped()).containsExactly("association TLV shorter than 25 octets");
  }

  @Test
  void anAssociationWithoutEntriesIsAnsweredWithInvalidFormat() {
    Octets tlv = Octets.ofHex("0619").plus(GOOD.encode().slice(2, 23)).plus(Octets.zeros(2));
    bench.payload(manager().plus(tlv));
    isEchoedWith(0x41, tlv);
  }

  @Test
  void anUnknownVsiidFormatIsAnsweredWithInvalidFormat() {
    requestWithOctet(5, 9);
    byte[] tlv = GOOD.encode().toArray();
    tlv[2 + 5] = 9;
    isEchoedWith(0x41, Octets.of(tlv));
  }

  @Test
  void anUnknownFilterFormatIsAnsweredWithInvalidFormat() {
    requestWithOctet(22, 7);
    byte[] tlv = GOOD.encode().toArray();
    tlv[2 + 22] = 7;
    isEchoedWith(0x41, Octets.of(tlv));
  }

  @Test
  void groupsNobodyAgreedOnAreAnsweredWithInvalidGroup() {
    FilterInfo.Entry entry = new FilterInfo.Entry(5, java.util.Optional.empty(), VidField.WILDCARD);
    AssociationTlv tlv =
        association(VdpType.ASSOCIATE, 1, FilterInfo.of(FilterInfo.Format.GROUP_VID, entry));
    bench.request(tlv);
    isEchoedWith(0x45, tlv.encode());
  }

  @Test
  void vid4095IsAnsweredWithInvalidVid() {
    AssociationTlv tlv = association(VdpType.ASSOCIATE, 1, 4095);
    bench.request(tlv);
    isEchoedWith(0x45, tlv.encode());
  }

  @Test
  void aGroupOrZeroMacAddressIsAnsweredWithInvalidMac() {
    for (String mac : List.of("01:00:5e:00:00:01", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff")) {
      bench.forget();
      AssociationTlv tlv =
          association(
              VdpType.ASSOCIATE,
              1,
              FilterInfo.of(
                  FilterInfo.Format.MAC_VID,
                  FilterInfo.Entry.of(MacAddress.parse(mac), VidField.ofBits(100))));
      bench.request(tlv);
      bench.pass(java.time.Duration.ofMillis(5));
      isEchoedWith(0x45, tlv.encode());
    }
  }

  @Test
  void vid1IsAccepted() {
    bench.request(association(VdpType.ASSOCIATE, 1, 1));
    assertThat(bench.answer().status()).isEqualTo(0x40);
  }

  @Test
  void severalWildcardsOfVidFiltersAreForTheEdgeToDecide() {
    FilterInfo two =
        FilterInfo.of(
            FilterInfo.Format.VID,
            FilterInfo.Entry.of(VidField.WILDCARD),
            FilterInfo.Entry.of(VidField.WILDCARD));
    bench.request(association(VdpType.ASSOCIATE, 1, two));
    assertThat(bench.answer().status()).isEqualTo(0x40);
    assertThat(bench.answer().filters().entries()).allMatch(entry -> entry.vid().vid() == 205);
  }

  @Test
  void aResponseFromAStationIsAcknowledgedOnly() {
    bench.request(GOOD.with(VdpType.ASSOCIATE, 0x40));
    isAcknowledgedOnly();
    assertThat(bench.dropped()).containsExactly(BridgeRequests.RESPONSE);
  }

  @Test
  void unknownTlvsAroundAnAssociationAreSkipped() {
    VdpTlv unknown = new UnknownTlv(6, Octets.ofHex("010203"));
    bench.request(unknown, GOOD, unknown);
    assertThat(bench.answer()).isEqualTo(GOOD.with(VdpType.ASSOCIATE, 0x40));
    assertThat(bench.dropped())
        .containsExactly(BridgeRequests.UNKNOWN_TLV, BridgeRequests.UNKNOWN_TLV);
  }

  @Test
  void organisationalTlvsAreKeptForTheEdgeAndNotAnswered() {
    OrganizationalTlv name = new OrganizationalTlv(0x00000C, Octets.ofHex("f1"));
    bench.request(GOOD, name, association(VdpType.ASSOCIATE, 2, 100));
    List<PortEffect.Command> commands = bench.all(PortEffect.Command.class);
    assertThat(commands.get(0).request().organization()).containsExactly(name);
    assertThat(commands.get(0).request().received()).isEqualTo(GOOD.encode().plus(name.encode()));
    assertThat(commands.get(1).request().organization()).isEmpty();
    bench.pass(java.time.Duration.ofMillis(5));
    assertThat(bench.pdus()).allMatch(pdu -> pdu.tlvs().stream().allMatch(this::isAssociation));
  }

  private boolean isAssociation(VdpTlv tlv) {
    return tlv instanceof AssociationTlv;
  }

  @Test
  void anotherFilterListIsANewCommand() {
    bench.request(GOOD);
    bench.forget();
    AssociationTlv other = association(VdpType.ASSOCIATE, 1, macVid(101));
    bench.request(other);
    assertThat(bench.all(PortEffect.Command.class)).hasSize(1);
    bench.pass(java.time.Duration.ofMillis(5));
    assertThat(bench.answer()).isEqualTo(other.with(VdpType.ASSOCIATE, 0x40));
  }

  @Test
  void aPreAssociateAfterAnAssociateIsANewCommand() {
    bench.request(GOOD);
    bench.forget();
    AssociationTlv lower = association(VdpType.PRE_ASSOCIATE, 1, 100);
    bench.request(lower);
    bench.pass(java.time.Duration.ofMillis(5));
    assertThat(bench.answer()).isEqualTo(lower.with(VdpType.PRE_ASSOCIATE, 0x40));
  }

  @Test
  void framesThatAreNotForThisPortAreCounted() {
    Octets payload = new VdpPdu(MANAGER, List.of(GOOD)).encode();
    EthernetFrame good = Ecpdu.request(EcpSubtype.VDP, 1, payload).frame(PortBench.STATION);
    bench.frame(Octets.zeros(13));
    bench.frame(good.encode().slice(0, 14));
    bench.frame(
        new EthernetFrame(
                ReservedAddress.NEAREST_BRIDGE.mac(), good.source(), good.type(), good.payload())
            .encode());
    bench.frame(
        new EthernetFrame(good.destination(), PortBench.BRIDGE, good.type(), good.payload())
            .encode());
    bench.frame(
        new EthernetFrame(good.destination(), good.source(), EtherType.IPV4, good.payload())
            .encode());
    bench.frame(good.encode().plus(Octets.zeros(1500)));
    assertThat(bench.dropped())
        .containsExactly(
            "frame shorter than an Ethernet header",
            "ECPDU shorter than its header",
            RatifiedCarriage.WRONG_ADDRESS,
            BridgePortStack.OWN_FRAME,
            BridgePortStack.NOT_CONTROL,
            "ECPDU longer than a frame");
    assertThat(bench.all(PortEffect.Send.class)).isEmpty();
  }

  @Test
  void oneBadTlvDoesNotDisturbTheOthers() {
    Octets good = association(VdpType.ASSOCIATE, 2, 100).encode();
    byte[] bad = GOOD.encode().toArray();
    bad[2 + 22] = 7;
    bench.payload(manager().plus(Octets.of(bad)).plus(good).plus(Octets.zeros(2)));
    bench.pass(java.time.Duration.ofMillis(5));
    List<Integer> statuses =
        bench.all(PortEffect.Answered.class).stream().map(PortEffect.Answered::status).toList();
    assertThat(statuses).containsExactly(0x41, 0x40);
  }

  @Test
  void aFloodOfCommandsIsRefusedForWantOfResources() {
    PortBench small = new PortBench(BridgePortSettings.of(PortBench.BRIDGE).withMaxVsis(10));
    IntStream.range(0, 12).forEach(vsi -> small.request(association(VdpType.ASSOCIATE, vsi, 100)));
    small.pass(java.time.Duration.ofMillis(50));
    assertThat(small.answers()).hasSize(12);
    assertThat(small.answers().subList(10, 12))
        .allMatch(tlv -> tlv.type() == VdpType.DE_ASSOCIATE && tlv.status() == 0x42);
    assertThat(small.port.view().held()).isEqualTo(10);
    assertThat(small.port.view().dropped()).containsEntry(BridgeVsis.TABLE_FULL, 2L);
  }
}
