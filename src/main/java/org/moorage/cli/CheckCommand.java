package org.moorage.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code moorage check DIR}: reads a directory of profiles and says what is wrong with it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Validate the profiles of a directory.",
      "Prints each problem as FILE:LINE: what is wrong; what to write instead.",
      "Notes name terms this version keeps but does not enforce."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all profiles are in order", "1:something is wrong", "2:wrong usage"})
public final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "profiles",
      description = "The directory that holds the profiles (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("profiles");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LibraryResult result = ProfileLibrary.load(directory);
    result.notes().forEach(note -> out.println("note: " + note));
    result.problems().forEach(out::println);
    out.println(summary(result));
    out.flush();
    return result.isFine() ? 0 : 1;
  }

  private static String summary(LibraryResult result) {
    ProfileLibrary library = result.library();
    int rules = library.all().stream().mapToInt(CheckCommand::rules).sum();
    String fine =
        count(library.typeCount(), "type")
            + ", "
            + count(library.all().size(), "version")
            + ", "
            + count(rules, "rule");
    return result.isFine()
        ? "In order: " + fine + "."
        : count(result.problems().size(), "problem") + ". In order: " + fine + ".";
  }

  private static int rules(PortProfile profile) {
    return profile.fromVm().lines().size() + profile.toVm().lines().size();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
