package org.moorage.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who an edge is, whatever it is called: made once, kept in the data directory.
 *
 * @param id UUID version 7
 * @param epoch counts the starts of the agent, from 1
 */
public record EdgeIdentity(UUID id, long epoch) {

  private static final String FILE = "identity";
  private static final Pattern TEXT =
      Pattern.compile(
          "edge (\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}) epoch (\\d{1,18})\\s*");

  /** An identity for an edge that nobody has to recognise later: a lab's. */
  public static EdgeIdentity fresh(RandomGenerator random, Instant now) {
    return new EdgeIdentity(version7(random, now), 1);
  }

  /**
   * Reads the identity kept in a directory and counts this start, or makes one.
   *
   * @param random asked only when there is none yet: a good source takes time to load
   * @throws IOException when the file cannot be read or written, or is not one of ours
   */
  public static EdgeIdentity ofDirectory(
      Path directory, Supplier<RandomGenerator> random, Instant now) throws IOException {
    Path file = directory.resolve(FILE);
    EdgeIdentity identity =
        read(file).map(EdgeIdentity::restarted).orElseGet(() -> fresh(random.get(), now));
    DurableFiles.replace(
        file,
        ("edge " + identity.id + " epoch " + identity.epoch + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    return identity;
  }

  private static Optional<EdgeIdentity> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException firstStart) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IOException(
          file + " is damaged; remove it and this edge gets a new identity (its name stays)");
    }
    return Optional.of(
        new EdgeIdentity(UUID.fromString(matcher.group(1)), Long.parseLong(matcher.group(2))));
  }

  private EdgeIdentity restarted() {
    return new EdgeIdentity(id, epoch + 1);
  }

  /** RFC 9562, "UUID Version 7": 48 bits of milliseconds, the rest random. */
  static UUID version7(RandomGenerator random, Instant now) {
    long high = now.toEpochMilli() << 16 | 0x7000 | random.nextLong() & 0x0FFF;
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
