package org.moorage.profile.rules;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/** Rules from a seed, over a world small enough that frames often match. */
final class RandomRules {

  static final List<String> V4 = List.of("10.0.0.1", "10.0.0.2", "10.0.1.1", "192.0.2.9");
  static final List<String> V6 = List.of("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1");
  static final List<String> MACS = List.of("02:00:00:00:00:01", "02:00:00:00:00:02");
  static final int[] PORTS = {22, 53, 80, 443, 5_000};

  private static final List<String> V4_BLOCKS =
      List.of("10.0.0.0/24", "10.0.0.0/8", "10.0.0.1", "192.0.2.9");
  private static final List<String> V6_BLOCKS = List.of("2001:db8::/64", "2001:db8::1", "::/0");

  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  Rule rule() {
    RuleAction action = random.nextInt(3) == 0 ? RuleAction.DENY : RuleAction.PERMIT;
    RuleProtocol protocol = protocol();
    Optional<IpVersion> version =
        switch (protocol) {
          case RuleProtocol.Ip(var asked) -> asked;
          case RuleProtocol.Icmp(var asked, var types) -> asked;
          case RuleProtocol.Any(), RuleProtocol.Transport _, RuleProtocol.OfEtherType _ ->
              Optional.empty();
        };
    boolean v4 = version.map(v -> v == IpVersion.V4).orElseGet(random::nextBoolean);
    return new Rule(
        action,
        protocol,
        end(protocol, v4),
        end(protocol, v4),
        random.nextInt(4) == 0,
        action == RuleAction.PERMIT && random.nextInt(5) == 0);
  }

  private RuleProtocol protocol() {
    return switch (random.nextInt(8)) {
      case 0 -> new RuleProtocol.Any();
      case 1 -> new RuleProtocol.Ip(version());
      case 2, 3 -> new RuleProtocol.Transport(RuleProtocol.TCP);
      case 4 -> new RuleProtocol.Transport(RuleProtocol.UDP);
      case 5 -> new RuleProtocol.Icmp(version(), List.of());
      case 6 -> icmpTyped();
      default -> new RuleProtocol.OfEtherType(new EtherType(0x88B5));
    };
  }

  private RuleProtocol icmpTyped() {
    return random.nextBoolean()
        ? new RuleProtocol.Icmp(Optional.empty(), List.of(word("echo-request")))
        : new RuleProtocol.Icmp(Optional.empty(), List.of(word("unreachable"), word("echo-reply")));
  }

  private static IcmpWord word(String text) {
    return Optional.ofNullable(IcmpWord.WORDS.get(text)).orElseThrow();
  }

  private Optional<IpVersion> version() {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.of(IpVersion.V4);
      case 1 -> Optional.of(IpVersion.V6);
      default -> Optional.empty();
    };
  }

  private Endpoint end(RuleProtocol protocol, boolean v4) {
    List<String> blocks = v4 ? V4_BLOCKS : V6_BLOCKS;
    List<AddressTerm> addresses =
        protocol.canHaveAddresses() && random.nextInt(3) == 0
            ? List.of(
                new AddressTerm.Block(IpPrefix.parse(blocks.get(random.nextInt(blocks.size())))))
            : List.of();
    List<MacPrefix> macs =
        random.nextInt(8) == 0
            ? List.of(MacPrefix.of(MacAddress.parse(MACS.get(random.nextInt(MACS.size())))))
            : List.of();
    boolean ported = protocol instanceof RuleProtocol.Transport transport && transport.hasPorts();
    List<PortTerm> ports =
        ported && random.nextInt(2) == 0
            ? List.of(
                new PortTerm.Run(PortRange.of(PORTS[random.nextInt(PORTS.length)])),
                new PortTerm.Run(new PortRange(400, 500)))
            : List.of();
    return new Endpoint(addresses, macs, ports);
  }
}
