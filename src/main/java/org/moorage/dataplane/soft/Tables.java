package org.moorage.dataplane.soft;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.ControlSink;
import org.moorage.dataplane.SampleSink;
import org.moorage.edge.PortName;
import org.moorage.protocol.ethernet.VlanId;

/** What frames are looked up in. Read without a lock; changed under the lock of this object. */
final class Tables {

  final Map<PortName, SwitchPort> ports = new ConcurrentHashMap<>();

  /** Where samples go; null where nobody wants them. */
  volatile @Nullable SampleSink samples;

  /** Where control frames in E-channels go; null where nobody wants them. */
  volatile @Nullable ControlSink control;

  /** The mirrored vPorts that are there; null where there are none. */
  volatile SoftVPort @Nullable [] mirrored;

  final SwitchPort[] fabric;
  final int maxFrame;
  final MacTable macs = new MacTable();
  final FloodTable floods = new FloodTable();
  final OverlayTables overlay = new OverlayTables();
  final ProviderNeighbours neighbours;

  Tables(SoftSwitchSettings settings) {
    settings.stationPorts().forEach(name -> ports.put(name, new SwitchPort(name, true, 0)));
    fabric =
        settings.fabricPorts().stream()
            .map(port ->
                new SwitchPort(port.name(), false, port.untagged().map(VlanId::value).orElse(0)))
            .toArray(SwitchPort[]::new);
    for (SwitchPort port : fabric) {
      ports.put(port.name, port);
    }
    settings.cascadePorts().forEach(name -> ports.put(name, SwitchPort.ofCascade(name)));
    maxFrame = settings.maxFrame();
    neighbours = new ProviderNeighbours(overlay, fabric);
  }

  /**
   * One vPort takes the place of another, or of nothing, or goes. Key by key the newcomer is put
   * over the former before what only the former had is taken away.
   */
  synchronized void replace(List<Attachment> gone, List<Attachment> come) {
    come.forEach(attachment -> attachment.vPort.port.install(attachment));
    gone.forEach(attachment -> attachment.vPort.port.uninstall(attachment));
    List<Attachment> left = gone.stream().filter(each -> each.vPort.vsid == 0).toList();
    List<Attachment> arrived = come.stream().filter(each -> each.vPort.vsid == 0).toList();
    arrived.forEach(macs::pin);
    left.forEach(macs::unpin);
    left.stream().map(attachment -> attachment.vPort).distinct().forEach(macs::forgetBehind);
    floods.replace(left, arrived);
    overlay.replace(
        gone.stream().filter(each -> each.vPort.vsid != 0).toList(),
        come.stream().filter(each -> each.vPort.vsid != 0).toList());
  }

  synchronized void learn(
      long mac, int vlan, SwitchPort port, @Nullable Attachment attachment, long now) {
    if (attachment == null || port.find(0, attachment.vid) == attachment) {
      macs.learn(mac, vlan, port, attachment, now);
    }
  }

  synchronized void tagSeen(Attachment attachment) {
    if (attachment.sendsUntagged
        && attachment.vPort.port.find(attachment.mac, attachment.vid) == attachment) {
      floods.tagSeen(attachment);
    }
  }

  synchronized int learned() {
    return macs.learned();
  }

  /** Everything that was programmed, as text: two switches told the same say the same. */
  synchronized Map<String, String> describe() {
    Map<String, String> all = new TreeMap<>();
    ports.values().forEach(port -> port.describe(all));
    macs.describe(all);
    floods.describe(all);
    return all;
  }
}
