package org.moorage.manager.link;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.Order;
import org.moorage.manager.association.Withdrawals;
import org.moorage.manager.capture.CaptureOrders;
import org.moorage.manager.catalogue.CatalogueChanged;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams that are open, one for each edge.
 *
 * <p>Any thread.
 */
@Component
class EdgeStreams implements Withdrawals, CaptureOrders, SmartLifecycle {

  private final Map<UUID, EdgeStream> streams = new ConcurrentHashMap<>();
  private final JsonMapper mapper;
  private volatile boolean running;

  EdgeStreams(JsonMapper mapper, MeterRegistry metrics) {
    this.mapper = mapper;
    metrics.gaugeMapSize("moorage.streams", List.of(), streams);
  }

  /** Opens a stream; an older one of the same edge ends. */
  EdgeStream open(UUID edge) {
    EdgeStream stream = new EdgeStream(edge);
    EdgeStream older = streams.put(edge, stream);
    if (older != null) {
      older.end();
    }
    return stream;
  }

  void closed(EdgeStream stream) {
    streams.remove(stream.edge(), stream);
  }

  @Override
  public void order(UUID edge, Order.Withdraw withdraw) {
    hand(edge, withdraw);
  }

  @Override
  public boolean hand(UUID edge, Order order) {
    EdgeStream stream = streams.get(edge);
    if (stream != null) {
      stream.tell(event(order));
    }
    return stream != null;
  }

  @Override
  public void cutOff(UUID edge) {
    EdgeStream stream = streams.get(edge);
    if (stream != null) {
      stream.end();
    }
  }

  @EventListener
  void changed(CatalogueChanged changed) {
    String event = event(new Order.Change(changed.version()));
    streams.values().forEach(stream -> stream.tell(event));
  }

  /** An order as a server-sent event. */
  String event(Order order) {
    String json = "data: " + mapper.writeValueAsString(order) + "\n\n";
    return switch (order) {
      case Order.Snapshot snapshot -> "event: snapshot\nid: " + snapshot.revision() + "\n" + json;
      case Order.Change(CataloguedVersion version) ->
          "event: change\nid: " + version.revision() + "\n" + json;
      case Order.Withdraw withdraw -> "event: withdraw\n" + json;
      case Order.Capture capture -> "event: capture\n" + json;
      case Order.Stop stop -> "event: stop\n" + json;
    };
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the web server, which would wait for them. */
  @Override
  public void stop() {
    running = false;
    streams.values().forEach(EdgeStream::end);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
