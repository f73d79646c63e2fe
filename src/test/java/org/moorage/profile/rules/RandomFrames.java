package org.moorage.profile.rules;

import java.util.List;
import java.util.Random;
import org.moorage.protocol.Octets;

/** Whole frames from a seed, in the small world of {@link RandomRules}. */
final class RandomFrames {

  private RandomFrames() {}

  static FrameView frame(Random random) {
    boolean v4 = random.nextBoolean();
    List<String> addresses = v4 ? RandomRules.V4 : RandomRules.V6;
    String from = addresses.get(random.nextInt(addresses.size()));
    String to = addresses.get(random.nextInt(addresses.size()));
    int etherType = v4 ? 0x0800 : 0x86DD;
    String fromMac = RandomRules.MACS.get(random.nextInt(2));
    String toMac = RandomRules.MACS.get(random.nextInt(2));
    int[] types = v4 ? new int[] {0, 3, 8} : new int[] {1, 128, 129};
    Octets payload =
        switch (random.nextInt(6)) {
          case 0, 1 ->
              Frames.packet(
                  from,
                  to,
                  RuleProtocol.TCP,
                  Octets.builder()
                      .u16(port(random))
                      .u16(port(random))
                      .zeros(9)
                      .u8(random.nextBoolean() ? Frames.SYN : Frames.SYN_ACK)
                      .zeros(6)
                      .build());
          case 2, 3 ->
              Frames.packet(
                  from,
                  to,
                  RuleProtocol.UDP,
                  Octets.builder().u16(port(random)).u16(port(random)).u32(0).build());
          case 4 ->
              Frames.packet(
                  from,
                  to,
                  v4 ? RuleProtocol.ICMPV4 : RuleProtocol.ICMPV6,
                  Octets.builder().u8(types[random.nextInt(3)]).zeros(7).build());
          default -> Octets.zeros(46);
        };
    boolean ip = payload.u8(0) != 0;
    return Frames.view(Frames.ethernet(fromMac, toMac, ip ? etherType : 0x88B5, payload));
  }

  private static int port(Random random) {
    return random.nextInt(5) == 0
        ? 400 + random.nextInt(102)
        : RandomRules.PORTS[random.nextInt(RandomRules.PORTS.length)];
  }
}
