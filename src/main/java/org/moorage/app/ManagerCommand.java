package org.moorage.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage manager}: decides for all edges and shows them. */
@Command(
    name = "manager",
    mixinStandardHelpOptions = true,
    description = "Serves the catalogue, the web console and REST to admins and agents.")
public final class ManagerCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "TCP port; 0 takes any free one (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on (default: ${DEFAULT-VALUE}); on another than loopback put TLS"
              + " in front.")
  private String bind = "127.0.0.1";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the database file is kept (default: moorage-manager in the home).")
  private Optional<Path> dataDirectory = Optional.empty();

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL database instead of the file: jdbc:postgresql://HOST/NAME?user=..."
              + " (password: MOORAGE_DATABASE_PASSWORD).")
  private Optional<String> databaseUrl = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "DIR",
      description =
          "A directory of profiles, such as profiles/, to start with while the catalogue is empty.")
  private Optional<Path> seed = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--http-port " + port + " is outside 0.." + MAX_PORT);
    }
    if (databaseUrl.isPresent() && !databaseUrl.get().startsWith("jdbc:postgresql:")) {
      throw new ParameterException(
          spec.commandLine(),
          "--database-url takes a PostgreSQL address such as jdbc:postgresql://localhost/moorage");
    }
    if (seed.isPresent() && !Files.isDirectory(seed.get())) {
      throw new ParameterException(
          spec.commandLine(), "--seed " + seed.get() + " is not a directory of profiles");
    }
    return ManagerRole.run(
        new ManagerRole.Options(
            port,
            bind,
            databaseUrl
                .<ManagerRole.Database>map(ManagerRole.Database.PostgreSql::new)
                .orElseGet(() -> new ManagerRole.Database.File(dataDirectory)),
            seed),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }
}
