package org.moorage.protocol.capture;

import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpVersion;

/** A frame in words: Ethernet header, tags, and then whatever its EtherType announces. */
final class FrameWords {

  private static final int ADDRESSES = 12;

  /** More tags than any sender nests. */
  private static final int MAX_TAGS = 8;

  private static final int C_TAG = EtherType.C_TAG.value();
  private static final int S_TAG = EtherType.S_TAG.value();
  private static final int E_TAG = EtherType.E_TAG.value();
  private static final int VN_TAG = EtherType.VN_TAG.value();

  private FrameWords() {}

  static Explanation explain(Octets frame) {
    Telling told = new Telling(frame);
    int size = frame.size();
    if (size < ADDRESSES + 2) {
      String words = Words.count(size, "octet") + ", an Ethernet header has 14: " + frame.hex();
      told.malformed("Ethernet header", 0, size, words);
      return told.as("Frame", 0, size, "too short");
    }
    MacAddress destination = MacAddress.of(frame, 0);
    MacAddress source = MacAddress.of(frame, 6);
    told.field("Destination", 0, 6, Words.mac(destination));
    told.field("Source", 6, 6, Words.mac(source) + (source.isGroup() ? ", a group address" : ""));
    int at = tags(told);
    String summary = at < 0 ? "cut short in its tags" : behindTags(told, at);
    return told.as("Frame", 0, size, source + " > " + destination + ", " + summary);
  }

  static Explanation explainVdp(Octets payload) {
    return VdpWords.explain(payload, 0);
  }

  /** Tells the tags; returns where the EtherType is, or -1 where the frame ends before. */
  private static int tags(Telling told) {
    Octets frame = told.octets;
    int at = ADDRESSES;
    for (int count = 0; count < MAX_TAGS; count++) {
      if (frame.size() < at + 2) {
        told.malformed("EtherType", at, frame.size() - at, "the frame ends after a tag");
        return -1;
      }
      int type = frame.u16(at);
      int length = type == C_TAG || type == S_TAG ? 4 : type == E_TAG ? 8 : type == VN_TAG ? 6 : 0;
      if (length == 0) {
        return at;
      }
      if (frame.size() < at + length) {
        told.malformed("Tag", at, frame.size() - at, "a tag of " + length + " octets is cut short");
        return -1;
      }
      told.add(tag(frame, at, type));
      at += length;
    }
    return at;
  }

  private static Explanation tag(Octets frame, int at, int type) {
    if (type == E_TAG) {
      return TagWords.eTag(frame, at);
    }
    return type == VN_TAG ? TagWords.vnTag(frame, at) : TagWords.vlan(frame, at, type == S_TAG);
  }

  private static String behindTags(Telling told, int at) {
    Octets frame = told.octets;
    if (frame.size() < at + 2) {
      told.malformed("EtherType", at, frame.size() - at, "the frame ends after a tag");
      return "cut short in its tags";
    }
    int type = frame.u16(at);
    int payload = at + 2;
    if (type < 0x0600) {
      told.field("Length", at, 2, type + " octets of IEEE 802.3 LLC follow");
      told.unknown("Payload", payload, frame.size() - payload);
      return "IEEE 802.3 frame";
    }
    told.field(
        "EtherType",
        at,
        2,
        String.format("0x%04x", type) + name(type).map(n -> " (" + n + ")").orElse(""));
    if (type == EtherType.LLDP.value()) {
      return explained(told, LldpWords.explain(frame, payload));
    }
    if (type == EtherType.ECP.value()) {
      return explained(told, EcpWords.explain(frame, payload));
    }
    if (type == EtherType.ECP_DRAFT.value()) {
      return explained(told, DraftWords.explainEcp(frame, payload));
    }
    Optional<Explanation> nvgre = nvgre(frame, payload, type);
    if (nvgre.isPresent()) {
      String words = explained(told, nvgre.get());
      told.padding(nvgre.get().offset() + nvgre.get().length());
      return words;
    }
    told.unknown("Payload", payload, frame.size() - payload);
    return name(type).orElse(String.format("EtherType 0x%04x", type));
  }

  private static Optional<Explanation> nvgre(Octets frame, int payload, int type) {
    if (type == EtherType.IPV4.value()) {
      return NvgreWords.explain(frame, payload, IpVersion.V4);
    }
    return type == EtherType.IPV6.value()
        ? NvgreWords.explain(frame, payload, IpVersion.V6)
        : Optional.empty();
  }

  private static String explained(Telling told, Explanation pdu) {
    told.add(pdu.withoutWords());
    return pdu.words();
  }

  private static Optional<String> name(int type) {
    return Optional.ofNullable(
        switch (type) {
          case 0x0800 -> "IPv4";
          case 0x0806 -> "ARP";
          case 0x8035 -> "RARP";
          case 0x86DD -> "IPv6";
          case 0x8100 -> "C-TAG";
          case 0x88A8 -> "S-TAG";
          case 0x88B7 -> "OUI extended, ECP draft 0";
          case 0x88CC -> "LLDP";
          case 0x8926 -> "VN-Tag";
          case 0x893F -> "E-TAG";
          case 0x8940 -> "ECP";
          default -> null;
        });
  }
}
