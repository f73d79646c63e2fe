package org.moorage.profile.rules;

import java.util.List;
import java.util.Optional;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/**
 * What written rules mean for a whole frame, said directly and without compiling anything: the
 * yardstick for the compiler.
 */
final class PlainMeaning {

  private PlainMeaning() {}

  /** Whether a frame of the first direction passes. */
  static boolean admits(List<Rule> own, List<Rule> other, FrameView frame) {
    int closing = own.size();
    while (closing > 0 && closes(own.get(closing - 1))) {
      closing--;
    }
    for (Rule rule : own.subList(0, closing)) {
      if (matches(rule, frame, false)) {
        return rule.action() == RuleAction.PERMIT;
      }
    }
    for (Rule rule : other) {
      boolean admitting = rule.action() == RuleAction.PERMIT && !rule.oneWay();
      if (frame.ip().isPresent()
          && matches(rule, frame, true)
          && (!admitting || mayBeAnswer(frame.ip().get()))) {
        return admitting;
      }
    }
    return false;
  }

  private static boolean closes(Rule rule) {
    return rule.action() == RuleAction.DENY
        && rule.from().isAny()
        && rule.to().isAny()
        && !rule.protocol().text().contains("type echo")
        && !rule.protocol().text().contains("type unreachable");
  }

  private static boolean mayBeAnswer(IpHeader ip) {
    return ip.protocol().getAsInt() != RuleProtocol.TCP
        || (ip.tcpFlags().getAsInt() & (IpHeader.ACK | IpHeader.RST)) != 0;
  }

  private static boolean matches(Rule rule, FrameView frame, boolean mirrored) {
    Endpoint source = mirrored ? rule.to() : rule.from();
    Endpoint destination = mirrored ? rule.from() : rule.to();
    return protocol(rule.protocol(), frame, mirrored)
        && mac(source, frame.source())
        && mac(destination, frame.destination())
        && address(source, frame.ip().map(IpHeader::source))
        && address(destination, frame.ip().map(IpHeader::destination))
        && (source.ports().isEmpty() || port(source, frame.ip().get().sourcePort().getAsInt()))
        && (destination.ports().isEmpty()
            || port(destination, frame.ip().get().destinationPort().getAsInt()));
  }

  private static boolean protocol(RuleProtocol protocol, FrameView frame, boolean mirrored) {
    Optional<IpHeader> ip = frame.ip();
    Optional<IpVersion> version = ip.map(header -> header.source().version());
    return switch (protocol) {
      case RuleProtocol.Any() -> true;
      case RuleProtocol.Ip(Optional<IpVersion> asked) ->
          ip.isPresent() && (asked.isEmpty() || asked.equals(version));
      case RuleProtocol.Transport(int number) ->
          ip.isPresent() && ip.get().protocol().getAsInt() == number;
      case RuleProtocol.Icmp(Optional<IpVersion> asked, List<IcmpWord> types) ->
          ip.isPresent()
              && ip.get().icmpType().isPresent()
              && (asked.isEmpty() || asked.equals(version))
              && (types.isEmpty()
                  || types.stream()
                      .flatMap(word -> word.types(asked).stream())
                      .flatMap(type -> (mirrored ? type.reply() : Optional.of(type)).stream())
                      .anyMatch(type ->
                          version.get() == type.version()
                              && type.type() == ip.get().icmpType().getAsInt()));
      case RuleProtocol.OfEtherType(EtherType type) ->
          frame.etherType().filter(type::equals).isPresent();
    };
  }

  private static boolean mac(Endpoint end, MacAddress mac) {
    return end.macs().isEmpty() || end.macs().stream().anyMatch(each -> each.contains(mac));
  }

  private static boolean address(Endpoint end, Optional<IpAddress> address) {
    return end.addresses().isEmpty()
        || address.isPresent()
            && end.addresses().stream()
                .flatMap(term -> term.prefixes().stream())
                .anyMatch(prefix -> prefix.contains(address.get()));
  }

  private static boolean port(Endpoint end, int port) {
    return end.ports().stream()
        .flatMap(term -> term.ranges().stream())
        .anyMatch(range -> range.contains(port));
  }
}
