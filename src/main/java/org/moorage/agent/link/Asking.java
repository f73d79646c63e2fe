package org.moorage.agent.link;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentLoop;
import org.moorage.agent.TypeQuestion;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.Resolve;
import org.moorage.profile.Lookup;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** Asks a manager what types are, each only once at a time. */
final class Asking implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 1_024;
  private static final int IDLE_SECONDS = 30;

  /** What posting the answer and programming the switch may take of the time there is. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private record Kind(VsiTypeId type, VsiTypeVersion version) {}

  private final CachedCatalogue catalogue;
  private final InstantSource clock;
  private final Set<Kind> inFlight = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;

  Asking(CachedCatalogue catalogue, InstantSource clock) {
    this.catalogue = catalogue;
    this.clock = clock;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("ask-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Never waits; one that is asked already, or one too many, is not asked: its station is answered
   * when its time is up.
   *
   * @param door null while no manager is there
   * @param trouble why none is
   */
  void ask(
      TypeQuestion question,
      @Nullable ManagerDoor door,
      @Nullable String trouble,
      Consumer<AgentLoop.Task> loop) {
    Kind kind = new Kind(question.type(), question.version());
    if (!inFlight.add(kind)) {
      return;
    }
    try {
      threads.execute(() -> {
        Lookup answer = door == null ? unreachable(kind, trouble) : answer(question, kind, door);
        inFlight.remove(kind);
        loop.accept(agent -> agent.resolved(kind.type(), kind.version(), answer, clock.instant()));
      });
    } catch (RejectedExecutionException tooMany) {
      inFlight.remove(kind);
    }
  }

  private Lookup answer(TypeQuestion question, Kind kind, ManagerDoor door) {
    Duration left = Duration.between(clock.instant(), question.answerBy()).minus(MARGIN);
    if (!left.isPositive()) {
      return unreachable(kind, "there was no time left to ask the manager");
    }
    try {
      CataloguedVersion version =
          door.resolve(new Resolve(kind.type().value(), kind.version().value()), left);
      if (version.typeId() != kind.type().value() || version.version() != kind.version().value()) {
        return unreachable(kind, "the manager answered about another type");
      }
      catalogue.learn(version);
      return catalogue.find(kind.type(), kind.version());
    } catch (LinkTrouble refused) {
      return switch (refused.kind()) {
        case NOT_FOUND ->
            new Lookup.Denied(
                kind.type(),
                kind.version(),
                refused.sentence(),
                "let the station ask for a released version, or release this one");
        case BROKEN, LATER, UNACCEPTABLE -> unreachable(kind, refused.sentence());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unreachable(kind, "the agent is ending");
    }
  }

  private static Lookup unreachable(Kind kind, @Nullable String trouble) {
    return new Lookup.Unreachable(
        kind.type(), kind.version(), trouble == null ? "no manager is connected yet" : trouble);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
