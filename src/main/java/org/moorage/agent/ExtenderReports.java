package org.moorage.agent;

import java.util.List;
import org.moorage.agentlink.ExtenderReport;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.ExtendedPortCounters;
import org.moorage.protocol.pecsp.ExtenderInventory;

/** Port extenders in the words of REST and of the agent link. */
public final class ExtenderReports {

  private ExtenderReports() {}

  public static ExtenderReport of(ExtenderView view) {
    ExtenderInventory said = view.inventory();
    boolean led = view.stack().other().isPresent();
    return new ExtenderReport(
        view.cascade().value(),
        led ? "led" : !view.linkUp() ? "down" : view.name().isPresent() ? "heard" : "none",
        view.name().orElse(null),
        view.stack().other().map(other -> other.address().toString()).orElse(null),
        view.trouble().or(() -> view.stack().refused().map(Completion::words)).orElse(null),
        said.manufacturer(),
        said.model(),
        said.serial(),
        said.hardware(),
        said.software(),
        view.groups(),
        view.stack().dropped(),
        view.frameDrops(),
        ports(view));
  }

  private static List<ExtenderReport.Port> ports(ExtenderView view) {
    return view.ports().stream().map(ExtenderReports::port).toList();
  }

  private static ExtenderReport.Port port(ExtenderView.Port port) {
    ExtendedPortCounters counted =
        port.counted()
            .orElseGet(() -> new ExtendedPortCounters(port.said().number(), 0, 0, 0, 0, 0));
    return new ExtenderReport.Port(
        port.name().value(),
        port.said().number(),
        port.said().name(),
        port.channel().value(),
        port.said().up(),
        port.said().megabits(),
        counted.framesIn(),
        counted.octetsIn(),
        counted.framesOut(),
        counted.octetsOut(),
        counted.dropped());
  }
}
