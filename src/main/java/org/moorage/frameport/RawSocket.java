package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.PacketLayout.PacketMreq;
import org.moorage.frameport.PacketLayout.SockFilter;
import org.moorage.frameport.PacketLayout.SockaddrLl;
import org.moorage.frameport.PacketLayout.Timeval;
import org.moorage.frameport.PacketLayout.TpacketStats;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * A Linux packet socket of one interface, not yet receiving until {@link #bind}. What was joined or
 * switched on through it ends when it is closed.
 */
final class RawSocket implements AutoCloseable {

  /** One instruction of a kernel filter: struct sock_filter. */
  record Instruction(int code, int jumpTrue, int jumpFalse, int k) {}

  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final SystemInterface on;
  private final int descriptor;

  private RawSocket(SystemInterface on, int descriptor) {
    this.on = on;
    this.descriptor = descriptor;
  }

  /** Opens one that receives nothing yet. */
  static RawSocket open(SystemInterface on) throws FramePortException {
    int opened;
    try {
      opened =
          SystemCalls.socket(
              PacketLayout.AF_PACKET, PacketLayout.SOCK_RAW | PacketLayout.SOCK_CLOEXEC, 0);
    } catch (LinkageError | IllegalArgumentException | IllegalCallerException notLinux) {
      throw new FramePortException(
          Reason.NO_LIBRARY,
          "packet sockets need 64-bit Linux with glibc or musl and java started with"
              + " --enable-native-access=ALL-UNNAMED: "
              + notLinux.getMessage());
    }
    if (opened < 0) {
      throw refused(on.name(), "open a raw socket", -opened);
    }
    return new RawSocket(on, opened);
  }

  int descriptor() {
    return descriptor;
  }

  /** Receives frames to a group address that the interface would otherwise filter out. */
  void join(MacAddress group) throws FramePortException {
    membership(PacketLayout.PACKET_MR_MULTICAST, group);
  }

  /** Receives every frame on the link, whoever it is for. */
  void promiscuous() throws FramePortException {
    membership(PacketLayout.PACKET_MR_PROMISC, MacAddress.ZERO);
  }

  void set(int level, int option, int value, String what) throws FramePortException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocateFrom(JAVA_INT, value);
      check(SystemCalls.setsockopt(descriptor, level, option, number), what);
    }
  }

  void set(int level, int option, MemorySegment value, String what) throws FramePortException {
    check(SystemCalls.setsockopt(descriptor, level, option, value), what);
  }

  /** How long a reader waits for a frame before it is told that there is none: up to 999 ms. */
  void waitAtMost(int millis) throws FramePortException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(Timeval.SIZE, 8);
      time.set(JAVA_LONG, Timeval.MICROSECONDS, millis * 1_000L);
      check(
          SystemCalls.setsockopt(
              descriptor, PacketLayout.SOL_SOCKET, PacketLayout.SO_RCVTIMEO, time),
          "bound the wait");
    }
  }

  /** Asks for a receive queue of so many octets; takes what the system's limit leaves of it. */
  void receiveQueue(int octets) {
    size(octets, PacketLayout.SO_RCVBUFFORCE, PacketLayout.SO_RCVBUF);
  }

  private void size(int octets, int forced, int allowed) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocateFrom(JAVA_INT, octets);
      int level = PacketLayout.SOL_SOCKET;
      if (SystemCalls.setsockopt(descriptor, level, forced, number) < 0) {
        SystemCalls.setsockopt(descriptor, level, allowed, number);
      }
    }
  }

  /** Has the kernel drop what the program does not accept; takes the place of one before. */
  void filter(List<Instruction> program) throws FramePortException {
    program(program, PacketLayout.SOL_SOCKET, PacketLayout.SO_ATTACH_FILTER, "attach the filter");
  }

  private void program(List<Instruction> program, int level, int option, String doing)
      throws FramePortException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(program.size() * SockFilter.SIZE, 8);
      for (int i = 0; i < program.size(); i++) {
        Instruction instruction = program.get(i);
        long at = i * SockFilter.SIZE;
        code.set(JAVA_SHORT, at + SockFilter.CODE, (short) instruction.code());
        code.set(JAVA_BYTE, at + SockFilter.JUMP_TRUE, (byte) instruction.jumpTrue());
        code.set(JAVA_BYTE, at + SockFilter.JUMP_FALSE, (byte) instruction.jumpFalse());
        code.set(JAVA_INT, at + SockFilter.K, instruction.k());
      }
      MemorySegment whole = arena.allocate(SockFilter.PROGRAM_SIZE, 8);
      whole.set(JAVA_SHORT, SockFilter.PROGRAM_LENGTH, (short) program.size());
      whole.set(ADDRESS, SockFilter.PROGRAM, code);
      check(SystemCalls.setsockopt(descriptor, level, option, whole), doing);
    }
  }

  /** Room for so many octets on their way out; takes what the system's limit leaves of it. */
  void sendQueue(int octets) {
    size(octets, PacketLayout.SO_SNDBUFFORCE, PacketLayout.SO_SNDBUF);
  }

  /** From now on frames of every type are received. */
  void bind() throws FramePortException {
    bind(PacketLayout.ETH_P_ALL);
  }

  /** From now on it sends; nothing is received. */
  void bindForSending() throws FramePortException {
    bind(0);
  }

  /**
   * Founds a group of sockets of which each frame goes to one.
   *
   * @return its number, 0 among them
   */
  int newFanout() throws FramePortException {
    fanout(PacketLayout.PACKET_FANOUT_FLAG_UNIQUEID, 0);
    return (int) takeNumber(PacketLayout.SOL_PACKET, PacketLayout.PACKET_FANOUT, 4, 0) & 0xFFFF;
  }

  /** Joins the group another socket of the interface founded. */
  void joinFanout(int group) throws FramePortException {
    fanout(0, group);
  }

  private void fanout(int more, int group) throws FramePortException {
    int flags = PacketLayout.PACKET_FANOUT_CBPF | PacketLayout.PACKET_FANOUT_FLAG_IGNORE_OUTGOING;
    set(
        PacketLayout.SOL_PACKET,
        PacketLayout.PACKET_FANOUT,
        (flags | more) << 16 | group,
        "share its frames");
  }

  /**
   * From now on every frame goes to one socket of the group.
   *
   * @param member counted from 0 in the order they joined
   */
  void leadFanout(int member) throws FramePortException {
    program(
        List.of(new Instruction(0x06, 0, 0, member)), // return
        PacketLayout.SOL_PACKET,
        PacketLayout.PACKET_FANOUT_DATA,
        "lead frames");
  }

  /** The error that waits to be fetched, 0 where there is none; fetching it ends it. */
  int takeError() {
    return (int) takeNumber(PacketLayout.SOL_SOCKET, PacketLayout.SO_ERROR, 4, 0);
  }

  private void bind(int protocol) throws FramePortException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SockaddrLl.SIZE, 8);
      address.set(JAVA_SHORT, SockaddrLl.FAMILY, (short) PacketLayout.AF_PACKET);
      address.set(NETWORK_SHORT, SockaddrLl.PROTOCOL, (short) protocol);
      address.set(JAVA_INT, SockaddrLl.IFINDEX, on.index());
      check(SystemCalls.bind(descriptor, address), "bind");
    }
  }

  /** Frames the kernel dropped since the last call because nobody read them in time. */
  long takeKernelDrops() {
    return takeNumber(
        PacketLayout.SOL_PACKET,
        PacketLayout.PACKET_STATISTICS,
        TpacketStats.SIZE,
        TpacketStats.DROPS);
  }

  @Override
  public void close() {
    SystemCalls.close(descriptor);
  }

  /** The system's refusal in words. */
  FramePortException refusal(String doing, int error) {
    return refused(on.name(), doing, error);
  }

  private long takeNumber(int level, int option, long size, long at) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(size, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) size);
      int result = SystemCalls.getsockopt(descriptor, level, option, value, length);
      return result < 0 ? 0 : Integer.toUnsignedLong(value.get(JAVA_INT, at));
    }
  }

  private void membership(int type, MacAddress address) throws FramePortException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(PacketMreq.SIZE, 8);
      request.set(JAVA_INT, PacketMreq.IFINDEX, on.index());
      request.set(JAVA_SHORT, PacketMreq.TYPE, (short) type);
      request.set(JAVA_SHORT, PacketMreq.ADDRESS_LENGTH, (short) MacAddress.SIZE);
      for (int i = 0; i < MacAddress.SIZE; i++) {
        byte octet = (byte) (address.bits() >>> (40 - 8 * i));
        request.set(JAVA_BYTE, PacketMreq.ADDRESS + i, octet);
      }
      check(
          SystemCalls.setsockopt(
              descriptor, PacketLayout.SOL_PACKET, PacketLayout.PACKET_ADD_MEMBERSHIP, request),
          "join a group");
    }
  }

  private void check(int result, String doing) throws FramePortException {
    if (result < 0) {
      throw refusal(doing, -result);
    }
  }

  private static FramePortException refused(String name, String doing, int error) {
    return switch (error) {
      case SystemCalls.EPERM, SystemCalls.EACCES -> noRights(name);
      case SystemCalls.ENETDOWN -> notUp(name);
      case SystemCalls.ENODEV, SystemCalls.ENXIO -> vanished(name);
      case SystemCalls.ENOPROTOOPT ->
          new FramePortException(
              Reason.REFUSED_BY_SYSTEM,
              "cannot " + doing + " on " + name + ": this needs Linux 4.20 or newer");
      default ->
          new FramePortException(
              Reason.REFUSED_BY_SYSTEM,
              "cannot " + doing + " on " + name + ": the system says error number " + error);
    };
  }

  static FramePortException noRights(String name) {
    return new FramePortException(
        Reason.NO_RIGHTS,
        "no rights for raw frames on "
            + name
            + ": run as root, or grant CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW;"
            + " otherwise setcap cap_net_raw+ep on the java program)");
  }

  static FramePortException notUp(String name) {
    return SystemInterface.find(name).isEmpty()
        ? vanished(name)
        : new FramePortException(
            Reason.INTERFACE_DOWN,
            "interface " + name + " is switched off: ip link set " + name + " up");
  }

  static FramePortException vanished(String name) {
    return new FramePortException(
        Reason.INTERFACE_VANISHED, "interface " + name + " has vanished from this machine");
  }
}
