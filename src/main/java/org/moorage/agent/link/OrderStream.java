package org.moorage.agent.link;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.moorage.agentlink.Order;
import tools.jackson.core.JacksonException;

/**
 * Reads the stream of orders (server-sent events, HTML standard, "Server-sent events"): {@code
 * event}, {@code data}; comments are heartbeats; whatever else there may be is skipped.
 */
final class OrderStream {

  /** A whole catalogue in one event, and then some. */
  private static final int MAX_EVENT = 256 << 20;

  private final InputStream in;
  private final Runnable heard;
  private final Consumer<Order> orders;
  private final StringBuilder data = new StringBuilder();
  private String event = "";

  /**
   * @param heard called with every line
   */
  OrderStream(InputStream in, Runnable heard, Consumer<Order> orders) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.heard = heard;
    this.orders = orders;
  }

  /** Reads until the stream ends. */
  void read() throws IOException {
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      heard.run();
      take(line.get());
    }
  }

  private void take(String line) throws IOException {
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    value = value.startsWith(" ") ? value.substring(1) : value;
    switch (field) {
      case "event" -> event = value;
      case "data" -> {
        if (data.length() + value.length() > MAX_EVENT) {
          throw new IOException("an event of more than " + MAX_EVENT + " characters");
        }
        data.append(data.isEmpty() ? "" : "\n").append(value);
      }
      default -> {
        // A comment, an id, or what a later version says.
      }
    }
  }

  private void dispatch() throws IOException {
    String name = event.toLowerCase(Locale.ROOT);
    String text = data.toString();
    event = "";
    data.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    try {
      switch (name) {
        case "snapshot" -> orders.accept(LinkJson.read(text, Order.Snapshot.class));
        case "change" -> orders.accept(LinkJson.read(text, Order.Change.class));
        case "capture" -> orders.accept(LinkJson.read(text, Order.Capture.class));
        case "stop" -> orders.accept(LinkJson.read(text, Order.Stop.class));
        case "withdraw" -> orders.accept(LinkJson.read(text, Order.Withdraw.class));
        default -> {
          // What a later version says.
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("an event \"" + name + "\" that this agent cannot read", e);
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int octet = in.read();
    if (octet < 0) {
      return Optional.empty();
    }
    while (octet >= 0 && octet != '\n') {
      if (line.size() > MAX_EVENT) {
        throw new IOException("a line of more than " + MAX_EVENT + " octets");
      }
      line.write(octet);
      octet = in.read();
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
