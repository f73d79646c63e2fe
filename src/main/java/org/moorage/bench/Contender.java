package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A switch on a track of its own. */
interface Contender extends AutoCloseable {

  /** Of USER_HZ, in which Linux tells times to programs. */
  long TICK_NANOS = 10_000_000;

  Track track();

  /**
   * Makes it forward the frames of {@code vPorts} VMs, numbered from 1, by {@code rules} rules.
   *
   * @param nvgre into NVGRE; otherwise in their VLAN
   */
  void prepare(int rules, int vPorts, boolean nvgre) throws BenchFailure;

  /** CPU time it has used so far; empty where it is not a process. */
  OptionalLong cpuNanos() throws BenchFailure;

  @Override
  void close();

  /** CPU time of a process in the user's and the kernel's part of it. */
  static OptionalLong cpuNanos(long pid) throws BenchFailure {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in parentheses may hold blanks; behind it utime is the 12th word, stime the 13th.
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of((Long.parseLong(words[11]) + Long.parseLong(words[12])) * TICK_NANOS);
    } catch (IOException gone) {
      throw new BenchFailure("process " + pid + " has ended");
    }
  }

  /** From now on it runs on the second core; the first sends the frames. */
  static void pin(long pid) throws BenchFailure {
    Command.run("taskset", "-a", "-p", "-c", "1", Long.toString(pid));
  }
}
