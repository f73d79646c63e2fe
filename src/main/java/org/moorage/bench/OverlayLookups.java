package org.moorage.bench;

import static org.moorage.bench.Rates.median;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.soft.Intake;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.edge.EdgeName;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiId;

/** Frames of one VM to VMs chosen by chance among so many records. */
final class OverlayLookups {

  private static final int FRAMES = 1_000_000;
  private static final int ROUNDS = 5;
  private static final int DIFFERENT = 65_536;
  private static final int TOGETHER = 256;
  private static final int SIZE = 64;

  private final SoftSwitch plane;
  private final byte[][] frames;
  private final CountedFrames sink = new CountedFrames();

  private OverlayLookups(SoftSwitch plane, byte[][] frames) {
    this.plane = plane;
    this.frames = frames;
  }

  static OverlayLookups among(int records) throws BenchFailure {
    SoftSwitch plane = OverlaySite.plane();
    plane.change(OverlaySite.policy(records), Instant.EPOCH);
    VlanId vlan = new VlanId(100);
    VsiId vsi = VsiId.of(new UUID(0, 1));
    List<NeutralRule> all =
        List.of(
            new NeutralRule(
                0, RuleAction.PERMIT, FrameMatch.ANY, false, RuleCause.WRITTEN, "permit any"));
    VPortTerms terms =
        new VPortTerms(
            "bench/1",
            Standing.KNOWN,
            new RuleSet(all, all),
            Rates.UNLIMITED,
            Marking.NONE,
            Guard.PLAIN,
            false);
    VPortPlan plan =
        new VPortPlan(
            VPortId.of(new EdgeName(OverlaySite.EDGE), OverlaySite.SERVER, vsi),
            OverlaySite.SERVER,
            vsi,
            Separation.FILTER,
            true,
            List.of(new VPortMatch(Optional.of(OverlaySite.mac(0)), vlan, false, vlan, vlan)),
            terms,
            Optional.of(new OverlayMembership(OverlaySite.vsid(0), false)));
    if (!(plane.apply(plan) instanceof Applied.Done)) {
      throw new BenchFailure("the switch does not take the vPort");
    }
    SplittableRandom random = new SplittableRandom(records);
    byte[][] frames = new byte[Math.min(DIFFERENT, records * 4)][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(1 + random.nextInt(records - 1));
    }
    OverlayLookups lookups = new OverlayLookups(plane, frames);
    resolve(plane, lookups.sink);
    return lookups;
  }

  /** The other edge says where it is. */
  static void resolve(SoftSwitch plane, FrameSink sink) {
    plane.advance(Instant.EPOCH, sink);
    Octets said =
        Octets.builder()
            .u48(OverlaySite.EDGE_MAC.bits())
            .u48(OverlaySite.OTHER_MAC.bits())
            .u16(0x0806)
            .u64(0x0001_0800_0604_0002L)
            .u48(OverlaySite.OTHER_MAC.bits())
            .u32(OverlaySite.THERE.low())
            .u48(OverlaySite.EDGE_MAC.bits())
            .u32(OverlaySite.HERE.low())
            .build()
            .paddedTo(60);
    plane.receive(OverlaySite.FABRIC, said.toArray(), said.size(), Instant.EPOCH, sink);
  }

  private static byte[] frame(int to) {
    return Octets.builder()
        .u48(0x024D_6F6F_7267L)
        .u48(OverlaySite.mac(0).bits())
        .u16(0x8100)
        .u16(100)
        .u16(0x0800)
        .u16(0x4500)
        .u16(SIZE - 18)
        .u32(0)
        .u16(64 << 8 | 17)
        .u16(0)
        .u32(OverlaySite.address(0).low())
        .u32(OverlaySite.address(to).low())
        .u16(4_000)
        .u16(53)
        .build()
        .paddedTo(SIZE)
        .toArray();
  }

  /** Of a frame, the median of some rounds. */
  double nanos() throws BenchFailure {
    double[] all = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      double nanos = round();
      if (round >= 0) { // those before compile
        all[round] = nanos;
      }
    }
    return median(all);
  }

  private double round() throws BenchFailure {
    Intake intake = plane.intake(OverlaySite.SERVER);
    long ignored = sink.take();
    long began = System.nanoTime();
    for (int i = 0, next = 0; i < FRAMES; i++, next = next + 1 == frames.length ? 0 : next + 1) {
      if (i % TOGETHER == 0) {
        intake.paused();
      }
      intake.receive(frames[next], SIZE, TOGETHER, sink);
    }
    intake.paused();
    double nanos = (System.nanoTime() - began) / (double) FRAMES;
    long out = sink.take();
    if (out != FRAMES) {
      throw new BenchFailure(
          out + " of " + FRAMES + " frames left: " + plane.drops(OverlaySite.SERVER));
    }
    return nanos;
  }

  /** What is measured has to be there until it was measured. */
  void keep() throws BenchFailure {
    if (plane.programmed().isEmpty()) {
      throw new BenchFailure("the vPort is gone");
    }
  }
}
