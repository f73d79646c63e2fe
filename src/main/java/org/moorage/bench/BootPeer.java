package org.moorage.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A plain Spring Boot application as a process: web, JPA and H2, and security where asked for. It
 * gets the libraries of just these, not all that the manager has beside them, and is a jar, because
 * a start-up cache wants nothing else on the class path.
 */
final class BootPeer {

  private static final String CLASS = PlainBoot.class.getName().replace('.', '/') + ".class";

  /** What the manager has on top of web, JPA, H2 and security. */
  private static final Pattern OF_THE_MANAGER =
      Pattern.compile(
          "(flyway|spring-boot-(starter-)?(flyway|thymeleaf|actuator|health|micrometer|validation)"
              + "|thymeleaf|attoparser|unbescape|micrometer-(core|jakarta9|registry)|prometheus"
              + "|springdoc|swagger|postgresql"
              + "|hibernate-validator|jakarta\\.validation|commonmark).*");

  private static final Pattern SECURITY = Pattern.compile("spring-(boot-(starter-)?)?security.*");

  private final Path application;
  private final boolean security;

  private BootPeer(Path application, boolean security) {
    this.application = application;
    this.security = security;
  }

  /** Lays it out in a directory. */
  static BootPeer in(Path directory, boolean security) throws IOException {
    Path jar = directory.resolve("boot-" + (security ? "secure" : "plain") + ".jar");
    try (InputStream in = PlainBoot.class.getClassLoader().getResourceAsStream(CLASS);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (in == null) {
        throw new IOException(CLASS + " is missing from the distribution");
      }
      out.putNextEntry(new JarEntry(CLASS));
      in.transferTo(out);
      out.closeEntry();
    }
    return new BootPeer(jar, security);
  }

  /**
   * What starts it.
   *
   * @param flags of the JVM
   */
  List<String> command(int port, List<String> flags) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(JavaProgram.java());
    words.addAll(flags);
    words.addAll(List.of("-cp", classPath()));
    words.addAll(List.of("-Dserver.port=" + port, "-Dserver.address=127.0.0.1"));
    words.addAll(List.of("-Dspring.datasource.url=jdbc:h2:mem:bench", PlainBoot.class.getName()));
    return words;
  }

  private String classPath() throws IOException {
    List<String> parts = new ArrayList<>(List.of(application.toString()));
    Path jar = Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
    try (Stream<Path> files = Files.list(jar.resolveSibling("lib"))) {
      files.filter(this::isNeeded).map(Path::toString).sorted().forEach(parts::add);
    }
    return String.join(":", parts);
  }

  private boolean isNeeded(Path library) {
    String name = String.valueOf(library.getFileName());
    return name.endsWith(".jar")
        && !OF_THE_MANAGER.matcher(name).matches()
        && (security || !SECURITY.matcher(name).matches());
  }
}
