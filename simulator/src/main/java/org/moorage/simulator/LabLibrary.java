package org.moorage.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The labs and the profiles the program brings along, in its jar or in the directory it runs from.
 */
public final class LabLibrary implements AutoCloseable {

  private final Optional<FileSystem> jar;
  private final Path root;

  private LabLibrary(Optional<FileSystem> jar, Path root) {
    this.jar = jar;
    this.root = root;
  }

  /** Opens what came with the program. */
  public static LabLibrary open() throws IOException {
    URL marker = LabLibrary.class.getResource("/labs/hello.yaml");
    if (marker == null) {
      throw new NoSuchFileException("labs/hello.yaml", null, "the program came without its labs");
    }
    try {
      URI uri = marker.toURI();
      if (!uri.getScheme().equals("jar")) {
        return new LabLibrary(Optional.empty(), parent(parent(Path.of(uri))));
      }
      FileSystem jar = FileSystems.newFileSystem(uri, Map.of());
      return new LabLibrary(Optional.of(jar), jar.getPath("/"));
    } catch (URISyntaxException e) {
      throw new IOException("cannot find the labs at " + marker, e);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " lies nowhere");
    }
    return parent;
  }

  /** The names that may follow {@code moorage lab}, in alphabetical order. */
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("labs"))) {
      List<String> names = new ArrayList<>();
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .forEach(names::add);
      return names;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  public boolean has(String name) throws IOException {
    return names().contains(name);
  }

  /** Reads the lab of that name. */
  public LabReader.Reading read(String name) throws IOException {
    String file = name + ".yaml";
    return LabReader.read(file, Files.readString(root.resolve("labs").resolve(file)));
  }

  /** The directory of the product's own profiles. */
  public Path profiles() {
    return root.resolve("profiles");
  }

  @Override
  public void close() throws IOException {
    if (jar.isPresent()) {
      jar.get().close();
    }
  }
}
