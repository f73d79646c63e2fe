package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.PacketLayout.Ifreq;

/** Switches an interface of this machine on or off, as {@code ip link set} does. */
public final class InterfaceSwitch {

  private InterfaceSwitch() {}

  /**
   * Leaves an interface as it is where it is so already; its other flags are left alone.
   *
   * @throws FramePortException when there is no such interface, or the process has no right to
   *     (CAP_NET_ADMIN); its message says what to do
   */
  public static void set(String name, boolean on) throws FramePortException {
    SystemInterface.require(name); // its name fits struct ifreq
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = open(name);
      try {
        MemorySegment request = arena.allocate(Ifreq.SIZE, 8);
        byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(octets, 0, request, JAVA_BYTE, Ifreq.NAME, octets.length);
        check(name, SystemCalls.ioctl(descriptor, PacketLayout.SIOCGIFFLAGS, request));
        int flags = request.get(JAVA_SHORT, Ifreq.FLAGS);
        int wanted = on ? flags | SystemInterface.FLAG_UP : flags & ~SystemInterface.FLAG_UP;
        request.set(JAVA_SHORT, Ifreq.FLAGS, (short) wanted);
        // Also where nothing changes: the system then says whether it may be changed.
        check(name, SystemCalls.ioctl(descriptor, PacketLayout.SIOCSIFFLAGS, request));
      } finally {
        SystemCalls.close(descriptor);
      }
    }
  }

  private static int open(String name) throws FramePortException {
    int type = PacketLayout.SOCK_DGRAM | PacketLayout.SOCK_CLOEXEC;
    int opened = SystemCalls.socket(PacketLayout.AF_INET, type, 0);
    check(name, opened);
    return opened;
  }

  private static void check(String name, int result) throws FramePortException {
    if (result >= 0) {
      return;
    }
    throw switch (-result) {
      case SystemCalls.EPERM, SystemCalls.EACCES ->
          new FramePortException(
              Reason.NO_RIGHTS,
              "no rights to switch "
                  + name
                  + " on or off: run as root, or grant CAP_NET_ADMIN (systemd:"
                  + " AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)");
      case SystemCalls.ENODEV, SystemCalls.ENXIO -> RawSocket.vanished(name);
      default ->
          new FramePortException(
              Reason.REFUSED_BY_SYSTEM,
              "cannot switch " + name + " on or off: the system says error number " + -result);
    };
  }
}
