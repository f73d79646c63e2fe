package org.moorage.protocol.pecsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.TlvType;

/** What a command needs, as TLVs and back. Bytes never throw. */
final class CspTlvs {

  /** E-channels of one TLV: its length has nine bits. */
  private static final int MEMBERS = 160;

  private static final int ECHANNEL = 3;

  private CspTlvs() {}

  record Tlv(int type, Octets value) {
    boolean is(TlvType asked) {
      return type == asked.code;
    }
  }

  static void put(OctetsBuilder to, CspRequest request) {
    switch (request) {
      case CspRequest.Open(CspSpeaker who) -> {
        CspPdu.header(to, TlvType.SPEAKER, 11)
            .u8(who.role().code)
            .u32(who.session())
            .u48(who.address().bits());
        CspPdu.header(to, TlvType.LIMITS, 5).u16(who.ports()).u16(who.groups());
        to.u8(who.outstanding());
      }
      case CspRequest.CreatePort(ExtendedPort port) -> put(to, port);
      case CspRequest.PortStatus(ExtendedPort port) -> put(to, port);
      case CspRequest.DeletePort(int number) -> CspPdu.header(to, TlvType.AFTER, 2).u16(number);
      case CspRequest.Statistics(int after) -> CspPdu.header(to, TlvType.AFTER, 2).u16(after);
      case CspRequest.SetPort(int number, boolean enabled, int pcp) ->
          CspPdu.header(to, TlvType.PARAMETERS, 4).u16(number).u8(enabled ? 1 : 0).u8(pcp);
      case CspRequest.Register(EChannelId group, List<EChannelId> members) -> {
        put(to, group);
        for (int from = 0; from < members.size(); from += MEMBERS) {
          List<EChannelId> some = members.subList(from, Math.min(members.size(), from + MEMBERS));
          CspPdu.header(to, TlvType.MEMBERS, some.size() * ECHANNEL);
          some.forEach(member -> to.u24(member.value()));
        }
      }
      case CspRequest.Unregister(EChannelId group) -> put(to, group);
    }
  }

  static void put(OctetsBuilder to, CspResponse response) {
    switch (response) {
      case CspResponse.Done done -> {
        // Its completion code says it all.
      }
      case CspResponse.Created(EChannelId channel) -> put(to, channel);
      case CspResponse.Counted(List<ExtendedPortCounters> ports, boolean more) -> {
        for (ExtendedPortCounters each : ports) {
          CspPdu.header(to, TlvType.COUNTERS, ExtendedPortCounters.SIZE)
              .u16(each.number())
              .u64(each.framesIn())
              .u64(each.octetsIn())
              .u64(each.framesOut())
              .u64(each.octetsOut())
              .u64(each.dropped());
        }
        if (more) {
          CspPdu.header(to, TlvType.MORE, 0);
        }
      }
    }
  }

  private static void put(OctetsBuilder to, EChannelId channel) {
    CspPdu.header(to, TlvType.E_CHANNEL, ECHANNEL).u24(channel.value());
  }

  private static void put(OctetsBuilder to, ExtendedPort port) {
    CspPdu.header(to, TlvType.PORT, 7)
        .u16(port.number())
        .u8(port.up() ? 1 : 0)
        .u32(port.megabits());
    Octets name = Octets.of(port.name().getBytes(StandardCharsets.US_ASCII));
    CspPdu.header(to, TlvType.PORT_NAME, name.size()).octets(name);
  }

  /** Empty where something it needs is missing or out of its range. */
  static Optional<CspRequest> request(Command command, List<Tlv> tlvs) {
    return switch (command) {
      case CSP_OPEN -> speaker(tlvs).map(CspRequest.Open::new);
      case EXTENDED_PORT_CREATE -> port(tlvs).map(CspRequest.CreatePort::new);
      case PORT_STATUS -> port(tlvs).map(CspRequest.PortStatus::new);
      case EXTENDED_PORT_DELETE ->
          find(tlvs, TlvType.AFTER, 2)
              .map(value -> value.u16(0))
              .filter(ExtendedPort::isNumber)
              .map(CspRequest.DeletePort::new);
      case STATISTICS_GET ->
          find(tlvs, TlvType.AFTER, 2).map(value -> new CspRequest.Statistics(value.u16(0)));
      case PORT_PARAMETER_SET ->
          find(tlvs, TlvType.PARAMETERS, 4)
              .filter(value -> ExtendedPort.isNumber(value.u16(0)) && value.u8(3) <= 7)
              .map(value ->
                  new CspRequest.SetPort(value.u16(0), (value.u8(2) & 1) != 0, value.u8(3)));
      case E_CHANNEL_REGISTER ->
          channel(tlvs)
              .filter(EChannelId::isGroup)
              .flatMap(
                  group -> members(tlvs).map(members -> new CspRequest.Register(group, members)));
      case E_CHANNEL_UNREGISTER ->
          channel(tlvs).filter(EChannelId::isGroup).map(CspRequest.Unregister::new);
    };
  }

