package org.moorage.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;
import org.moorage.protocol.Octets;

/**
 * What drives an {@link EdgeAgent}: one thread at a time. Others give it frames, tasks and
 * questions; each port has a queue of its own, so that a port that floods takes nothing from the
 * others.
 *
 * <p>While nobody is at work, the thread that brought a frame takes the step itself: waking another
 * thread costs more than the acknowledgement it would send.
 */
public final class AgentLoop implements AutoCloseable, DrivenAgent {

  /** A burst of control frames while one request is being programmed; more is a flood. */
  static final int MAX_FRAMES = 1_024;

  /** Questions, link changes and the like that wait. */
  private static final int MAX_TASKS = 256;

  /** Frames of one port before the next port has its turn. */
  private static final int FRAMES_AT_A_TURN = 16;

  /** How often the agent is told the time though nothing is due: its journal may want something. */
  private static final Duration TICK = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A step takes milliseconds; a process that is told to end does so within a second. */
  private static final Duration LAST_STEP = Duration.ofMillis(800);

  /** One port's frames on their way to the loop. */
  private final class Inbox implements FrameReceiver {

    private final PortName port;
    private final ArrayBlockingQueue<Octets> frames = new ArrayBlockingQueue<>(MAX_FRAMES);
    private final AtomicLong dropped = new AtomicLong();
    private final BiConsumer<EdgeAgent, FramePortException> stopped;

    Inbox(PortName port, BiConsumer<EdgeAgent, FramePortException> stopped) {
      this.port = port;
      this.stopped = stopped;
    }

    @Override
    public void received(byte[] frame, int length) {
      Octets octets = Octets.copyOf(frame, 0, length);
      if (!takenHere(this, octets)) {
        wake();
      }
    }

    private void queue(Octets frame) {
      if (!frames.offer(frame)) {
        dropped.incrementAndGet();
      }
    }

    @Override
    public void stopped(FramePortException why) {
      post(agent -> stopped.accept(agent, why));
    }
  }

  /** Something to do with the agent, on its thread. */
  @FunctionalInterface
  public interface Task {
    void on(EdgeAgent agent);
  }

  private final EdgeAgent agent;
  private final InstantSource clock;
  private final Thread.UncaughtExceptionHandler onDefect;
  private final List<Inbox> inboxes = new ArrayList<>();
  private final ArrayBlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MAX_TASKS);
  private final Thread thread;

  /** Whoever holds it drives the agent. */
  private final ReentrantLock driving = new ReentrantLock();

  private volatile boolean closing;
  private volatile boolean started;

  /** Until when the loop rests; null while it works. */
  private volatile @Nullable Instant restingUntil;

  /**
   * @param clock must not go backwards
   * @param onDefect told when the loop itself ends by a defect: the process should end too
   */
  public AgentLoop(EdgeAgent agent, InstantSource clock, Thread.UncaughtExceptionHandler onDefect) {
    this.agent = agent;
    this.clock = clock;
    this.onDefect = onDefect;
    thread = Thread.ofPlatform().name("agent").unstarted(this::run);
  }

  /**
   * Where a port's frames go; only before {@link #start}. A port may have several, so that what
   * floods the one does not fill the other.
   *
   * @param stopped called on the loop's thread when the port has stopped reading
   */
  public FrameReceiver inbox(PortName port, BiConsumer<EdgeAgent, FramePortException> stopped) {
    Inbox inbox = new Inbox(port, stopped);
    inboxes.add(inbox);
    return inbox;
  }

  /**
   * The same for frames brought by threads that forward others: they leave the agent's step to the
   * loop.
   */
  public FrameReceiver waitingInbox(PortName port) {
    Inbox inbox = new Inbox(port, (stopped, why) -> {});
    inboxes.add(inbox);
    return (frame, length) -> {
      inbox.queue(Octets.copyOf(frame, 0, length));
      wake();
    };
  }

  /** Starts the agent on the loop's thread and returns when what it held is programmed. */
  public void start() throws InterruptedException {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    thread.setUncaughtExceptionHandler((dying, defect) -> {
      started.completeExceptionally(defect);
      onDefect.uncaughtException(dying, defect);
    });
    tasks.add(any -> {
      any.start(clock.instant());
      started.complete(true);
    });
    thread.start();
    try {
      started.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent did not start", e.getCause());
    }
  }

  @Override
  public boolean post(Task task) {
    boolean taken = tasks.offer(task);
    wake();
    return taken;
  }

  @Override
  public <T> T ask(Function<AgentViews, T> question) throws TimeoutException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Task task =
        asked -> {
          try {
            answer.complete(question.apply(asked.views()));
          } catch (RuntimeException defect) {
            answer.completeExceptionally(defect);
          }
        };
    if (closing || !post(task)) {
      throw new TimeoutException("too many questions wait");
    }
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the question could not be answered", e.getCause());
    }
  }

  /** Control frames of a port that were dropped because it flooded. */
  public long overflow(PortName port) {
    return inboxes.stream()
        .filter(inbox -> inbox.port.equals(port))
        .mapToLong(inbox -> inbox.dropped.get())
        .sum();
  }

  /** Ends the loop after the step it is in. */
  @Override
  public void close() {
    closing = true;
    wake();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(LAST_STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Instant tick = clock.instant();
    while (!closing) {
      Instant until;
      driving.lock();
      try {
        boolean worked = takeFrames();
        worked |= takeTasks();
        started = true;
        Instant now = clock.instant();
        boolean due = agent.deadline().filter(at -> !now.isBefore(at)).isPresent();
        if (due || !now.isBefore(tick)) {
          agent.advance(now);
          tick = now.plus(TICK);
          worked = true;
        }
        Instant next = tick;
        until = worked ? now : agent.deadline().filter(at -> at.isBefore(next)).orElse(next);
        restingUntil = until;
      } finally {
        driving.unlock();
      }
      rest(until);
    }
  }

  /**
   * Takes the step on the thread that brought the frame; false where the loop has to be woken:
   * another is at work or the agent has not started, more frames wait, or something is due earlier.
   */
  private boolean takenHere(Inbox inbox, Octets frame) {
    if (!started || closing || !driving.tryLock()) {
      inbox.queue(frame);
      return false;
    }
    try {
      if (inbox.frames.isEmpty()) {
        agent.receive(inbox.port, frame, clock.instant());
      } else {
        inbox.queue(frame);
        takeFrames();
      }
      Instant until = restingUntil;
      if (!nothingArrived()) {
        return false;
      }
      return until == null || agent.deadline().filter(at -> at.isBefore(until)).isEmpty();
    } finally {
      driving.unlock();
    }
  }

  private boolean takeFrames() {
    boolean any = false;
    for (Inbox each : inboxes) {
      for (int i = 0; i < FRAMES_AT_A_TURN; i++) {
        Octets frame = each.frames.poll();
        if (frame == null) {
          break;
        }
        any = true;
        agent.receive(each.port, frame, clock.instant());
      }
    }
    return any;
  }

  private boolean takeTasks() {
    boolean any = false;
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      any = true;
      takeFrames(); // those that were there before the task
      task.on(agent);
    }
    return any;
  }

  /** Waits until then, or for somebody to wake it. */
  private void rest(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    if (left.isPositive() && !closing && tasks.isEmpty() && nothingArrived()) {
      LockSupport.parkNanos(this, left.toNanos());
    }
    restingUntil = null;
  }

  private boolean nothingArrived() {
    for (Inbox inbox : inboxes) {
      if (!inbox.frames.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void wake() {
    LockSupport.unpark(thread);
  }
}
