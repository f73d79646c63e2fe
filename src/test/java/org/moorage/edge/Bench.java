package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.FilterInfo.Entry;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** An edge on a bench: requests in few words, a clock turned by hand. */
final class Bench {

  static final PortName P1 = new PortName("p1");
  static final PortName P2 = new PortName("p2");

  final Edge edge;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Bench(EdgeSettings settings) {
    edge = new Edge(new EdgeName("leaf-1"), settings);
  }

  Bench() {
    this(EdgeSettings.DEFAULTS);
  }

  Decision decide(PortName port, VsiRequest request) {
    return edge.decide(port, request, Profiles.LIBRARY::lookup, now);
  }

  Decision decide(VsiRequest request) {
    return decide(P1, request);
  }

  VPort commit(PortName port, VsiRequest request) {
    return edge.commit((Decision.Granted) decide(port, request), now);
  }

  VPort commit(VsiRequest request) {
    return commit(P1, request);
  }

  Decision.Refuse refused(VsiRequest request) {
    Decision decision = decide(request);
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    return (Decision.Refuse) decision;
  }

  List<Integer> vids(VsiRequest request) {
    Decision decision = decide(request);
    assertThat(decision).as(decision.because().toString()).isInstanceOf(Decision.Granted.class);
    return ((Decision.Granted) decision).vids().stream().map(VidField::vid).toList();
  }

  void release(int vsi) {
    edge.release(P1, vsi(vsi), now);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static VsiId vsi(int number) {
    return VsiId.of(new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number));
  }

  static MacAddress mac(int number) {
    return new MacAddress(0x0200_0000_0000L | number);
  }

  static VidField vid(int vid) {
    return vid == 0 ? VidField.WILDCARD : VidField.of(new VlanId(vid));
  }

  static VsiRequest ask(VdpType how, int vsi, int type, int version, FilterInfo filters) {
    return new VsiRequest(
        how,
        false,
        false,
        VsiManagerId.DEFAULT,
        new VsiTypeId(type),
        new VsiTypeVersion(version),
        vsi(vsi),
        filters,
        filters.format().hasGroup(),
        List.of(),
        Flavour.RATIFIED,
        Octets.EMPTY);
  }

  /** An associate. */
  static VsiRequest ask(int vsi, int type, int version, FilterInfo filters) {
    return ask(VdpType.ASSOCIATE, vsi, type, version, filters);
  }

  /** MAC and VID. */
  static FilterInfo at(int mac, int vid) {
    return FilterInfo.of(FilterInfo.Format.MAC_VID, Entry.of(mac(mac), vid(vid)));
  }

  /** VIDs alone. */
  static FilterInfo vids(int... vids) {
    return new FilterInfo(
        FilterInfo.Format.VID, Arrays.stream(vids).mapToObj(v -> Entry.of(vid(v))).toList());
  }

  /** Group, MAC and VID. */
  static FilterInfo inGroup(int group, int mac, int vid) {
    return FilterInfo.of(
        FilterInfo.Format.GROUP_MAC_VID, Entry.of(new GroupId(group), mac(mac), vid(vid)));
  }
}
