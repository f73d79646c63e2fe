package org.moorage;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a test needs from the machine it runs on. Where that is missing the test is skipped with its
 * reason; with {@code CI=true} in the environment it fails, because there everything is installed.
 */
public final class Needs {

  /** CAP_NET_ADMIN is bit 12, CAP_NET_RAW bit 13 (linux/capability.h). */
  private static final long RAW_AND_ADMIN = 1L << 12 | 1L << 13;

  private Needs() {}

  /** Rights for raw sockets and for making interfaces. */
  public static void root() {
    that((effectiveCapabilities() & RAW_AND_ADMIN) == RAW_AND_ADMIN, "needs root");
  }

  /** Programs on the PATH. */
  public static void program(String... names) {
    for (String name : names) {
      that(isOnPath(name), "needs the program " + name);
    }
  }

  /** Anything else; the reason completes "this test ...". */
  public static void that(boolean holds, String reason) {
    if (holds) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail("skipping is not allowed with CI=true: this test " + reason);
    }
    abort("this test " + reason);
  }

  private static long effectiveCapabilities() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("CapEff:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .findFirst()
          .orElse(0);
    } catch (IOException notLinux) {
      return 0;
    }
  }

  private static boolean isOnPath(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(dir -> !dir.isEmpty())
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
  }
}
