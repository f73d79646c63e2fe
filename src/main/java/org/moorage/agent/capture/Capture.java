package org.moorage.agent.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.MirrorSink;
import org.moorage.edge.VPortId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureWriter;
import org.moorage.protocol.capture.CapturedFrame;

/**
 * One capture of a vPort: the threads that forward hand copies over and go on, a thread of its own
 * writes them down as pcapng, in which each frame says its direction and why it was dropped.
 *
 * <p>What comes faster than it is written is counted and left out; the end of the file says how
 * many those were.
 */
public final class Capture implements MirrorSink {

  /** Frames on their way to the file. */
  static final int MAX_WAITING = 4_096;

  /** Octets of those. */
  static final int MAX_WAITING_OCTETS = 4 << 20;

  private static final int POLL_MILLIS = 100;

  /** What a packet block has beside the frame: header, padding, comment and flags. */
  private static final int PACKET_OVERHEAD = 56;

  private record Seen(
      boolean fromVm, @Nullable DropReason dropped, Instant at, Octets kept, int length) {}

  private final String id;
  private final VPortId vPort;
  private final CaptureTerms terms;
  private final InstantSource clock;
  private final Instant started;
  private final CaptureFile file = new CaptureFile();
  private final BlockingQueue<Seen> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicInteger waitingOctets = new AtomicInteger();
  private final AtomicLong missing = new AtomicLong();
  private final CompletableFuture<Capture> whole = new CompletableFuture<>();

  /** Why no more is taken: {@code time}, {@code stopped} and so on; the first reason stays. */
  private volatile @Nullable String ended;

  /** No room for the next frame, so none for those behind it; the writing thread's. */
  private boolean full;

  private final AtomicLong frames = new AtomicLong();
  private volatile int size;

  Capture(String id, VPortId vPort, CaptureTerms terms, InstantSource clock) {
    this.id = id;
    this.vPort = vPort;
    this.terms = terms;
    this.clock = clock;
    started = clock.instant();
  }

  /** Begins to write; {@code over} is called once nothing more is taken. */
  void start(Runnable over) {
    Thread.ofPlatform().name("capture-" + id).daemon(true).start(() -> run(over));
  }

  @Override
  public void mirrored(boolean fromVm, @Nullable DropReason dropped, byte[] frame, int length) {
    if (ended != null) {
      return;
    }
    int kept = Math.min(length, terms.snapshot());
    if (waitingOctets.get() + kept > MAX_WAITING_OCTETS
        || !waiting.offer(
            new Seen(fromVm, dropped, clock.instant(), Octets.copyOf(frame, 0, kept), length))) {
      missing.incrementAndGet();
    } else {
      waitingOctets.addAndGet(kept);
    }
  }

  @Override
  public void vPortGone() {
    end("vport-gone");
  }

  /** What was taken so far is kept. */
  public void stop() {
    end("stopped");
  }

  private synchronized void end(String why) {
    if (ended == null) {
      ended = why;
    }
  }

  private void run(Runnable over) {
    try {
      CaptureWriter writer =
          CaptureWriter.pcapng(
              file,
              "Moorage",
              "vPort " + vPort,
              "direction " + terms.direction() + (terms.dropped() ? ", dropped too" : ""),
              terms.snapshot());
      size = file.size();
      Instant until = started.plusSeconds(terms.seconds());
      while (ended == null) {
        Duration left = Duration.between(clock.instant(), until);
        if (!left.isPositive()) {
          end("time");
        } else {
          write(
              writer,
              waiting.poll(Math.min(left.toMillis() + 1, POLL_MILLIS), TimeUnit.MILLISECONDS));
        }
      }
      over.run();
      for (Seen seen = waiting.poll(); seen != null; seen = waiting.poll()) {
        write(writer, seen);
      }
      long left = missing.get();
      writer.statistics(
          clock.instant(),
          frames.get() + left,
          left,
          left + " frames came too fast and are not here");
      size = file.size();
      whole.complete(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a file in memory
    } catch (InterruptedException e) {
      over.run();
      whole.cancel(false);
    }
  }

  private void write(CaptureWriter writer, @Nullable Seen seen) throws IOException {
    if (seen == null) {
      return;
    }
    waitingOctets.addAndGet(-seen.kept().size());
    String comment = comment(seen);
    int room = terms.octets() - CaptureWriter.MAX_STATISTICS - file.size();
    if (frames.get() == terms.frames() || full) {
      return;
    }
    if (seen.kept().size() + comment.length() + PACKET_OVERHEAD > room) {
      full = true;
      end("octets");
      return;
    }
    CapturedFrame frame = new CapturedFrame(seen.at(), seen.kept(), seen.length());
    writer.write(
        frame,
        seen.fromVm() ? CaptureWriter.Direction.INBOUND : CaptureWriter.Direction.OUTBOUND,
        comment);
    size = file.size();
    if (frames.incrementAndGet() == terms.frames()) {
      end("frames");
    }
  }

  private static String comment(Seen seen) {
    String way = seen.fromVm() ? "from the VM" : "to the VM";
    DropReason dropped = seen.dropped();
    return dropped == null
        ? way
        : way + ", dropped: " + dropped.label() + " (" + dropped.sentence() + ")";
  }

  public String id() {
    return id;
  }

  public VPortId vPort() {
    return vPort;
  }

  CaptureTerms terms() {
    return terms;
  }

  Instant started() {
    return started;
  }

  /** Completed once the file is whole. */
  public CompletableFuture<Capture> whole() {
    return whole;
  }

  public boolean isRunning() {
    return !whole.isDone();
  }

  /** How it is. */
  public CaptureReport report() {
    boolean running = isRunning();
    long left = Duration.between(clock.instant(), started.plusSeconds(terms.seconds())).toMillis();
    return new CaptureReport(
        id,
        vPort.toString(),
        running ? CaptureReport.RUNNING : CaptureReport.DONE,
        frames.get(),
        size,
        missing.get(),
        running ? Math.clamp((left + 999) / 1_000, 0, terms.seconds()) : 0,
        running ? null : ended,
        null);
  }

  /** Octets of the file. */
  public int size() {
    return size;
  }

  /** The file, once it is whole. */
  public void copyTo(OutputStream out) throws IOException {
    if (isRunning()) {
      throw new IllegalStateException("capture " + id + " still runs");
    }
    file.copyTo(out);
  }
}
