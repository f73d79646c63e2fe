package org.moorage.bench;

import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * The frames that go on while a VM moves, as {@link BenchProfile} permits them: one kind each way
 * and a broadcast, each with a number in its payload.
 *
 * <pre>
 * 0         14    18        38                60      64     65
 * | MACs    | tag | IPv4    | TCP or UDP, ... | magic | kind | number | zeros to 100
 * </pre>
 *
 * A switch that takes the tag off moves all of it four octets forward.
 */
enum NumberedFrames {
  TO_VM(1),
  FROM_VM(2),
  /** From the peer: arrives at every vPort that forwards. */
  TO_ALL(3);

  static final int LENGTH = 100;

  private static final int MAGIC = 0x4D6F_7665;
  private static final int MAGIC_AT = 60;
  private static final int KIND_AT = MAGIC_AT + 4;
  private static final int NUMBER_AT = KIND_AT + 1;
  private static final int TAG = 4;
  private static final int IP_LENGTH = LENGTH - 18;
  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int VM = 0x0A02_0001;
  private static final int SENDER_TO_VM = 0x0A01_0701;
  private static final int RECEIVER_FROM_VM = 0x0A00_0901;

  private final int code;

  NumberedFrames(int code) {
    this.code = code;
  }

  /** A frame with number 0. */
  byte[] template(MacAddress vm, MacAddress peer) {
    OctetsBuilder out =
        switch (this) {
          case TO_VM -> udp(peer, vm, VM);
          case TO_ALL -> udp(peer, MacAddress.BROADCAST, -1);
          case FROM_VM ->
              ip(vm, peer, TCP, VM, RECEIVER_FROM_VM)
                  .u16(40_000)
                  .u16(1009)
                  .u64(0)
                  .u16(0x5010)
                  .u16(8_192)
                  .u32(0)
                  .u16(0);
        };
    return out.u32(MAGIC).u8(code).u32(0).build().paddedTo(LENGTH).toArray();
  }

  private static OctetsBuilder udp(MacAddress from, MacAddress to, int address) {
    // Without a checksum, which IPv4 allows.
    return ip(from, to, UDP, SENDER_TO_VM, address)
        .u16(40_000)
        .u16(2007)
        .u16(IP_LENGTH - 20)
        .u16(0)
        .u64(0)
        .u48(0);
  }

  private static OctetsBuilder ip(MacAddress from, MacAddress to, int protocol, int src, int dst) {
    int[] words = {
      0x4500,
      IP_LENGTH,
      0,
      0x4000,
      64 << 8 | protocol,
      src >>> 16,
      src & 0xFFFF,
      dst >>> 16,
      dst & 0xFFFF
    };
    int sum = 0;
    for (int word : words) {
      sum += word;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return Octets.builder()
        .u48(to.bits())
        .u48(from.bits())
        .u16(EtherType.C_TAG.value())
        .u16(BenchProfile.VLAN)
        .u16(EtherType.IPV4.value())
        .u16(0x4500)
        .u16(IP_LENGTH)
        .u32(0x4000)
        .u16(64 << 8 | protocol)
        .u16(~((sum & 0xFFFF) + (sum >>> 16)) & 0xFFFF)
        .u32(src & 0xFFFF_FFFFL)
        .u32(dst & 0xFFFF_FFFFL);
  }

  /** Writes a number into a frame made from a template. */
  static void number(byte[] frame, int number) {
    for (int i = 0; i < 4; i++) {
      frame[NUMBER_AT + i] = (byte) (number >>> 24 - 8 * i);
    }
  }

  /** The number of a frame of this kind; -1 where it is another's. */
  int numberIn(byte[] frame, int length) {
    int shift = length >= 14 && u16(frame, 12) == EtherType.C_TAG.value() ? 0 : -TAG;
    boolean ours =
        length >= NUMBER_AT + 4
            && u32(frame, MAGIC_AT + shift) == MAGIC
            && frame[KIND_AT + shift] == code;
    return ours ? u32(frame, NUMBER_AT + shift) : -1;
  }

  private static int u16(byte[] in, int at) {
    return (in[at] & 0xFF) << 8 | in[at + 1] & 0xFF;
  }

  private static int u32(byte[] in, int at) {
    return u16(in, at) << 16 | u16(in, at + 2);
  }
}
