package org.moorage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was built, as tests start it: without the launcher, whose cache takes longer than it saves.
 */
public final class Distribution {

  private static final Path JAR = Path.of("target", "moorage", "moorage.jar").toAbsolutePath();

  private Distribution() {}

  /** The whole command of {@code moorage WORDS}. */
  public static String[] command(List<String> words) {
    Needs.that(Files.exists(JAR), "needs target/moorage: ./mvnw package");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                JAR.toString()));
    command.addAll(words);
    return command.toArray(String[]::new);
  }
}
