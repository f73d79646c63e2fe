package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.MirrorSink;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.soft.FloodTable.FloodGroup;
import org.moorage.edge.PortName;

/** Makes the copies of a mirrored vPort's frames; one for each {@link FramePath}. */
final class FrameCopies implements FrameSink {

  private final FrameView frame;
  private final OutgoingFrame outgoing;

  // Of the copy that is being made for somebody who looks at it.
  private @Nullable MirrorSink looking;
  private @Nullable DropReason dropped;

  FrameCopies(FrameView frame, OutgoingFrame outgoing) {
    this.frame = frame;
    this.outgoing = outgoing;
  }

  /** What the VM sent, before it is marked. */
  void fromVm(Tap[] taps, int network, @Nullable DropReason refused, @Nullable FrameSink out) {
    for (Tap tap : taps) {
      if (tap.which().takes(true, refused != null)) {
        switch (tap) {
          case Tap.ToSink(MirrorTerms which, MirrorSink sink) ->
              sink.mirrored(true, refused, frame.bytes, frame.length);
          case Tap.ToPort(MirrorTerms which, SwitchPort port) -> {
            if (out != null) {
              outgoing.begin(frame, frame.priorityBits(), -1);
              outgoing.send(port, network, out);
            }
          }
        }
      }
    }
  }

  /** What goes to the VM, as its link gets it, or would have. */
  void toVm(Tap[] taps, Attachment to, @Nullable DropReason refused, @Nullable FrameSink out) {
    for (Tap tap : taps) {
      if (tap.which().takes(false, refused != null)) {
        switch (tap) {
          case Tap.ToSink(MirrorTerms which, MirrorSink sink) -> {
            looking = sink;
            dropped = refused;
            outgoing.send(to.vPort.port, to.sendsUntagged ? 0 : to.vid, this);
          }
          case Tap.ToPort(MirrorTerms which, SwitchPort port) -> {
            if (out != null) {
              outgoing.send(port, to.network, out);
            }
          }
        }
      }
    }
  }

  /** A copy for a group that is too large to ask each member: those of it that are mirrored. */
  void crowd(
      SoftVPort[] mirrored,
      FloodGroup group,
      @Nullable Attachment source,
      @Nullable FrameSink out) {
    for (SoftVPort vPort : mirrored) {
      Tap[] taps = vPort.taps;
      boolean itself = source != null && source.vPort == vPort;
      if (taps == null || itself || !vPort.plan.forwarding()) {
        continue;
      }
      for (Attachment member : vPort.attachments) {
        if (group.isFor(member)) {
          boolean permits = vPort.terms.toVm.permits(vPort.terms.toVm.decide(frame));
          if (permits || !frame.isReverseArp()) {
            toVm(taps, member, permits ? null : DropReason.DENIED, out);
          }
        }
      }
    }
  }

  @Override
  public void send(PortName link, byte[] copy, int length) {
    MirrorSink sink = looking;
    if (sink != null) {
      sink.mirrored(false, dropped, copy, length);
    }
  }
}
