package org.moorage.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Directories of profiles as ZIP files and back. */
final class Zips {

  /** More files than any library of profiles: the directory is not one. */
  private static final int MAX_FILES = 10_000;

  private static final int MAX_OCTETS = 4 << 20;

  private Zips() {}

  /** The YAML files of a directory, with their paths below it. */
  static byte[] of(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList();
    }
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IOException(
          files.isEmpty() ? "it holds no profiles (*.yaml)" : "more than " + MAX_FILES + " files");
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      for (Path file : files) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return octets.toByteArray();
  }

  /** Writes the files of a ZIP below a directory that has nothing in it yet. */
  static void unpack(byte[] octets, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> there = Files.list(directory)) {
      if (there.findAny().isPresent()) {
        throw new IOException("it is not empty; name a directory that is");
      }
    }
    Path root = directory.toAbsolutePath().normalize();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
      int files = 0;
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        Path file = root.resolve(each.getName()).normalize();
        if (!file.startsWith(root) || ++files > MAX_FILES) {
          throw new IOException("the manager sent a ZIP file that is not a library of profiles");
        }
        if (!each.isDirectory()) {
          Files.createDirectories(file.resolveSibling("."));
          Files.write(file, zip.readNBytes(MAX_OCTETS));
        }
      }
    }
  }
}
