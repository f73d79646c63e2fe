package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.dataplane.soft.SoftSwitchSettings;
import org.moorage.edge.Decision;
import org.moorage.edge.Edge;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * What the tag of an S-channel or of an extended port costs the soft switch: the same frames of a
 * VM without one, behind an S-TAG and behind an E-TAG, in memory and in turns, so that nothing else
 * is measured.
 */
final class TaggedForwarding {

  private static final int SIZE = 64;
  private static final int RULES = 20;
  private static final int SVID = 100;
  private static final int CHANNEL = 257;

  private static final PortName PLAIN = new PortName("p1");
  private static final PortName CHANNELLED = new PortName("p2");
  private static final PortName CASCADE = new PortName("c1");
  private static final PortName FABRIC = new PortName("f1");

  private final InTurns turns = new InTurns();
  private final CountedFrames sink = new CountedFrames();

  private TaggedForwarding() {}

  /**
   * Millions of frames a second behind each tag beside those without.
   *
   * @param directory an empty one for the profile
   */
  static List<BenchRow> measure(Path directory) throws BenchFailure, IOException {
    SwitchProfiles.writeInto(directory, RULES);
    ProfileLibrary profiles = ProfileLibrary.load(directory).library();
    TaggedForwarding bench = new TaggedForwarding();
    bench.prepare(profiles);
    return bench.rows();
  }

  private void prepare(ProfileLibrary profiles) throws BenchFailure {
    SoftSwitch plane =
        new SoftSwitch(
            SoftSwitchSettings.of(List.of(PLAIN, CHANNELLED), List.of(FABRIC))
                .withCascades(List.of(CASCADE)));
    PortName channel = new PortName("p2/2");
    PortName extended = new PortName("c1:1");
    plane.openChannel(channel, CHANNELLED, SVID);
    plane.openExtendedPort(extended, CASCADE, new EChannelId(CHANNEL));
    byte[] said =
        Octets.builder()
            .u48(0xFFFF_FFFF_FFFFL)
            .u48(FrameLoad.DESTINATION)
            .u16(0x8100)
            .u16(BenchProfile.VLAN)
            .u16(0x88B5)
            .build()
            .paddedTo(SIZE)
            .toArray();
    plane.receive(FABRIC, said, said.length, Instant.EPOCH, sink);
    take("no tag", plane, profiles, PLAIN, PLAIN, 1);
    take("S-TAG", plane, profiles, channel, CHANNELLED, 2);
    take("E-TAG", plane, profiles, extended, CASCADE, 3);
  }

  private void take(
      String name, SoftSwitch plane, ProfileLibrary profiles, PortName port, PortName link, int vm)
      throws BenchFailure {
    Edge edge = new Edge(new EdgeName("bench-" + vm), EdgeSettings.DEFAULTS);
    VsiRequest request =
        VsiRequest.of(
            VdpType.ASSOCIATE,
            VsiManagerId.DEFAULT,
            new VsiTypeId(SwitchProfiles.type(RULES)),
            new VsiTypeVersion(SwitchProfiles.VERSION),
            VsiId.of(new UUID(0, vm)),
            FilterInfo.of(
                FilterInfo.Format.MAC_VID,
                FilterInfo.Entry.of(
                    new MacAddress(0x5254_0000_0000L + vm),
                    new VidField(false, 0, BenchProfile.VLAN))));
    Decision decision = edge.decide(port, request, profiles::lookup, Instant.EPOCH);
    boolean applied =
        decision instanceof Decision.Accept accept
            && plane.apply(accept.plan()) instanceof Applied.Done;
    if (!applied) {
      throw new BenchFailure("the switch does not take the vPort: " + decision);
    }
    List<byte[]> its = new ArrayList<>();
    for (int rule = 0; rule < RULES; rule++) {
      Octets frame = FrameLoad.frame(SIZE, rule, vm);
      its.add(
          switch (name) {
            case "S-TAG" -> ServiceTag.on(frame, 0, SVID).toArray();
            case "E-TAG" -> new ETag(0, false, 0, CHANNEL).on(frame).toArray();
            default -> frame.toArray();
          });
    }
    turns.add(name, plane.intake(link), its);
  }

  private List<BenchRow> rows() throws BenchFailure {
    Map<String, Double> rates = turns.run();
    List<BenchRow> rows = new ArrayList<>();
    for (String tag : List.of("S-TAG", "E-TAG")) {
      rows.add(
          new BenchRow(
              "64 octets, 20 rules, from a VM behind an " + tag + ", in memory, beside no tag",
              "Mframes/s",
              rates.getOrDefault(tag, Double.NaN),
              Optional.ofNullable(rates.get("no tag")),
              Optional.empty()));
    }
    return rows;
  }
}
