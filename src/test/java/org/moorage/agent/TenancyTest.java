package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.moorage.overlay.Contoso.FRONT;
import static org.moorage.overlay.Contoso.PA_1;
import static org.moorage.overlay.Contoso.PA_2;
import static org.moorage.overlay.Contoso.SQL;
import static org.moorage.overlay.Contoso.SQL_MAC;
import static org.moorage.overlay.Contoso.WEB;
import static org.moorage.overlay.Contoso.WEB_MAC;
import static org.moorage.overlay.Contoso.ip;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.NoDataPlane;
import org.moorage.dataplane.OverlayEnd;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.Edge;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.overlay.Contoso;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.RecordSource;
import org.moorage.overlay.RecordType;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiId;

/** VM, records and vPort: together or not at all. */
class TenancyTest {

  private static final PortName PORT = new PortName("p1");
  private static final MacAddress NEW = MacAddress.parse("02:00:00:00:50:77");
  private static final VsiId VSI = VsiId.of(new UUID(0, 1));

  private final Edge edge = new Edge(new EdgeName("edge-1"), EdgeSettings.DEFAULTS);
  private final SoftSwitch plane =
      new SoftSwitch(SoftSwitchSettings.of(List.of(PORT), List.of(new PortName("f1"))));
  private final List<OverlayChange> told = new ArrayList<>();
  private final Tenancy tenancy = new Tenancy(plane, edge, told::addAll);
  private final OverlayBook book = edge.overlay();

  TenancyTest() {
    plane.become(new OverlayEnd("edge-1", MacAddress.parse("02:00:00:00:0a:01"), 1_500));
    tenancy.at(Instant.parse("2026-01-01T00:00:00Z"));
    tenancy.follow(
        Contoso.book().items().stream().<OverlayChange>map(OverlayChange.Put::new).toList());
  }

  private static VPortPlan plan(
      VsiId vsi, MacAddress mac, int vid, boolean forwarding, VirtualSubnetId vsid) {
    VlanId vlan = new VlanId(vid);
    VPortTerms terms =
        new VPortTerms(
            "t/1",
            Standing.KNOWN,
            new RuleSet(List.of(), List.of()),
            Rates.UNLIMITED,
            Marking.NONE,
            Guard.PLAIN,
            false,
            OptionalInt.empty());
    return new VPortPlan(
        VPortId.of(new EdgeName("edge-1"), PORT, vsi),
        PORT,
        vsi,
        Separation.FILTER,
        forwarding,
        List.of(new VPortMatch(Optional.of(mac), vlan, false, vlan, vlan)),
        terms,
        Optional.of(new OverlayMembership(vsid, true)));
  }

  private List<LookupRecord> records(MacAddress mac) {
    return book.records(FRONT, mac).toList();
  }

  @Test
  void aVmWhoseAddressIsNotKnownGetsAnL2OnlyRecordAndTakesItAlong() {
    VPortPlan plan = plan(VSI, NEW, 500, true, FRONT);
    assertThat(tenancy.apply(plan)).isInstanceOf(Applied.Done.class);
    assertThat(records(NEW))
        .extracting(LookupRecord::type, LookupRecord::providerAddress, LookupRecord::source)
        .containsExactly(tuple(RecordType.L2_ONLY, PA_1, RecordSource.ASSOCIATION));
    assertThat(told).hasSize(1);
    tenancy.learned(plan.id(), FRONT, NEW, ip("10.1.1.77"));
    assertThat(book.record(FRONT, ip("10.1.1.77")).map(LookupRecord::type))
        .contains(RecordType.DYNAMIC);
    tenancy.remove(plan.id());
    assertThat(records(NEW)).isEmpty();
    assertThat(told).hasSize(4);
    assertThat(plane.programmed()).isEmpty();
  }

  @Test
  void aVmThatComesFromElsewhereBringsItsRecordsAndTheyAreNewer() {
    assertThat(tenancy.apply(plan(VSI, WEB_MAC, 500, true, FRONT)))
        .isInstanceOf(Applied.Done.class);
    LookupRecord web = book.record(FRONT, WEB).orElseThrow();
    assertThat(web.providerAddress()).isEqualTo(PA_1);
    assertThat(web.version()).isEqualTo(2);
    assertThat(web.source()).as("somebody wrote it").isEqualTo(RecordSource.MANUAL);
    tenancy.remove(VPortId.of(new EdgeName("edge-1"), PORT, VSI));
    assertThat(book.record(FRONT, WEB)).as("and keeps it").isPresent();
  }

  @Test
  void aReservationLeavesTheVmWhereItIs() {
    VPortPlan reserved = plan(VSI, WEB_MAC, 500, false, FRONT);
    assertThat(tenancy.apply(reserved)).isInstanceOf(Applied.Done.class);
    assertThat(book.record(FRONT, WEB).map(LookupRecord::providerAddress)).contains(PA_2);
    assertThat(book.reserved(FRONT, WEB)).hasSize(1);
    assertThat(tenancy.apply(plan(VSI, WEB_MAC, 500, true, FRONT)))
        .isInstanceOf(Applied.Done.class);
    assertThat(book.record(FRONT, WEB).map(LookupRecord::providerAddress)).contains(PA_1);
    assertThat(records(WEB_MAC)).noneMatch(LookupRecord::unusable);
  }

  @Test
  void aReservationThatEndsLeavesNothing() {
    VPortPlan reserved = plan(VSI, WEB_MAC, 500, false, FRONT);
    List<OverlayItem> before = book.items();
    tenancy.apply(reserved);
    tenancy.remove(reserved.id());
    assertThat(book.items()).isEqualTo(before);
  }

  @Test
  void whatTheSwitchRefusesLeavesNoRecord() {
    tenancy.apply(plan(VSI, NEW, 500, true, FRONT));
    told.clear();
    List<OverlayItem> before = book.items();
    VsiId other = VsiId.of(new UUID(0, 2));
    assertThat(tenancy.apply(plan(other, NEW, 500, true, Contoso.OTHER)))
        .as("the same frames on the same port")
        .isInstanceOf(Applied.Failed.class);
    assertThat(book.items()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(told).isEmpty();
  }

  @Test
  void whatTheOverlayRefusesLeavesNoVPort() {
    assertThat(tenancy.apply(plan(VSI, SQL_MAC, 500, true, Contoso.BACK)))
        .as("the address is another VM's of the same VM network")
        .isInstanceOf(Applied.Failed.class);
    assertThat(plane.programmed()).isEmpty();
    assertThat(book.record(FRONT, SQL)).isPresent();
    assertThat(told).isEmpty();
  }

  @Test
  void aPlaneThatCarriesNoVirtualSubnetsSaysSo() {
    Tenancy without = new Tenancy(new NoDataPlane(), edge, told::addAll);
    assertThat(without.apply(plan(VSI, NEW, 500, true, FRONT)))
        .isEqualTo(new Applied.Failed("this data plane carries no virtual subnets"));
  }

  @Test
  void aVmDoesNotTeachMoreThanItsShare() {
    VPortPlan plan = plan(VSI, NEW, 500, true, FRONT);
    tenancy.apply(plan);
    IntStream.range(20, 120)
        .forEach(last -> tenancy.learned(plan.id(), FRONT, NEW, ip("10.1.1." + last)));
    assertThat(records(NEW)).hasSize(1 + Tenancy.MAX_LEARNED);
    tenancy.learned(plan.id(), FRONT, SQL_MAC, ip("10.1.1.200"));
    assertThat(book.record(FRONT, ip("10.1.1.200"))).as("not its own").isEmpty();
  }
}
