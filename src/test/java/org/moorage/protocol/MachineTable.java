package org.moorage.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of a state machine, printed by running its real step function on representative states
 * and inputs, and compared with {@code web/docs/machines/<name>.md}. With the system property
 * {@code moorage.write-docs=true} it is written instead.
 *
 * @param <S> state
 * @param <I> input
 * @param <E> effect
 */
public final class MachineTable<S, I, E> {

  /** When every step of a table happens; representative states are built around it. */
  public static final Instant NOW = Instant.EPOCH.plusSeconds(1_000_000);

  private static final Path DIRECTORY = Path.of("web", "docs", "machines");

  /** A machine's step function. */
  public interface Stepper<S, I, E> {
    Step<S, E> step(S state, I input, Instant now);
  }

  private final String name;
  private final String title;
  private final Stepper<S, I, E> machine;
  private final Map<String, S> states = new LinkedHashMap<>();
  private final Map<String, I> inputs = new LinkedHashMap<>();
  private String about = "";
  private Function<? super S, String> nameOfState = MachineTable::words;
  private Function<? super E, String> nameOfEffect = MachineTable::words;
  private Function<? super S, Optional<Instant>> deadline = state -> Optional.empty();

  private MachineTable(String name, String title, Stepper<S, I, E> machine) {
    this.name = name;
    this.title = title;
    this.machine = machine;
  }

  /**
   * A table in the making.
   *
   * @param name of the file, such as {@code ecp-transmitter}
   * @param title its heading
   */
  public static <S, I, E> MachineTable<S, I, E> of(
      String name, String title, Stepper<S, I, E> machine) {
    return new MachineTable<>(name, title, machine);
  }

  /** What the machine is for, above the table. */
  public MachineTable<S, I, E> about(String sentences) {
    about = sentences;
    return this;
  }

  /** A representative state; the label tells it from others of its class. */
  public MachineTable<S, I, E> state(String label, S state) {
    states.put(label, state);
    return this;
  }

  /** A representative input. */
  public MachineTable<S, I, E> input(String label, I input) {
    inputs.put(label, input);
    return this;
  }

  /** How the state a step leads to is called; otherwise by the words of its class. */
  public MachineTable<S, I, E> nextStateAs(Function<? super S, String> naming) {
    nameOfState = naming;
    return this;
  }

  /** How an effect is called; otherwise by the words of its class. */
  public MachineTable<S, I, E> effectAs(Function<? super E, String> naming) {
    nameOfEffect = naming;
    return this;
  }

  /** Adds a column that says when the machine wants to be stepped again. */
  public MachineTable<S, I, E> deadline(Function<? super S, Optional<Instant>> when) {
    deadline = when;
    return this;
  }

  /** Compares with the file, or writes it. */
  public void check() {
    String text = markdown();
    Path file = DIRECTORY.resolve(name + ".md");
    try {
      if (Boolean.getBoolean("moorage.write-docs")) {
        Files.createDirectories(DIRECTORY);
        Files.writeString(file, text);
      }
      assertThat(file)
          .as("the table of %s; -Dmoorage.write-docs=true writes it", name)
          .exists()
          .content(StandardCharsets.UTF_8)
          .isEqualTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(title).append("\n\n");
    out.append(
        "<!-- Printed by a test from the machine itself; change the machine, not this. -->\n");
    if (!about.isEmpty()) {
      out.append('\n').append(about).append('\n');
    }
    states.forEach((label, state) -> section(out, label, state));
    return out.toString();
  }

  private void section(StringBuilder out, String label, S state) {
    out.append("\n## ").append(label).append(due(state)).append("\n\n");
    out.append("| input | next state | effects, in order |\n|---|---|---|\n");
    inputs.forEach((input, value) -> {
      Step<S, E> step = machine.step(state, value, NOW);
      boolean stays = Objects.equals(step.state(), state);
      String next = stays ? "stays" : nameOfState.apply(step.state()) + due(step.state());
      out.append("| ").append(input).append(" | ").append(next).append(" | ");
      out.append(effects(step.effects())).append(" |\n");
    });
  }

  private String effects(List<E> effects) {
    return effects.isEmpty()
        ? "-"
        : effects.stream().map(nameOfEffect).collect(Collectors.joining("; "));
  }

  private String due(S state) {
    return deadline
        .apply(state)
        .map(when -> ", due " + relative(Duration.between(NOW, when)))
        .orElse("");
  }

  private static String relative(Duration wait) {
    if (wait.isZero()) {
      return "now";
    }
    String amount = wait.abs().toString().substring(2).replaceAll("(?<=[HM])", " ").strip();
    return (wait.isNegative() ? amount + " ago" : "in " + amount)
        .replace("H", " h")
        .replace("M", " min")
        .replace("S", " s");
  }

  /** {@code LinkUp[firstSequence=1]} is "link up". */
  public static String words(Object value) {
    String name = value.getClass().getSimpleName();
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
