package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.ControlPath;
import org.moorage.agentlink.ControlPath.Heard;
import org.moorage.agentlink.ControlPath.Verdict;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.ControlAddresses;

class HeardAddressesTest {

  private static final String CUSTOMER = "01:80:c2:00:00:00";
  private static final String NEAREST = "01:80:c2:00:00:0e";
  private static final String OWN = "03:00:00:00:00:01";
  private static final String LLDP = "88cc 0207";
  private static final String ECP = "8940 1001";
  private static final String DRAFT_ECP = "88b7 001b";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final HeardAddresses heard = new HeardAddresses(ControlAddresses.STANDARD);

  @Test
  void eachProtocolIsCountedAtEachAddressWithOrWithoutAnSTag() {
    note(CUSTOMER, LLDP, 0);
    heard.note(ServiceTag.on(frame(CUSTOMER, LLDP), 7, 300), START.plusSeconds(9));
    note(CUSTOMER, ECP, 1);
    note(NEAREST, DRAFT_ECP, 2);
    assertThat(heard.path().heard())
        .containsExactly(
            new Heard(CUSTOMER, "LLDP", 2, "2026-01-01T00:00:09Z"),
            new Heard(CUSTOMER, "ECP", 1, "2026-01-01T00:00:01Z"),
            new Heard(NEAREST, "draft ECP", 1, "2026-01-01T00:00:02Z"));
    assertThat(heard.path().verdict()).isEqualTo(Verdict.HEARD);
    heard.clear();
    assertThat(heard.path().heard()).isEmpty();
  }

  @Test
  void probesOfAPathAndOtherFramesAreNotTheStations() {
    for (String other : List.of("88cc fe2a", "8940 ffff", "88b7 ffff", "0800 4500", "8902 0000")) {
      note(CUSTOMER, other, 0);
    }
    heard.note(Octets.ofHex("0180c2000000020000000001"), START);
    assertThat(heard.path().heard()).isEmpty();
  }

  @Test
  void addressesNobodyUsesLeaveRoomForThoseThatMatter() {
    for (int i = 0; i < 1_000; i++) {
      note(new MacAddress(0x0300_0000_1000L + i).toString(), LLDP, i);
    }
    assertThat(heard.path().heard()).hasSize(ControlPath.MAX_HEARD / 2);
    for (ReservedAddress each : ReservedAddress.values()) {
      for (String protocol : List.of(LLDP, ECP, DRAFT_ECP)) {
        note(each.mac().toString(), protocol, 2_000);
      }
    }
    assertThat(heard.path().heard()).hasSize(ControlPath.MAX_HEARD / 2 + 9);
  }

  @Test
  void whereOnlyOtherAddressesAreHeardEvbsIsMissing() {
    assertThat(heard.path().verdict()).isEqualTo(Verdict.SILENT);
    note(NEAREST, LLDP, 0);
    ControlPath path = heard.path();
    assertThat(path.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(path.at(CUSTOMER)).isEqualTo(Verdict.MISSING);
    assertThat(path.at(NEAREST)).isEqualTo(Verdict.HEARD);
    assertThat(path.at("01:80:c2:00:00:03")).isEqualTo(Verdict.UNUSED);
    assertThat(path.addresses()).containsExactly(CUSTOMER, NEAREST, "01:80:c2:00:00:03");
  }

  @Test
  void whatIsNoLongerHeardWhileOthersAreIsToldFromAStationThatFellSilent() {
    note(CUSTOMER, LLDP, 0);
    note(NEAREST, LLDP, 100);
    assertThat(heard.path().verdict()).isEqualTo(Verdict.HEARD);
    note(NEAREST, LLDP, 122);
    assertThat(heard.path().verdict()).isEqualTo(Verdict.NO_LONGER);
  }

  @Test
  void ecpWhereNobodyListensIsSaid() {
    note(CUSTOMER, LLDP, 0);
    note(OWN, ECP, 1);
    ControlPath path = heard.path();
    assertThat(path.at(OWN)).isEqualTo(Verdict.NOT_LISTENED);
    assertThat(path.verdict()).isEqualTo(Verdict.NOT_LISTENED);

    HeardAddresses moved =
        new HeardAddresses(ControlAddresses.STANDARD.withEcp(MacAddress.parse(OWN)));
    moved.note(frame(CUSTOMER, LLDP), START);
    moved.note(frame(OWN, ECP), START);
    moved.note(frame("02:00:00:00:00:09", ECP), START);
    assertThat(moved.path().verdict()).isEqualTo(Verdict.HEARD);
  }

  private void note(String destination, String behind, int second) {
    heard.note(frame(destination, behind), START.plusSeconds(second));
  }

  private static Octets frame(String destination, String behind) {
    return Octets.ofHex(destination + "020000000001" + behind);
  }
}
