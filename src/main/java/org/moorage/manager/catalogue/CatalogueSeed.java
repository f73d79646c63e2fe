package org.moorage.manager.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Fills an empty catalogue from a directory when the manager starts ({@code
 * moorage.catalogue.seed=DIR}); everything in it is released.
 */
@Component
class CatalogueSeed implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueSeed.class);
  private static final int DEPTH = 2;

  private final Library library;
  private final String directory;

  CatalogueSeed(Library library, @Value("${moorage.catalogue.seed:}") String directory) {
    this.library = library;
    this.directory = directory;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    if (directory.isBlank() || !library.isEmpty()) {
      return;
    }
    Path root = Path.of(directory);
    if (!Files.isDirectory(root)) {
      throw new IOException(
          "moorage.catalogue.seed: "
              + directory
              + " is not a directory; name the directory that holds the profiles");
    }
    Library.Outcome outcome = library.take(files(root), new Library.How(true, false));
    LOG.info("catalogue filled directory={} versions={}", directory, outcome.created().size());
  }

  private static LibraryFiles files(Path root) throws IOException {
    LibraryFiles.Collector files = new LibraryFiles.Collector();
    List<Path> found;
    try (Stream<Path> all = Files.walk(root, DEPTH)) {
      found = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : found) {
      try (InputStream content = Files.newInputStream(file)) {
        files.add(root.relativize(file).toString().replace('\\', '/'), content);
      }
    }
    return files.whole();
  }
}
