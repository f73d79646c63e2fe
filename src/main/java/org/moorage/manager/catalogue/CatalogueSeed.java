package org.moorage.manager.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Fills an empty catalogue from a directory before the manager answers anybody ({@code
 * moorage.catalogue.seed=DIR}); everything in it is released.
 */
@Component
class CatalogueSeed implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogueSeed.class);
  private static final int DEPTH = 2;

  private final CatalogueExchange library;
  private final String directory;

  CatalogueSeed(CatalogueExchange library, @Value("${moorage.catalogue.seed:}") String directory) {
    this.library = library;
    this.directory = directory;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (directory.isBlank() || !library.isEmpty()) {
      return;
    }
    Path root = Path.of(directory);
    if (!Files.isDirectory(root)) {
      throw new IllegalStateException(
          "moorage.catalogue.seed: "
              + directory
              + " is not a directory; name the directory that holds the profiles");
    }
    CatalogueExchange.Outcome outcome =
        library.take(files(root), new CatalogueExchange.How(true, false));
    LOG.info("catalogue filled directory={} versions={}", directory, outcome.created().size());
  }

  private static LibraryFiles files(Path root) {
    LibraryFiles.Collector files = new LibraryFiles.Collector();
    try (Stream<Path> all = Files.walk(root, DEPTH)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          files.add(root.relativize(file).toString().replace('\\', '/'), content);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(root + " cannot be read", unreadable);
    }
    return files.whole();
  }
}
