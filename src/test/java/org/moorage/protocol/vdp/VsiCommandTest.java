package org.moorage.protocol.vdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.protocol.ethernet.MacAddress;

class VsiCommandTest {

  private static final VsiId VSI =
      VsiId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddee01"));

  private static VsiCommand asking(VidField... vids) {
    FilterInfo filters =
        new FilterInfo(
            FilterInfo.Format.MAC_VID,
            List.of(vids).stream()
                .map(vid -> FilterInfo.Entry.of(MacAddress.parse("52:54:00:11:22:33"), vid))
                .toList());
    return VsiCommand.of(
        VsiManagerId.ofText("manager1"),
        new AssociationTlv(
            VdpType.ASSOCIATE, 0, new VsiTypeId(0x123456), new VsiTypeVersion(2), VSI, filters));
  }

  /** Bits asked, bits the edge supplies, bits on the wire. */
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0x00CD, 0x00CD", // VID 0 without PS: any VID
    "0x0000, 0xB0CD, 0xB0CD", // and any PS and PCP
    "0x0000, 0x0000, 0x0000", // or nothing
    "0x8000, 0x80C8, 0x8000", // VID 0 with PS: nothing may change
    "0xB000, 0x00C8, 0xB000",
    "0x012C, 0xD12C, 0xD12C", // a VID without PS: PS and PCP may be supplied
    "0x012C, 0x00C8, 0x012C", // but not another VID
    "0xB065, 0x0065, 0xB065", // a VID with PS: nothing may change
    "0xB065, 0xB065, 0xB065"
  })
  void changesOnlyWhatAStationStands(String asked, String supplied, String answered) {
    VsiCommand command = asking(VidField.ofBits(Integer.decode(asked)));
    VsiCommand granted = command.granted(List.of(VidField.ofBits(Integer.decode(supplied))));
    assertThat(granted.vids()).containsExactly(VidField.ofBits(Integer.decode(answered)));
    assertThat(command.mayBeAnsweredBy(granted)).isTrue();
  }

  /** A station takes for no answer what a bridge may not change. */
  @ParameterizedTest
  @CsvSource({"0x8000, 0x80C8", "0x012C, 0x00C8", "0xB065, 0x0065", "0xB065, 0x3065"})
  void doesNotTakeForAnAnswerWhatMayNotChange(String asked, String answered) {
    VsiCommand command = asking(VidField.ofBits(Integer.decode(asked)));
    assertThat(command.mayBeAnsweredBy(asking(VidField.ofBits(Integer.decode(answered)))))
        .isFalse();
  }

  @Test
  void doesNotTakeOtherEntriesForAnAnswer() {
    VidField hundred = new VidField(false, 0, 100);
    VsiCommand two = asking(hundred, VidField.WILDCARD);
    assertThat(two.mayBeAnsweredBy(asking(hundred))).isFalse();
    assertThat(two.mayBeAnsweredBy(asking(VidField.WILDCARD, hundred))).isFalse();
    assertThat(two.mayBeAnsweredBy(asking(hundred, hundred))).isTrue();
  }

  @Test
  void leavesNumberAndOrderOfEntriesAlone() {
    VsiCommand command = asking(VidField.WILDCARD, new VidField(false, 0, 7));
    VsiCommand granted =
        command.granted(List.of(new VidField(false, 0, 9), new VidField(true, 5, 7)));
    assertThat(granted.vids()).containsExactly(new VidField(false, 0, 9), new VidField(true, 5, 7));
    assertThat(granted.sameKey(command)).isTrue();
    assertThatThrownBy(() -> command.granted(List.of(VidField.WILDCARD)))
        .hasMessage("1 answered VIDs for 2 filter entries");
  }

  @Test
  void fillsInTheVidsOfEveryFilterFormat() {
    for (FilterInfo.Format format : FilterInfo.Format.values()) {
      FilterInfo.Entry entry =
          new FilterInfo.Entry(
              format.hasGroup() ? 5 : 0,
              format.hasMac()
                  ? java.util.Optional.of(MacAddress.parse("52:54:00:11:22:33"))
                  : java.util.Optional.empty(),
              VidField.WILDCARD);
      FilterInfo filters = new FilterInfo(format, List.of(entry, entry));
      VsiCommand command =
          VsiCommand.of(
              VsiManagerId.DEFAULT,
              new AssociationTlv(
                  VdpType.ASSOCIATE, 0, new VsiTypeId(1), new VsiTypeVersion(1), VSI, filters));
      List<VidField> vids = List.of(new VidField(false, 0, 10), new VidField(false, 0, 20));
      assertThat(command.granted(vids).vids()).as("%s", format).isEqualTo(vids);
      assertThat(command.filters()).isEqualTo(filters);
    }
  }
}
