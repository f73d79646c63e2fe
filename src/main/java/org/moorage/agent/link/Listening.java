package org.moorage.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.Order;

/** The stream of orders that is open, and the thread that reads it. */
final class Listening implements AutoCloseable {

  private final InputStream stream;
  private final Runnable heard;
  private final Consumer<Order> orders;
  private final InstantSource clock;
  private volatile Instant heardAt;
  private volatile @Nullable String ended;

  Listening(InputStream stream, Runnable heard, Consumer<Order> orders, InstantSource clock) {
    this.stream = stream;
    this.heard = heard;
    this.orders = orders;
    this.clock = clock;
    heardAt = clock.instant();
  }

  void start() {
    Thread.ofPlatform().name("orders").daemon(true).start(this::read);
  }

  private void read() {
    try {
      new OrderStream(stream, this::heardNow, orders).read();
      ended = "the stream of orders was ended";
    } catch (IOException | RuntimeException e) {
      ended = "the stream of orders broke (" + e.getMessage() + ")";
    }
  }

  private void heardNow() {
    heardAt = clock.instant();
    heard.run();
  }

  /**
   * @param silence after which it counts as broken
   * @throws LinkTrouble where it is
   */
  void check(Duration silence, String url) throws LinkTrouble {
    String why = ended;
    if (why == null && clock.instant().isAfter(heardAt.plus(silence))) {
      why = "nothing was heard for " + silence.toSeconds() + " s";
    }
    if (why != null) {
      throw new LinkTrouble(
          LinkTrouble.Kind.BROKEN, "the link to the manager at " + url + " broke: " + why);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }
}
