package org.moorage.agent.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.DurableFiles;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.Order;
import org.moorage.edge.TypeLookup;
import org.moorage.profile.Lookup;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import tools.jackson.core.JacksonException;

/**
 * An edge's copy of the manager's catalogue, on disk with a checksum, so that the edge works on
 * while no manager is there. A copy that is damaged counts for nothing and is fetched anew.
 *
 * <p>Any thread may call.
 */
public final class CachedCatalogue implements TypeLookup {

  static final String FILE = "catalogue";

  private static final Pattern HEADER =
      Pattern.compile("moorage catalogue 1 sha256 (\\p{XDigit}{64})\\n");

  /** More than any catalogue the manager keeps. */
  private static final long MAX_FILE = 1L << 29;

  /** One version, parsed when it is first asked for. */
  private static final class Known {
    private final CataloguedVersion version;
    private volatile @Nullable Lookup lookup;

    Known(CataloguedVersion version) {
      this.version = version;
    }

    Lookup lookup() {
      Lookup at = lookup;
      if (at == null) {
        at = parsed();
        lookup = at;
      }
      return at;
    }

    private Lookup parsed() {
      VsiTypeId type = new VsiTypeId(version.typeId());
      VsiTypeVersion number = new VsiTypeVersion(version.version());
      return switch (ProfileText.read(version.profile(), version.groups())) {
        case ProfileText.Reading.Read(PortProfile profile) -> {
          if (!profile.type().equals(type) || !profile.version().equals(number)) {
            yield unreadable(type, number, "its text is about " + profile.reference());
          }
          yield version.state().equals("retired")
              ? new Lookup.Retired(profile)
              : new Lookup.Found(profile);
        }
        case ProfileText.Reading.Refused refused ->
            unreadable(type, number, refused.problems().getFirst().toString());
      };
    }

    private Lookup unreadable(VsiTypeId type, VsiTypeVersion number, String why) {
      return new Lookup.Denied(
          type,
          number,
          "type "
              + type
              + " version "
              + number
              + " ("
              + version.name()
              + ") is in the catalogue, but this agent cannot read it: "
              + why,
          "run the same release of agent and manager");
    }
  }

  private final Path file;
  private final Map<Integer, Known> versions = new ConcurrentHashMap<>();
  private final @Nullable String damage;
  private volatile long revision;
  private volatile boolean managerAway;
  private volatile boolean changed;
  private volatile @Nullable String trouble;

  private CachedCatalogue(Path file, Order.@Nullable Snapshot kept, @Nullable String damage) {
    this.file = file;
    this.damage = damage;
    if (kept != null) {
      kept.versions().forEach(this::put);
      revision = kept.revision();
    }
  }

  /** Reads the copy in a directory; what is not whole is left aside. */
  public static CachedCatalogue open(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.exists(file) && Files.size(file) > MAX_FILE) {
        return damaged(file, "it is larger than 512 MiB");
      }
      byte[] content = Files.readAllBytes(file);
      int body = 0;
      while (body < content.length && content[body] != '\n') {
        body++;
      }
      body = Math.min(content.length, body + 1);
      Matcher header = HEADER.matcher(new String(content, 0, body, StandardCharsets.ISO_8859_1));
      byte[] json = Arrays.copyOfRange(content, body, content.length);
      if (!header.matches() || !header.group(1).equals(checksum(json))) {
        return damaged(file, "its checksum is wrong");
      }
      return new CachedCatalogue(file, LinkJson.read(json, Order.Snapshot.class), null);
    } catch (NoSuchFileException firstStart) {
      return new CachedCatalogue(file, null, null);
    } catch (JacksonException | IllegalArgumentException e) {
      return damaged(file, "it is no catalogue");
    } catch (IOException e) {
      return damaged(file, String.valueOf(e.getMessage()));
    }
  }

  private static CachedCatalogue damaged(Path file, String why) {
    return new CachedCatalogue(
        file,
        null,
        "the copy of the catalogue in "
            + file
            + " cannot be used ("
            + why
            + "); it is fetched from the manager anew");
  }

  @Override
  public Lookup find(VsiTypeId type, VsiTypeVersion version) {
    Known known = versions.get(key(type.value(), version.value()));
    if (known == null) {
      return new Lookup.NotHere(type, version);
    }
    Lookup found = known.lookup();
    return managerAway && found instanceof Lookup.Found(PortProfile profile)
        ? new Lookup.ManagerAway(profile)
        : found;
  }

  /** The whole catalogue: what it does not name is gone. */
  synchronized void take(Order.Snapshot snapshot) {
    versions.clear();
    snapshot.versions().forEach(this::put);
    revision = snapshot.revision();
    changed = true;
    save();
  }

  /** One version came into its state. The same again, or an older one, is nothing. */
  synchronized void take(Order.Change change) {
    if (change.version().revision() > revision) {
      put(change.version());
      revision = change.version().revision();
      changed = true;
    }
  }

  /** The answer to a question: it may be newer than what the stream has told so far. */
  synchronized void learn(CataloguedVersion version) {
    Known known = versions.get(key(version.typeId(), version.version()));
    if (known == null || known.version.revision() < version.revision()) {
      put(version);
      changed = true;
    }
  }

  /** Whether no manager has been heard for longer than a copy is trusted without a word. */
  void managerAway(boolean away) {
    managerAway = away;
  }

  /** Writes down what changed. */
  synchronized void save() {
    if (!changed) {
      return;
    }
    List<CataloguedVersion> all =
        versions.values().stream()
            .map(known -> known.version)
            .sorted(Comparator.comparingLong(CataloguedVersion::revision))
            .toList();
    byte[] json = LinkJson.write(new Order.Snapshot(revision, all));
    byte[] header =
        ("moorage catalogue 1 sha256 " + checksum(json) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(header, header.length + json.length);
    System.arraycopy(json, 0, content, header.length, json.length);
    try {
      DurableFiles.replace(file, content);
      changed = false;
      trouble = null;
    } catch (IOException e) {
      trouble =
          "the copy of the catalogue cannot be written to "
              + file
              + " ("
              + e.getMessage()
              + "); a restart without a manager would not know it: make room or mend the disk";
    }
  }

  /** Of what is here; 0 without a copy. */
  public long revision() {
    return revision;
  }

  /** Versions here. */
  public int size() {
    return versions.size();
  }

  /** Why the copy on disk was of no use at the start. */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /** Why the copy cannot be written down at the moment. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void put(CataloguedVersion version) {
    versions.put(key(version.typeId(), version.version()), new Known(version));
  }

  private static int key(int type, int version) {
    return type << 8 | version;
  }

  private static String checksum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
