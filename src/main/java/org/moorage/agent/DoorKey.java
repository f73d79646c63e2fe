package org.moorage.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What somebody shows at the local door who wants to copy what VMs say: a word in a file of the
 * data directory that only its owner reads. The rest of the door is open to all on the machine.
 */
public final class DoorKey {

  static final String FILE = "door-key";

  private static final int OCTETS = 24;
  private static final int MAX_FILE = 1_024;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{32}");
  private static final String BEARER = "Bearer ";

  private final Path file;
  private final String key;

  private DoorKey(Path file, String key) {
    this.file = file;
    this.key = key;
  }

  /**
   * The key kept in a directory, or a new one.
   *
   * @param random asked only when there is none yet
   */
  public static DoorKey ofDirectory(Path directory, Supplier<RandomGenerator> random)
      throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file) && Files.size(file) <= MAX_FILE) {
      String kept = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (KEY.matcher(kept).matches()) {
        return new DoorKey(file, kept);
      }
    }
    byte[] octets = new byte[OCTETS];
    random.get().nextBytes(octets);
    String made = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    Files.deleteIfExists(file);
    Files.createFile(file);
    Files.setPosixFilePermissions(
        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    Files.writeString(file, made + "\n", StandardCharsets.ISO_8859_1);
    return new DoorKey(file, made);
  }

  /** Whether the header {@code Authorization} shows it. */
  boolean isShown(Optional<String> authorization) {
    String shown = authorization.orElse("");
    return shown.startsWith(BEARER)
        && MessageDigest.isEqual(
            key.getBytes(StandardCharsets.UTF_8),
            shown.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
  }

  Path file() {
    return file;
  }

  /** The key is nobody's business. */
  @Override
  public String toString() {
    return "the key in " + file;
  }
}