  /** The answer of somebody who did what was asked. */
  static Optional<CspResponse> response(Command command, List<Tlv> tlvs) {
    return switch (command) {
      case EXTENDED_PORT_CREATE ->
          channel(tlvs).filter(each -> !each.isGroup()).map(CspResponse.Created::new);
      case STATISTICS_GET -> counted(tlvs);
      case CSP_OPEN,
          EXTENDED_PORT_DELETE,
          PORT_PARAMETER_SET,
          PORT_STATUS,
          E_CHANNEL_REGISTER,
          E_CHANNEL_UNREGISTER ->
          Optional.of(CspResponse.done());
    };
  }

  private static Optional<Octets> find(List<Tlv> tlvs, TlvType type, int least) {
    return tlvs.stream()
        .filter(tlv -> tlv.is(type))
        .map(Tlv::value)
        .findFirst()
        .filter(value -> value.size() >= least);
  }

  private static Optional<CspSpeaker> speaker(List<Tlv> tlvs) {
    Optional<Octets> who = find(tlvs, TlvType.SPEAKER, 11);
    Optional<Octets> limits = find(tlvs, TlvType.LIMITS, 5);
    Optional<CspRole> role = who.flatMap(value -> CspRole.of(value.u8(0)));
    if (who.isEmpty() || limits.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    MacAddress address = MacAddress.of(who.get(), 5);
    int outstanding = limits.get().u8(4);
    if (address.isGroup() || outstanding == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new CspSpeaker(
            role.get(),
            who.get().u32(1),
            address,
            Math.min(limits.get().u16(0), CspSpeaker.MAX_PORTS),
            Math.min(limits.get().u16(2), CspSpeaker.MAX_GROUPS),
            outstanding));
  }

  private static Optional<ExtendedPort> port(List<Tlv> tlvs) {
    return find(tlvs, TlvType.PORT, 7)
        .filter(value -> ExtendedPort.isNumber(value.u16(0)) && value.u32(3) <= Integer.MAX_VALUE)
        .map(value ->
            new ExtendedPort(
                value.u16(0),
                find(tlvs, TlvType.PORT_NAME, 0).map(CspTlvs::name).orElse(""),
                (value.u8(2) & 1) != 0,
                (int) value.u32(3)));
  }

  /** What is not visible ASCII is replaced: names are shown to people. */
  private static String name(Octets value) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < value.size() && i < ExtendedPort.MAX_NAME; i++) {
      int octet = value.u8(i);
      name.append(octet >= 0x20 && octet < 0x7F ? (char) octet : '?');
    }
    return name.toString();
  }

  private static Optional<EChannelId> channel(List<Tlv> tlvs) {
    return find(tlvs, TlvType.E_CHANNEL, ECHANNEL)
        .map(value -> value.u24(0))
        .filter(EChannelId::isValid)
        .map(EChannelId::new);
  }

  private static Optional<List<EChannelId>> members(List<Tlv> tlvs) {
    List<EChannelId> members = new ArrayList<>();
    for (Tlv tlv : tlvs) {
      if (tlv.is(TlvType.MEMBERS)) {
        for (int at = 0; at + ECHANNEL <= tlv.value().size(); at += ECHANNEL) {
          int value = tlv.value().u24(at);
          if (value < 1 || value > EChannelId.MAX_UNICAST) {
            return Optional.empty();
          }
          members.add(new EChannelId(value));
        }
      }
    }
    return members.size() > CspSpeaker.MAX_PORTS ? Optional.empty() : Optional.of(members);
  }

  private static Optional<CspResponse> counted(List<Tlv> tlvs) {
    List<ExtendedPortCounters> ports = new ArrayList<>();
    for (Tlv tlv : tlvs) {
      Octets value = tlv.value();
      if (tlv.is(TlvType.COUNTERS)) {
        if (value.size() < ExtendedPortCounters.SIZE || ports.size() == CspResponse.Counted.MOST) {
          return Optional.empty();
        }
        ports.add(
            new ExtendedPortCounters(
                value.u16(0),
                u64(value, 2),
                u64(value, 10),
                u64(value, 18),
                u64(value, 26),
                u64(value, 34)));
      }
    }
    boolean more = find(tlvs, TlvType.MORE, 0).isPresent();
    return Optional.of(new CspResponse.Counted(ports, more));
  }

  private static long u64(Octets value, int at) {
    return value.u32(at) << 32 | value.u32(at + 4);
  }
}
