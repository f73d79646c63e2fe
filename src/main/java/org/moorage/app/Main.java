package org.moorage.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code moorage COMMAND ...}. Exit status: 0 fine, 1 what was asked does not hold or was refused,
 * 2 the command line is wrong, 70 a defect of ours.
 */
@Command(
    name = "moorage",
    mixinStandardHelpOptions = true,
    description =
        "Gives every virtual machine its own port on the edge switch, with the rules that belong"
            + " to it.",
    versionProvider = Main.Version.class)
public final class Main implements Runnable {

  /** A defect in the program, as sysexits.h numbers it; never used for what the user did. */
  static final int DEFECT = 70;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    List<String> words = List.of(args);
    Optional<AgentArguments> agent =
        words.isEmpty() || !words.getFirst().equals("agent")
            ? Optional.empty()
            : AgentArguments.read(words.subList(1, words.size()));
    System.exit(agent.isPresent() ? run(agent.get()) : run(args));
  }

  /** Past the command library, for the time it takes to load. */
  private static int run(AgentArguments agent) throws InterruptedException {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    return AgentCommand.run(agent.words(), agent.config().map(Path::of), out, err);
  }

  /** Runs one command line and returns its exit status. */
  static int run(String... args) {
    return commandLine(args).execute(args);
  }

  private static CommandLine commandLine(String... args) {
    CommandLine root = new CommandLine(new Main());
    String word = args.length == 0 ? "" : args[0];
    Optional<Object> found =
        PortExtenderCommand.isMeant(args)
            ? Optional.of(new PortExtenderCommand())
            : Commands.find(word);
    found.ifPresentOrElse(
        command -> root.addSubcommand(word, command),
        () -> Commands.all().forEach(root::addSubcommand));
    return root.setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explainDefect);
  }

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "name a command, for example: moorage lab");
  }

  private static int explainUsage(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    StringBuilder sentence = new StringBuilder(name).append(": ").append(said(mistake));
    suggestions(mistake).stream()
        .findFirst()
        .ifPresent(nearest -> sentence.append("; did you mean ").append(nearest).append("?"));
    command.getErr().println(sentence);
    command.getErr().println("See: " + name + " --help");
    return ExitCode.USAGE;
  }

  private static String said(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      boolean option = first.startsWith("-");
      boolean root = mistake.getCommandLine().getParent() == null;
      return "\"" + first + "\" is not " + (option ? "an option" : root ? "a command" : "expected");
    }
    String message = Objects.requireNonNullElse(mistake.getMessage(), "wrong use");
    return mistake instanceof MissingParameterException
        ? Character.toLowerCase(message.charAt(0)) + message.substring(1)
        : message;
  }

  private static List<String> suggestions(ParameterException mistake) {
    return mistake instanceof UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions()
        : List.of();
  }

  private static int explainDefect(
      Exception defect, CommandLine command, CommandLine.ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": this is a defect in Moorage; please report what follows.");
    defect.printStackTrace(command.getErr());
    return DEFECT;
  }

  /** The version the jar was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String built = Main.class.getPackage().getImplementationVersion();
      return new String[] {"moorage " + Objects.requireNonNullElse(built, "(not packaged)")};
    }
  }
}
