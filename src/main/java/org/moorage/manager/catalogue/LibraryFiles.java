package org.moorage.manager.catalogue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.GroupsText;
import org.moorage.yaml.Problem;

/**
 * The files of a profile library: {@code groups.yaml} and {@code NAME/vVERSION.yaml}, as a
 * directory or as a zip of one.
 *
 * @param groups the text of {@code groups.yaml}; null where there is none
 * @param profiles texts by place: {@code web-server/v2.yaml}
 */
record LibraryFiles(@Nullable String groups, Map<String, String> profiles) {

  /** As many as an agent reads. */
  static final int MAX_FILES = 4_096;

  /** What they may unpack to, all together. */
  static final long MAX_OCTETS = 16L << 20;

  /** Entries of a zip, those that are no profile too. */
  private static final int MAX_ENTRIES = 2 * MAX_FILES;

  static final String GROUPS = "groups.yaml";

  private static final Pattern PROFILE =
      Pattern.compile("([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)/v(0|[1-9][0-9]{0,2})\\.yaml");
  private static final Pattern YAML = Pattern.compile("(?i).*\\.ya?ml");

  LibraryFiles {
    profiles = new TreeMap<>(profiles);
  }

  /** Where a version lies. */
  static String place(String name, int version) {
    return name + "/v" + version + ".yaml";
  }

  /** The name and the version a place is for. */
  record Place(String name, int version) {

    static @Nullable Place of(String path) {
      Matcher matcher = PROFILE.matcher(path);
      return matcher.matches()
          ? new Place(matcher.group(1), Integer.parseInt(matcher.group(2)))
          : null;
    }
  }

  /**
   * Unpacks a zip in memory.
   *
   * @throws Refusal where it is none, is too large unpacked, or names what no library holds
   */
  static LibraryFiles unzip(byte[] zip) {
    Collector files = new Collector();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      int entries = 0;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries++;
        if (entries > MAX_ENTRIES) {
          throw Refusal.tooLarge("the zip has more than " + MAX_ENTRIES + " entries");
        }
        if (!entry.isDirectory()) {
          files.add(entry.getName(), in);
        }
      }
      if (entries == 0) {
        throw Refusal.field("file", "is no zip, or an empty one; zip the directory of profiles");
      }
    } catch (IOException | IllegalArgumentException broken) {
      throw Refusal.field("file", "is not a zip that can be read: " + broken.getMessage());
    }
    return files.whole();
  }

  /** The same as a zip. */
  byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      if (groups != null && !groups.isEmpty()) {
        write(zip, GROUPS, groups);
      }
      for (Map.Entry<String, String> profile : profiles.entrySet()) {
        write(zip, profile.getKey(), profile.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return out.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, String text) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Takes files one after the other, within bounds. */
  static final class Collector {

    private final Map<String, String> profiles = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable String groups;
    private long octets;

    /** A file by its path; what is no YAML is passed over. */
    void add(String path, InputStream content) throws IOException {
      String name = withoutTop(path);
      if (path.contains("..") || path.contains("\\") || path.startsWith("/")) {
        problem(path, "leads out of the library; a profile's place is NAME/vVERSION.yaml");
        return;
      }
      if (!YAML.matcher(name).matches() || name.startsWith(".") || name.contains("/.")) {
        octets += content.skip(MAX_OCTETS + 1);
        bound();
        return;
      }
      Place place = Place.of(name);
      if (place == null && !name.equals(GROUPS)) {
        problem(path, "is not read here; a profile's place is NAME/vVERSION.yaml");
        return;
      }
      if (!seen.add(name)) {
        problem(path, "is there twice");
        return;
      }
      byte[] text = content.readNBytes(GroupsText.MAX_OCTETS + 1);
      octets += text.length;
      bound();
      if (text.length > GroupsText.MAX_OCTETS) {
        problem(path, "is longer than " + GroupsText.MAX_OCTETS + " bytes");
        return;
      }
      keep(path, name, text);
    }

    private void keep(String path, String name, byte[] octetsOfText) {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octetsOfText)).toString();
        if (name.equals(GROUPS)) {
          groups = text;
        } else {
          profiles.put(name, text);
        }
      } catch (CharacterCodingException notText) {
        problem(path, "is not UTF-8 text; save it as UTF-8");
      }
    }

    /** The library may lie in a directory {@code profiles} of the zip. */
    private static String withoutTop(String path) {
      return path.startsWith("profiles/") && !path.matches("profiles/v[0-9]+\\.yaml")
          ? path.substring("profiles/".length())
          : path;
    }

    private void bound() {
      if (octets > MAX_OCTETS) {
        throw Refusal.tooLarge("the files have more than " + MAX_OCTETS + " bytes unpacked");
      }
      if (seen.size() > MAX_FILES) {
        throw Refusal.tooLarge("there are more than " + MAX_FILES + " files");
      }
    }

    private void problem(String path, String sentence) {
      String shown = path.length() > 200 ? path.substring(0, 200) : path;
      problems.add(Problem.of(shown, 0, "", sentence));
    }

    /** All of them, where nothing was wrong. */
    LibraryFiles whole() {
      if (!problems.isEmpty()) {
        throw Refusal.invalid(problems);
      }
      if (profiles.isEmpty()) {
        throw Refusal.field("file", "holds no profile; a profile's place is NAME/vVERSION.yaml");
      }
      return new LibraryFiles(groups, profiles);
    }
  }
}
