package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;

/** What a script says of a VM is what its station asks for. */
class VmTest {

  private static Vm vm(String terms) {
    return new Vm(
        "vm-1",
        0,
        false,
        TypeName.parse("web-server/2"),
        new VsiTypeId(4711),
        VmTerms.of(Terms.parse(terms)));
  }

  private static VsiRequest request(String terms) {
    return vm(terms).request(VdpType.ASSOCIATE, Flavour.RATIFIED);
  }

  @Test
  void whatIsNotSaidIsMadeUpAndAlwaysTheSame() {
    VsiRequest request = request("()");
    assertThat(request).isEqualTo(request("()"));
    assertThat(request.manager()).isEqualTo(VsiManagerId.DEFAULT);
    assertThat(request.typeId().value()).isEqualTo(4711);
    assertThat(request.version().value()).isEqualTo(2);
    assertThat(request.filters().format()).isEqualTo(FilterInfo.Format.MAC_VID);
    assertThat(request.filters().entries().getFirst().vid()).isEqualTo(VidField.WILDCARD);
  }

  @Test
  void everyWordOfAVmShowsInItsRequest() {
    String uuid = "00112233-4455-6677-8899-aabbccddeeff";
    VsiRequest request =
        request("(mac 02-00-00-00-00-09, vid 10+20, group 5000, manager rack-7, vsi " + uuid + ")");
    assertThat(request.vsiId()).isEqualTo(VsiId.parse(uuid).orElseThrow());
    assertThat(request.manager()).isEqualTo(VsiManagerId.ofText("rack-7"));
    assertThat(request.filters().format()).isEqualTo(FilterInfo.Format.GROUP_MAC_VID);
    assertThat(request.filters().entries())
        .containsExactly(
            FilterInfo.Entry.of(
                new GroupId(5000),
                MacAddress.parse("02:00:00:00:00:09"),
                new VidField(false, 0, 10)),
            FilterInfo.Entry.of(
                new GroupId(5000),
                MacAddress.parse("02:00:00:00:00:09"),
                new VidField(false, 0, 20)));
    assertThat(request("(vid 10, filter vid)").filters().format()).isEqualTo(FilterInfo.Format.VID);
    assertThat(request("(vid 10, filter vid, group 7)").filters().format())
        .isEqualTo(FilterInfo.Format.GROUP_VID);
    assertThat(vm("(ip 10.1.0.5, port eth1)").ip()).isEqualTo(0x0A010005);
    assertThat(vm("(ip 10.1.0.5, port eth1)").port()).contains("eth1");
  }

  @Test
  void aChangeKeepsWhatItDoesNotName() {
    Vm vm = vm("(mac 02-00-00-00-00-09, vid 10)");
    vm.change(VmTerms.of(Terms.parse("(vid 20)")));
    assertThat(vm.mac()).isEqualTo(MacAddress.parse("02:00:00:00:00:09"));
    assertThat(vm.vids()).containsExactly(new VidField(false, 0, 20));
  }
}
