package org.moorage.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortId;

/**
 * Mirrors nothing by itself: a test says what frames there are. Has one mirror port, {@code m1}.
 */
public final class RecordingMirrors implements Mirroring {

  public static final PortName PROBE = new PortName("m1");

  private record Tapped(VPortId vPort, MirrorTerms which, MirrorSink sink) {}

  private final List<Mirror> mirrors = new ArrayList<>();
  private final List<Tapped> taps = new ArrayList<>();
  private @Nullable String obstacle;

  /** From now on nothing can be mirrored or tapped, for this reason. */
  public synchronized void refuseWith(String sentence) {
    obstacle = sentence;
  }

  /** A frame passes the vPort, or is dropped there. */
  public void pass(VPortId vPort, boolean fromVm, @Nullable DropReason dropped, byte[] frame) {
    for (Tapped tap : tapped()) {
      if (tap.vPort().equals(vPort) && tap.which().takes(fromVm, dropped != null)) {
        tap.sink().mirrored(fromVm, dropped, frame, frame.length);
      }
    }
  }

  /** The vPort goes. */
  public void gone(VPortId vPort) {
    for (Tapped tap : tapped()) {
      if (tap.vPort().equals(vPort)) {
        tap.sink().vPortGone();
      }
    }
  }

  /** How many look. */
  public int taps() {
    return tapped().size();
  }

  private synchronized List<Tapped> tapped() {
    return List.copyOf(taps);
  }

  @Override
  public Set<PortName> mirrorPorts() {
    return Set.of(PROBE);
  }

  @Override
  public synchronized Optional<String> mirror(VPortId vPort, MirrorTerms which, PortName to) {
    if (obstacle == null) {
      mirrors.removeIf(mirror -> mirror.vPort().equals(vPort));
      mirrors.add(new Mirror(vPort, which, to));
    }
    return Optional.ofNullable(obstacle);
  }

  @Override
  public synchronized boolean unmirror(VPortId vPort, PortName to) {
    return mirrors.removeIf(mirror -> mirror.vPort().equals(vPort) && mirror.to().equals(to));
  }

  @Override
  public synchronized List<Mirror> mirrors() {
    return List.copyOf(mirrors);
  }

  @Override
  public synchronized Optional<String> tap(VPortId vPort, MirrorTerms which, MirrorSink to) {
    if (obstacle == null) {
      taps.add(new Tapped(vPort, which, to));
    }
    return Optional.ofNullable(obstacle);
  }

  @Override
  public synchronized void untap(VPortId vPort, MirrorSink from) {
    taps.removeIf(tap -> tap.sink().equals(from));
  }
}
