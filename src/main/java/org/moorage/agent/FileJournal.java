package org.moorage.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.vdp.VsiId;

/**
 * A journal in a file, see {@link JournalRecords}.
 *
 * <p>{@link #held} and {@link #released} only put a record into a queue. A thread of its own takes
 * whole batches from it, hands each to the system at once, which survives the end of this process,
 * and forces the disk every {@value #FORCE_MILLIS} ms, which survives a power cut. A batch the disk
 * does not take is cut off again, so that nothing stands there in half; what was lost is asked for
 * again with {@link #wantsEverything()} once the disk takes something.
 *
 * <p>The file is written anew, beside the old one, when most of it is about the past.
 */
public final class FileJournal implements AgentJournal, AutoCloseable {

  static final String FILE = "vsis.journal";

  /** How much a power cut can take with it. The wire tells it again within a keepalive. */
  static final int FORCE_MILLIS = 200;

  /** Two storms of a full port. Beyond it the disk is not keeping up, and says so. */
  private static final int MAX_QUEUE = 131_072;

  private static final int MAX_BATCH = 4_096;

  /** Smaller files are left alone however old their records are. */
  private static final long COMPACT_FROM = 4 << 20;

  /** How many times what is live a file may be. */
  private static final int COMPACT_FACTOR = 4;

  /** More than a port full of VSIs in each of 64 ports; larger is not a journal of ours. */
  private static final long MAX_FILE = 1L << 30;

  /** A record to write, or a place in the queue somebody waits for. */
  private sealed interface Task {
    record Write(Octets record) implements Task {}

    record Reached(CountDownLatch latch) implements Task {}
  }

  private final Path file;
  private final LongSupplier nanos;
  private List<Kept> kept;
  private final int damaged;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicBoolean wantsEverything = new AtomicBoolean();
  private final Thread writer;
  private volatile @Nullable String trouble;
  private volatile boolean closing;
  private @Nullable FileChannel channel;
  private long size;
  private long live;
  private long compactFrom = COMPACT_FROM;
  private boolean unforced;

  private FileJournal(Path file, JournalRecords.Reading reading, long size, LongSupplier nanos) {
    this.file = file;
    this.nanos = nanos;
    this.size = size;
    kept = reading.kept();
    damaged = reading.damaged();
    live = JournalRecords.sizeOf(reading.live());
    writer = Thread.ofPlatform().name("journal").daemon(true).unstarted(this::write);
  }

  /**
   * Reads the journal of a directory, or begins one, and starts writing.
   *
   * @param nanos as {@link System#nanoTime}, to know when the disk is to be forced
   * @throws IOException when there is a journal that cannot be read
   */
  public static FileJournal open(Path directory, LongSupplier nanos) throws IOException {
    Path file = directory.resolve(FILE);
    Octets content = read(file);
    FileJournal journal =
        new FileJournal(file, JournalRecords.read(content), content.size(), nanos);
    journal.writer.start();
    return journal;
  }

