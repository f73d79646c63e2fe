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
    switch (role) {
      case "agent" ->
          flags.addAll(
              List.of(
                  "-XX:+UseSerialGC",
                  "-XX:+UseCompactObjectHeaders",
                  "-Xms48m",
                  "-Xmn32m",
                  "-XX:TrimNativeHeapInterval=5000",
                  "-XX:+ExitOnOutOfMemoryError"));
      case "lab" -> flags.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      default -> {}
    }
    cacheOf(role).ifPresent(cache -> flags.add("-XX:AOTCache=" + cache));
    return flags;
  }

  /** Makes a role's cache where there is none yet, as the launcher does on first use. */
  static void learn(String role, Path directory) throws BenchFailure {
    if (cacheOf(role).isPresent()) {
      return;
    }
    Path jar = jar();
    String cache = "aot/" + role + "-" + System.getProperty("java.version") + ".aot";
    List<String> words = new ArrayList<>(List.of(java()));
    words.addAll(flagsOf(role));
    words.add("-XX:AOTCacheOutput=" + jar.resolveSibling(cache));
    words.addAll(List.of("-jar", jar.toString(), "warm-up", role));
    try (Running process = Command.start(directory.resolve(role + "-training.log"), words)) {
      process.awaitEnd();
    }
  }

  private static Path jar() {
    return Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
  }

  private static Optional<Path> cacheOf(String role) {
    Path jar = jar();
    // The JVM takes no cache of other jars than these, and both are made anew by a build.
    Path woven = jar.resolveSibling("lib").resolve("moorage-spring-aot.jar");
    long built = Math.max(jar.toFile().lastModified(), woven.toFile().lastModified());
    Path caches = jar.resolveSibling("aot");
    if (!Files.isDirectory(caches)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(caches)) {
      return files
          .filter(file -> file.getFileName().toString().matches(role + "-.*\\.aot"))
          .filter(file -> file.toFile().lastModified() >= built)
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    } catch (IOException unreadable) {
      // Without its cache the agent only starts later.
      return Optional.empty();
    }
  }
}
