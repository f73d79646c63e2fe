package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.EdgeBench.P1;
import static org.moorage.agent.EdgeBench.associate;
import static org.moorage.agent.EdgeBench.vsi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ip.IpPrefix;

/** V8: after a move the network hears where the VM is. */
class AnnouncementTest {

  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:02");

  private static final String RARP =
      "ffffffffffff 020000000001 8100 0064 8035"
          + "0001 0800 06 04 0003 020000000001 00000000 020000000001 00000000"
          + "0000000000000000000000000000";

  private static VPortPlan plan(String guarded, boolean forwarding, MacAddress... macs) {
    List<IpPrefix> fixed =
        guarded.isEmpty()
            ? List.of()
            : List.of(guarded.split(" ")).stream().map(IpPrefix::parse).toList();
    Guard guard =
        new Guard(
            Guard.MacGuard.FILTER,
            fixed.isEmpty() ? new Guard.IpGuard.Off() : new Guard.IpGuard.Fixed(fixed),
            false,
            false,
            false,
            Optional.empty());
    VPortTerms terms =
        new VPortTerms(
            "web-server/2",
            Standing.KNOWN,
            new RuleSet(List.of(), List.of()),
            Rates.UNLIMITED,
            Marking.NONE,
            guard,
            false);
    VlanId vlan = new VlanId(100);
    return new VPortPlan(
        VPortId.of(new EdgeName("leaf-1"), new PortName("p1"), vsi(1)),
        new PortName("p1"),
        vsi(1),
        Separation.FILTER,
        forwarding,
        List.of(macs).stream()
            .map(mac -> new VPortMatch(Optional.of(mac), vlan, false, vlan, vlan))
            .toList(),
        terms);
  }

  @Test
  void bridgesHearOfEachAddress() {
    assertThat(Announcement.of(plan("", true, MAC))).containsExactly(Octets.ofHex(RARP));
    assertThat(Announcement.of(plan("", true, MAC, OTHER))).hasSize(2);
    assertThat(Announcement.of(plan("", false, MAC))).isEmpty();
  }

  @Test
  void ofAVmInAVirtualSubnetTheNetworkHearsNothing() {
    VPortPlan plain = plan("10.1.2.3", true, MAC);
    VPortPlan carried =
        new VPortPlan(
            plain.id(),
            plain.port(),
            plain.vsi(),
            plain.separation(),
            true,
            plain.matches(),
            plain.terms(),
            Optional.of(new OverlayMembership(new VirtualSubnetId(5001), true)));
    assertThat(Announcement.of(carried)).isEmpty();
  }

  @Test
  void hostsHearOfFixedAddressesWhereItIsClearWhoseTheyAre() {
    assertThat(Announcement.of(plan("10.1.2.3 10.2.0.0/16 2001:db8::5", true, MAC)))
        .containsExactly(
            Octets.ofHex(RARP),
            Octets.ofHex(
                "ffffffffffff 020000000001 8100 0064 0806"
                    + "0001 0800 06 04 0001 020000000001 0a010203 000000000000 0a010203"
                    + "0000000000000000000000000000"),
            Octets.ofHex(
                "333300000001 020000000001 8100 0064 86dd"
                    + "60000000 0020 3a ff"
                    + "20010db8000000000000000000000005 ff020000000000000000000000000001"
                    + "88 00 f922 20000000 20010db8000000000000000000000005"
                    + "02 01 020000000001"));
    assertThat(Announcement.of(plan("10.1.2.3", true, MAC, OTHER))).hasSize(2);
  }

  @Test
  void anAssociatedVmIsAnnouncedAtOnceAndOnceMore() {
    EdgeBench bench = EdgeBench.onFabric();
    bench.request(P1, associate(1, 4711, 2, 100));
    assertThat(bench.onFabric).hasSize(1);
    assertThat(bench.story(P1, vsi(1)).steps())
        .extracting(StoryStep::word)
        .containsExactly("heard", "looked up", "decided", "programmed", "answered", "announced");
    bench.run(Duration.ofSeconds(60));
    assertThat(bench.onFabric).hasSize(2);
    assertThat(bench.onFabric.get(1)).isEqualTo(bench.onFabric.get(0));
    assertThat(bench.agent.views().agent().counters()).containsEntry(AgentCounter.ANNOUNCED, 2L);
  }

  @Test
  void aRefusedOneIsNotNorOneThatHasLeft() {
    EdgeBench bench = EdgeBench.onFabric();
    bench.request(P1, associate(1, 4711, 9, 100));
    assertThat(bench.onFabric).isEmpty();
    bench.request(P1, associate(2, 4711, 2, 100));
    bench.agent.withdraw(P1, vsi(2), "it has to go", bench.now);
    bench.run(Duration.ofSeconds(60));
    assertThat(bench.onFabric).hasSize(1);
  }

  @Test
  void aStormOfAssociationsIsAnnouncedAtAPace() {
    EdgeBench bench = EdgeBench.onFabric();
    int vms = 4 * Announcer.MAX_AT_ONCE;
    IntStream.range(0, vms)
        .forEach(vm ->
            bench.take(P1, bench.station(P1).request(associate(vm, 4711, 2, 100), bench.now)));
    bench.run(Announcer.PACE.minusMillis(1));
    assertThat(bench.onFabric.size()).isBetween(1, Announcer.MAX_AT_ONCE);
    bench.run(Duration.ofSeconds(60));
    assertThat(bench.onFabric).hasSize(2 * vms);
  }
}
