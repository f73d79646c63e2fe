package org.moorage.dataplane.soft;

import org.moorage.dataplane.MirrorSink;
import org.moorage.dataplane.MirrorTerms;

/** Where copies of a vPort's frames go. */
sealed interface Tap {

  MirrorTerms which();

  /** To a mirror port. */
  record ToPort(MirrorTerms which, SwitchPort port) implements Tap {}

  /** To whoever looks at them. */
  record ToSink(MirrorTerms which, MirrorSink sink) implements Tap {}
}