  /** What is in the file; nothing where there is none yet. */
  private static Octets read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > MAX_FILE) {
        throw new IOException(file + " is larger than 1 GiB; move it away");
      }
      return Octets.of(in.readNBytes((int) size));
    } catch (NoSuchFileException firstStart) {
      return Octets.EMPTY;
    }
  }

  @Override
  public List<Kept> kept() {
    List<Kept> handedOver = kept;
    kept = List.of();
    return handedOver;
  }

  /** Octets of the file that were no records when it was opened. */
  public int damaged() {
    return damaged;
  }

  @Override
  public void held(Kept vsi) {
    add(JournalRecords.held(vsi));
  }

  @Override
  public void released(PortName port, VsiId vsi) {
    add(JournalRecords.released(port, vsi));
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public boolean wantsEverything() {
    return wantsEverything.getAndSet(false);
  }

  /** Writes what is queued, forces the disk, ends the thread. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until everything before this call was written or given up. */
  void settle() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    queue.put(new Task.Reached(reached));
    reached.await();
  }

  private void add(Octets record) {
    if (!queue.offer(new Task.Write(record))) {
      lost.set(true);
      trouble =
          "the disk below " + file + " is too slow to remember every VSI; see what keeps it busy";
    }
  }

  private void write() {
    List<Task> batch = new ArrayList<>(MAX_BATCH);
    long forcedAt = nanos.getAsLong();
    while (!closing || !queue.isEmpty()) {
      try {
        Task first = queue.poll(FORCE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MAX_BATCH - 1);
        }
      } catch (InterruptedException e) {
        closing = true;
      }
      if (!batch.isEmpty() || trouble != null) {
        write(batch);
      }
      if (unforced && nanos.getAsLong() - forcedAt > TimeUnit.MILLISECONDS.toNanos(FORCE_MILLIS)) {
        force();
        forcedAt = nanos.getAsLong();
      }
      answer(batch);
      batch.clear();
    }
    force();
    shut();
  }

  /** One batch, whole or not at all; an empty one tries whether the disk takes anything again. */
  private void write(List<Task> batch) {
    ByteBuffer bytes = together(batch);
    if (!bytes.hasRemaining() && trouble == null) {
      return;
    }
    ByteBuffer toWrite =
        bytes.hasRemaining() ? bytes : ByteBuffer.wrap(JournalRecords.nothing().toArray());
    int length = toWrite.remaining();
    try {
      FileChannel out = opened();
      out.position(size);
      DurableFiles.writeFully(out, toWrite);
      size += length;
      unforced = true;
      trouble = null;
      if (lost.getAndSet(false)) {
        wantsEverything.set(true);
      }
      if (size > compactFrom && size > COMPACT_FACTOR * live) {
        tryToCompact();
      }
    } catch (IOException e) {
      lost.set(true);
      trouble =
          "what this edge holds cannot be written to "
              + file
              + " ("
              + e.getMessage()
              + "); VSIs go on, but a restart would not know them: make room or mend the disk";
      cutOff();
    }
  }

  private static ByteBuffer together(List<Task> batch) {
    int total = 0;
    for (Task task : batch) {
      total += task instanceof Task.Write(Octets record) ? record.size() : 0;
    }
    byte[] bytes = new byte[total];
    int at = 0;
    for (Task task : batch) {
      if (task instanceof Task.Write(Octets record)) {
        record.copyTo(bytes, at);
        at += record.size();
      }
    }
    return ByteBuffer.wrap(bytes);
  }

  private static void answer(List<Task> batch) {
    for (Task task : batch) {
      if (task instanceof Task.Reached(CountDownLatch latch)) {
        latch.countDown();
      }
    }
  }

  /** Too little room for a second file is no loss: it is tried again when this one has doubled. */
  private void tryToCompact() {
    try {
      compact();
    } catch (IOException e) {
      compactFrom = 2 * size;
    }
  }

  /** Rewrites the file with what is live only. */
  private void compact() throws IOException {
    Collection<Octets> records = JournalRecords.live(read(file));
    live = JournalRecords.sizeOf(records);
    if (size <= COMPACT_FACTOR * live) {
      return;
    }
    byte[] content = new byte[(int) live];
    int at = 0;
    for (Octets record : records) {
      record.copyTo(content, at);
      at += record.size();
    }
    shut();
    DurableFiles.replace(file, content);
    size = content.length;
    unforced = false;
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = open;
    }
    return open;
  }

  /** Leaves the file as it was before the batch that failed, as far as the system lets us. */
  private void cutOff() {
    try {
      if (channel != null) {
        channel.truncate(size);
      }
    } catch (IOException e) {
      // What stays is skipped when the file is read.
    }
    shut();
  }

  private void force() {
    try {
      if (channel != null && unforced) {
        channel.force(false);
      }
      unforced = false;
    } catch (IOException e) {
      trouble = "the disk below " + file + " reports an error (" + e.getMessage() + "); mend it";
    }
  }

  private void shut() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing is lost by it: what was written was written.
    }
    channel = null;
  }
}
