package org.moorage.dataplane;

/** Takes samples; called by the threads that forward, so it must not wait. */
@FunctionalInterface
public interface SampleSink {

  void sampled(FrameSample sample);
}
