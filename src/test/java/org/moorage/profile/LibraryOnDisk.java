package org.moorage.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of profiles a test writes file by file. */
record LibraryOnDisk(Path root) {

  /** The least a profile says. */
  static final String LEAST =
      """
      type: 4711
      name: web-server
      version: 1
      vlan: { access: 100 }
      from-vm: [permit any]
      to-vm: [permit any]
      """;

  LibraryOnDisk write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  LibraryResult load() {
    return ProfileLibrary.load(root);
  }

  /** Problems as printed, without the directory in front. */
  List<String> problems() {
    return load().problems().stream().map(this::shown).toList();
  }

  List<String> notes() {
    return load().notes().stream().map(this::shown).toList();
  }

  private String shown(Object problem) {
    return problem.toString().replace(root + "/", "").replace(root.toString(), "DIR");
  }

  /** The least profile with one field said otherwise. */
  static String with(String field, String value) {
    String line = field + ": " + value + "\n";
    String replaced = LEAST.replaceAll("(?m)^" + field + ": .*\n", "\0");
    return replaced.contains("\0") ? replaced.replace("\0", line) : LEAST + line;
  }
}
