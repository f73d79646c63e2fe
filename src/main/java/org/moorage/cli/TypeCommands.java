package org.moorage.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code moorage type ...}: the VSI types of a manager and the life of their versions. */
@Command(
    name = "type",
    mixinStandardHelpOptions = true,
    description = "The VSI types of a manager and their versions: draft, released, retired.",
    subcommands = {
      TypeCommands.ListThem.class,
      TypeCommands.Show.class,
      TypeCommands.Release.class,
      TypeCommands.Retire.class,
      TypeCommands.Import.class,
      TypeCommands.Export.class
    })
public final class TypeCommands implements Callable<Integer> {

  private static final String TYPES = "/api/v1/vsi-types";
  private static final String ZIP = "application/zip";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what: moorage type list, show TYPE, release TYPE/VERSION, retire TYPE/VERSION,"
            + " import DIR, export DIR");
  }

  /** What asks a manager, and nobody else. */
  abstract static class AskingManagers extends RestOptions {
    @Override
    final String usual() {
      return LOCAL_MANAGER;
    }
  }

  /** {@code moorage type list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The types with the state of each version.")
  static final class ListThem extends AskingManagers {

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      List<JsonNode> types = rest.list(TYPES);
      if (json) {
        out().println(Rest.pretty(types));
        return 0;
      }
      if (types.isEmpty()) {
        out().println("There is no VSI type yet; bring some: moorage type import profiles");
        return 0;
      }
      Columns columns = new Columns("TYPE", "NAME", "VERSIONS");
      for (JsonNode type : types) {
        StringJoiner versions = new StringJoiner(", ");
        for (JsonNode version : type.path("versions")) {
          versions.add(Words.number(version, "version") + " " + Words.text(version, "state"));
        }
        columns.row(Words.number(type, "typeId"), Words.text(type, "name"), versions.toString());
      }
      out().print(columns);
      out().flush();
      return 0;
    }
  }

  /** {@code moorage type show TYPE[/VERSION]}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One type with its versions, or the profile of one version.")
  static final class Show extends AskingManagers {

    @Parameters(paramLabel = "TYPE[/VERSION]", description = "by name or number")
    private String wanted = "";

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      boolean ofVersion = wanted.contains("/");
      JsonNode found =
          rest.get(ofVersion ? Version.parse(wanted).path() : TYPES + "/" + Rest.escape(wanted));
      if (json) {
        out().println(Rest.pretty(found));
      } else if (ofVersion) {
        out().println(Words.text(found, "text").stripTrailing());
      } else {
        tell(found);
      }
      out().flush();
      return 0;
    }

    private void tell(JsonNode type) {
      out().println("Type " + Words.number(type, "typeId") + ", " + Words.text(type, "name"));
      Columns columns = new Columns("VERSION", "STATE", "VSIS");
      for (JsonNode version : type.path("versions")) {
        columns.row(
            Words.number(version, "version"),
            Words.text(version, "state"),
            Words.number(version, "users"));
      }
      out().print(columns);
    }
  }

  /** A version as it is written: {@code web-server/2} or {@code 4711/2}. */
  private record Version(String type, int number) {

    private static final int MOST = 255;

    static Version parse(String written) throws Rest.Unanswered {
      String[] parts = written.split("/", -1);
      if (parts.length == 2 && !parts[0].isEmpty() && parts[1].matches("\\d{1,3}")) {
        int number = Integer.parseInt(parts[1]);
        if (number <= MOST) {
          return new Version(parts[0], number);
        }
      }
      throw new Rest.Unanswered(
          "\"" + written + "\" is not a version of a type; write it as web-server/2");
    }

    String path() {
      return TYPES + "/" + Rest.escape(type) + "/versions/" + number;
    }
  }

  /** {@code moorage type release TYPE/VERSION}. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Releases a draft: from now on it is served, and never changes.")
  static final class Release extends AskingManagers {

    @Parameters(paramLabel = "TYPE/VERSION", description = "as web-server/2")
    private String wanted = "";

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      JsonNode done = rest.post(Version.parse(wanted).path() + "/release", Map.of());
      done(out(), json, done, wanted + " is released; edges serve it within seconds");
      return 0;
    }
  }

  /** {@code moorage type retire TYPE/VERSION}. */
  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = "Retires a released version: no new VSI gets it.")
  static final class Retire extends AskingManagers {

    @Parameters(paramLabel = "TYPE/VERSION", description = "as web-server/1")
    private String wanted = "";

    @Option(names = "--force", description = "although VSIs hold it; they keep it until they leave")
    private boolean force;

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      String path = Version.parse(wanted).path() + "/retire" + (force ? "?force=true" : "");
      done(out(), json, rest.post(path, Map.of()), wanted + " is retired");
      return 0;
    }
  }

  /** {@code moorage type import DIR}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Brings a directory of profiles, or a ZIP file of one, into the catalogue.")
  static final class Import extends AskingManagers {

    @Parameters(paramLabel = "DIR|FILE.zip", description = "laid out as profiles/")
    private Path from = Path.of("profiles");

    @Option(names = "--release", description = "what is new is released at once, not a draft")
    private boolean release;

    @Option(names = "--replace", description = "drafts that are there already are replaced")
    private boolean replace;

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      byte[] zip;
      try {
        zip = Files.isDirectory(from) ? Zips.of(from) : Files.readAllBytes(from);
      } catch (IOException e) {
        throw new Rest.Unanswered(from + " cannot be read: " + e.getMessage());
      }
      String how = "?release=" + release + "&replace=" + replace;
      JsonNode done = rest.post(TYPES + "/import" + how, ZIP, zip);
      done(out(), json, done, "imported " + from + summary(done));
      return 0;
    }

    private static String summary(JsonNode done) {
      StringJoiner words = new StringJoiner(", ", ": ", "").setEmptyValue("");
      for (Map.Entry<String, JsonNode> each : done.properties()) {
        if (each.getValue().isArray() && !each.getValue().isEmpty()) {
          words.add(each.getValue().size() + " " + each.getKey());
        }
      }
      return words.toString();
    }
  }

  /** {@code moorage type export DIR}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes the catalogue as a directory of profiles, or as a ZIP file of one.")
  static final class Export extends AskingManagers {

    @Parameters(paramLabel = "DIR|FILE.zip", description = "must not exist, or be empty")
    private Path to = Path.of("profiles");

    @Option(names = "--drafts", description = "drafts too, not only what is released or retired")
    private boolean drafts;

    @Override
    int ask(Rest rest) throws Rest.Unanswered {
      byte[] zip = rest.octets(TYPES + "/export?drafts=" + drafts);
      try {
        if (to.toString().endsWith(".zip")) {
          Files.write(to, zip);
        } else {
          Zips.unpack(zip, to);
        }
      } catch (IOException e) {
        throw new Rest.Unanswered(to + " cannot be written: " + e.getMessage());
      }
      out().println("exported to " + to);
      out().flush();
      return 0;
    }
  }

  private static void done(PrintWriter out, boolean json, JsonNode answer, String sentence) {
    out.println(json ? Rest.pretty(answer) : sentence);
    out.flush();
  }
}
