package org.moorage.app;

import org.moorage.dataplane.FrameSink;
import org.moorage.dataplane.soft.Intake;
import org.moorage.extender.ExtenderIntake;

/** What becomes of the frames of one interface; used by its reading thread alone. */
interface Taking {

  /**
   * @param length octets of it that are the frame, without FCS
   * @param nanos when it came, by a clock that runs at the speed of time
   * @param out takes what is sent on before this returns
   */
  void take(byte[] frame, int length, long nanos, FrameSink out);

  /** No more frames are in hand. */
  void paused();

  /** The soft switch. */
  static Taking of(Intake intake) {
    return new Taking() {
      @Override
      public void take(byte[] frame, int length, long nanos, FrameSink out) {
        intake.receive(frame, length, nanos, out);
      }

      @Override
      public void paused() {
        intake.paused();
      }
    };
  }

  /** A port extender. */
  static Taking of(ExtenderIntake intake) {
    return new Taking() {
      @Override
      public void take(byte[] frame, int length, long nanos, FrameSink out) {
        intake.receive(frame, length, out);
      }

      @Override
      public void paused() {
        // Nothing is put off.
      }
    };
  }
}
