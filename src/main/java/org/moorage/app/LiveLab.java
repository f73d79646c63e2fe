package org.moorage.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.EdgeAgent;
import org.moorage.edge.EdgeName;
import org.moorage.manager.lab.LabDoor;
import org.moorage.manager.lab.LabSnapshot;
import org.moorage.simulator.Lab;
import org.moorage.simulator.LabOutcome;
import org.moorage.simulator.LabView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lab at real speed, and the door its page looks through. One thread owns the lab: it lets happen
 * what is due, does what is said to it, and shows a picture of it to everybody else.
 */
final class LiveLab implements LabDoor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveLab.class);

  /** How often a new picture is made while things happen. */
  private static final Duration PICTURE_EVERY = Duration.ofMillis(250);

  /** Longer than any deed takes; the thread is stuck if it does not answer within it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Words from outside that wait; more is refused rather than kept. */
  private static final int MAX_WAITING = 10_000;

  /** Makes a lab by its name, told to {@code happened} as it goes. */
  interface Maker {

    /** Something of the story happened. */
    interface Happened {
      void happened();
    }

    Lab make(String name, Happened happened);
  }

  private final Maker maker;
  private final List<Choice> choices;
  private final Supplier<List<String>> types;
  private final BiConsumer<LabOutcome, Duration> concluded;
  private final Runnable changed;
  private final LinkedBlockingQueue<Runnable> said = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread = new Thread(this::live, "lab");
  private volatile boolean closed;
  private final String first;
  private volatile LabSnapshot picture;

  // Of the thread.
  private @Nullable Lab lab;
  private @Nullable LabView last;
  private volatile long began;
  private boolean over;
  private boolean dirty;
  private long pictured;

  /**
   * @param choices the labs {@code maker} makes
   * @param types VSI types there are, asked for each picture
   * @param concluded is told what came of each script
   * @param changed is told that {@link #snapshot} is another; must not wait
   */
  LiveLab(
      Maker maker,
      String first,
      List<Choice> choices,
      Supplier<List<String>> types,
      BiConsumer<LabOutcome, Duration> concluded,
      Runnable changed) {
    this.maker = maker;
    this.choices = List.copyOf(choices);
    this.types = types;
    this.concluded = concluded;
    this.changed = changed;
    this.first = first;
    picture = LabPictures.none(first);
    thread.setDaemon(true);
  }

  /** Lets the first lab begin. */
  void start() {
    begin(first);
    thread.start();
  }

  private void begin(String name) {
    over = false;
    lab = make(name);
    began = System.nanoTime();
  }

  private Lab make(String name) {
    return maker.make(name, () -> dirty = true);
  }

  // What others ask; any thread.

  @Override
  public LabSnapshot snapshot() {
    LabSnapshot shown = picture;
    return shown.phase() == LabSnapshot.Phase.STOPPED ? shown : shown.at(elapsed());
  }

  @Override
  public List<Choice> choices() {
    return choices;
  }

  @Override
  public Optional<String> say(String sentence) {
    return ask(running ->
        running == null ? Optional.of("the lab has ended; run one first") : running.say(sentence));
  }

  @Override
  public Optional<String> run(String name) {
    if (choices.stream().noneMatch(choice -> choice.name().equals(name))) {
      return Optional.of("there is no lab called \"" + name + "\"");
    }
    return ask(running -> {
      end();
      begin(name);
      return Optional.empty();
    });
  }

  @Override
  public void stop() {
    ask(running -> {
      end();
      return Optional.empty();
    });
  }

  /** Something for the agent of a switch; false when the lab has no room for it. */
  boolean tell(EdgeName edge, BiConsumer<EdgeAgent, Instant> what) {
    return said.offer(() -> {
      if (lab != null) {
        lab.tell(edge, what);
      }
    });
  }

  /** Has the thread do it and waits for the answer. */
  private Optional<String> ask(Function<@Nullable Lab, Optional<String>> question) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            answer.complete(question.apply(lab));
          } catch (RuntimeException defect) {
            answer.completeExceptionally(defect);
            throw defect;
          } finally {
            show();
          }
        };
    if (closed || !said.offer(task)) {
      return Optional.of("the lab is too busy to listen");
    }
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (ExecutionException e) {
      return Optional.of("a defect ended the lab: " + e.getCause());
    } catch (TimeoutException e) {
      return Optional.of("the lab did not answer within " + PATIENCE.toSeconds() + " s");
    }
  }

  // The thread.

  private void live() {
    while (!closed) {
      try {
        passOn();
        Runnable task = said.poll(untilNext(), TimeUnit.NANOSECONDS);
        if (task != null) {
          passOn();
          task.run();
        }
      } catch (InterruptedException closing) {
        return;
      } catch (RuntimeException defect) {
        LOG.error("a defect ended the lab", defect);
        end();
        show();
      }
    }
  }

  private void passOn() {
    if (lab == null) {
      return;
    }
    lab.passTo(elapsed());
    if (!over && lab.isOver()) {
      over = true;
      concluded.accept(lab.outcome(), elapsed());
      dirty = true;
    }
    if (dirty && System.nanoTime() - pictured >= PICTURE_EVERY.toNanos()) {
      show();
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private long untilNext() {
    long most = PICTURE_EVERY.toNanos();
    if (lab == null) {
      return most;
    }
    return lab.nextAnyway()
        .map(next -> Math.clamp(next.minus(elapsed()).toNanos(), 0, most))
        .orElse(most);
  }

  private void end() {
    if (lab != null) {
      lab.end();
      last = lab.view();
      lab = null;
    }
  }

  private void show() {
    dirty = false;
    pictured = System.nanoTime();
    if (lab != null) {
      last = lab.view();
    }
    if (last != null) {
      picture = LabPictures.of(last, lab != null, types.get());
      changed.run();
    }
  }

  /** Ends the lab; returns when its thread is gone. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }
}
