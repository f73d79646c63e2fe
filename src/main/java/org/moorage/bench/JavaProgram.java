package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How to start another JVM of this distribution the way the launcher does. */
final class JavaProgram {

  private JavaProgram() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The launcher's flags of a role, with its AOT cache where one was made. */
  static List<String> flagsOf(String role) {
    List<String> flags = new ArrayList<>();
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    if (role.equals("agent")) {
      flags.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms16m"));
    }
    cacheOf(role).ifPresent(cache -> flags.add("-XX:AOTCache=" + cache));
    return flags;
  }

  private static Optional<Path> cacheOf(String role) {
    Path jar = Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
    Path caches = jar.resolveSibling("aot");
    if (!Files.isDirectory(caches)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(caches)) {
      return files
          .filter(file -> file.getFileName().toString().matches(role + "-.*\\.aot"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    } catch (IOException unreadable) {
      // Without its cache the agent only starts later.
      return Optional.empty();
    }
  }
}
