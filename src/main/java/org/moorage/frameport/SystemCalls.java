package org.moorage.frameport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls packet sockets need, by java.lang.foreign. Each returns what the call returned,
 * or minus the error number where it failed; none throws. For 64-bit Linux.
 *
 * <p>None is marked critical: they block or do much work in the kernel.
 */
final class SystemCalls {

  /** Error numbers of asm-generic/errno-base.h and errno.h. */
  static final int EPERM = 1;

  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int ENETDOWN = 100;
  static final int ENOBUFS = 105;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO_CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Where a failed call leaves its error number; one for each thread that calls. */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

  private static final MethodHandle SOCKET = ints("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = ints("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      ints("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      ints("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECVMMSG =
      ints("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      ints("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL = ints("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MMAP =
      longs("mmap", ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = ints("munmap", ADDRESS, JAVA_LONG);
  private static final MethodHandle SEND = longs("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

  /** Its third argument is variadic. */
  private static final MethodHandle IOCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          ERRNO_CAPTURE,
          Linker.Option.firstVariadicArg(2));

  private static final MethodHandle CLOSE = ints("close", JAVA_INT);

  private SystemCalls() {}

  static int socket(int domain, int type, int protocol) {
    MemorySegment state = STATE.get();
    try {
      return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable defect) {
      throw unexpected("socket", defect);
    }
  }

  static int bind(int descriptor, MemorySegment address) {
    MemorySegment state = STATE.get();
    try {
      return result(
          (int) BIND.invokeExact(state, descriptor, address, (int) address.byteSize()), state);
    } catch (Throwable defect) {
      throw unexpected("bind", defect);
    }
  }

  static int setsockopt(int descriptor, int level, int option, MemorySegment value) {
    MemorySegment state = STATE.get();
    try {
      return result(
          (int)
              SETSOCKOPT.invokeExact(
                  state, descriptor, level, option, value, (int) value.byteSize()),
          state);
    } catch (Throwable defect) {
      throw unexpected("setsockopt", defect);
    }
  }

  /** Fills {@code value}; {@code length} holds its size before and what was written after. */
  static int getsockopt(
      int descriptor, int level, int option, MemorySegment value, MemorySegment length) {
    MemorySegment state = STATE.get();
    try {
      return result(
          (int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value, length), state);
    } catch (Throwable defect) {
      throw unexpected("getsockopt", defect);
    }
  }

  static int recvmmsg(int descriptor, MemorySegment messages, int count, int flags) {
    MemorySegment state = STATE.get();
    try {
      return result(
          (int) RECVMMSG.invokeExact(state, descriptor, messages, count, flags, MemorySegment.NULL),
          state);
    } catch (Throwable defect) {
      throw unexpected("recvmmsg", defect);
    }
  }

  /** How many of the messages went out; an error is that of the first where none did. */
  static int sendmmsg(int descriptor, MemorySegment messages, int count, int flags) {
    MemorySegment state = STATE.get();
    try {
      return result((int) SENDMMSG.invokeExact(state, descriptor, messages, count, flags), state);
    } catch (Throwable defect) {
      throw unexpected("sendmmsg", defect);
    }
  }

  /** Waits for one descriptor; 1 when there is something to be looked at, 0 when there is not. */
  static int poll(MemorySegment descriptor, int millis) {
    MemorySegment state = STATE.get();
    try {
      return result((int) POLL.invokeExact(state, descriptor, 1L, millis), state);
    } catch (Throwable defect) {
      throw unexpected("poll", defect);
    }
  }

  /**
   * Memory shared with the kernel.
   *
   * @return its address, or minus the error number
   */
  static long mmap(long octets, int descriptor) {
    MemorySegment state = STATE.get();
    try {
      long address =
          (long)
              MMAP.invokeExact(
                  state,
                  MemorySegment.NULL,
                  octets,
                  PacketLayout.PROT_READ_AND_WRITE,
                  PacketLayout.MAP_SHARED,
                  descriptor,
                  0L);
      return address == -1 ? result(address, state) : address;
    } catch (Throwable defect) {
      throw unexpected("mmap", defect);
    }
  }

  static void munmap(MemorySegment mapped) {
    MemorySegment state = STATE.get();
    try {
      int ignored = (int) MUNMAP.invokeExact(state, mapped, mapped.byteSize());
    } catch (Throwable defect) {
      throw unexpected("munmap", defect);
    }
  }

  static int send(int descriptor, MemorySegment octets, long length, int flags) {
    MemorySegment state = STATE.get();
    try {
      return result((long) SEND.invokeExact(state, descriptor, octets, length, flags), state);
    } catch (Throwable defect) {
      throw unexpected("send", defect);
    }
  }

  /** Reads or writes what {@code request} says at {@code argument}. */
  static int ioctl(int descriptor, long request, MemorySegment argument) {
    MemorySegment state = STATE.get();
    try {
      return result((int) IOCTL.invokeExact(state, descriptor, request, argument), state);
    } catch (Throwable defect) {
      throw unexpected("ioctl", defect);
    }
  }

  static void close(int descriptor) {
    MemorySegment state = STATE.get();
    try {
      int ignored = (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable defect) {
      throw unexpected("close", defect);
    }
  }

  private static int result(long returned, MemorySegment state) {
    return returned >= 0 ? (int) returned : -(int) ERRNO.get(state, 0L);
  }

  private static MethodHandle ints(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle longs(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static MethodHandle handle(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, ERRNO_CAPTURE);
  }

  private static IllegalStateException unexpected(String call, Throwable defect) {
    return new IllegalStateException("the call of " + call + " itself failed", defect);
  }
}
