package org.moorage.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.AgentReports;
import org.moorage.agent.DurableFiles;
import org.moorage.agent.Story;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.protocol.Octets;

/**
 * Events on their way to a manager, kept in a file until it has said that it keeps them, so that
 * neither a broken link nor the end of this process loses any. Those of an earlier start of the
 * agent come first.
 *
 * <p>{@link #add} only puts an event into a queue; a thread of its own makes JSON of it, writes
 * whole batches and hands each to the system at once. While the disk takes nothing, events stay in
 * memory and {@link #trouble} says so; once it takes something again the file is written anew.
 *
 * <p>Any thread may call.
 */
public final class EventSpool implements AutoCloseable {

  static final String FILE = "events.spool";

  /** Beyond it only the newest state of each VSI is kept. */
  static final long MAX_OCTETS = 64 << 20;

  private static final long MAX_BATCH_OCTETS = 4 << 20;

  /** Two storms of a full port on their way to the thread that writes them. */
  private static final int MAX_QUEUE = 131_072;

  private static final int AT_ONCE = 4_096;
  private static final int POLL_MILLIS = 200;
  private static final long COMPACT_FROM = 4 << 20;
  private static final int COMPACT_FACTOR = 4;
  private static final long MAX_FILE = 1L << 29;

  private sealed interface Task {
    record Add(Numbered<AgentEvent> event, @Nullable Story story) implements Task {}

    record Reached(CountDownLatch latch) implements Task {}
  }

  private final Path file;
  private final LongSupplier nanos;
  private final int damaged;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private final AtomicBoolean forgot = new AtomicBoolean();
  private final Thread writer;
  private final Semaphore arrived = new Semaphore(0);
  private final Object lock = new Object();

  /** Guarded by the lock, as is what was acknowledged. */
  private final Backlog backlog;

  private @Nullable Octets acknowledged;
  private volatile @Nullable String trouble;
  private volatile boolean closing;
  private @Nullable FileChannel channel;
  private long size;
  private boolean stale;
  private long refusedAt;

  private EventSpool(
      Path file, SpoolRecords.Reading reading, long size, long maxOctets, LongSupplier nanos) {
    this.file = file;
    this.nanos = nanos;
    this.size = size;
    damaged = reading.damaged();
    stale = damaged > 0;
    backlog = new Backlog(maxOctets, LinkJson::withoutStory);
    reading.events().forEach(backlog::add);
    writer = Thread.ofPlatform().name("spool").daemon(true).unstarted(this::write);
  }

  /**
   * Reads what an earlier start left, and starts writing.
   *
   * @param nanos as {@link System#nanoTime}: how often a disk that refuses is tried again
   * @throws IOException when there is a file that cannot be read
   */
  public static EventSpool open(Path directory, LongSupplier nanos) throws IOException {
    return open(directory, MAX_OCTETS, nanos);
  }

  static EventSpool open(Path directory, long maxOctets, LongSupplier nanos) throws IOException {
    Path file = directory.resolve(FILE);
    Octets content = read(file);
    EventSpool spool =
        new EventSpool(file, SpoolRecords.read(content), content.size(), maxOctets, nanos);
    spool.writer.start();
    return spool;
  }

  private static Octets read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_FILE) {
        throw new IOException(file + " is larger than 512 MiB; move it away");
      }
      return Octets.of(in.readAllBytes());
    } catch (NoSuchFileException firstStart) {
      return Octets.EMPTY;
    }
  }

  /** Octets of the file that were no records when it was opened. */
  public int damaged() {
    return damaged;
  }

  /** Takes an event; never waits. */
  public void add(Numbered<AgentEvent> event, @Nullable Story story) {
    if (!queue.offer(new Task.Add(event, story))) {
      forgot.set(true);
    }
  }

  /** The oldest events, all of one epoch; none when a manager keeps them all. */
  List<SpooledEvent> batch(int most) {
    synchronized (lock) {
      return backlog.batch(most, MAX_BATCH_OCTETS);
    }
  }

  /** The manager keeps everything of this epoch up to this number. */
  void acknowledged(long epoch, long sequence) {
    synchronized (lock) {
      backlog.acknowledge(epoch, sequence);
      acknowledged = SpoolRecords.kept(epoch, sequence);
    }
  }

  /** Events not yet kept by a manager. */
  public long waiting() {
    synchronized (lock) {
      return backlog.size() + (long) queue.size();
    }
  }

  /** Waits until there is something to send, at most so long. */
  void await(long millis) throws InterruptedException {
    arrived.drainPermits();
    if (waiting() == 0) {
      arrived.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }
  }

  /** True once after events were lost that told how things are: they are to be told again. */
  boolean takeForgot() {
    return forgot.getAndSet(false);
  }

  void forget() {
    forgot.set(true);
  }

  /** Why events cannot be written down at the moment, in a sentence with the remedy. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Writes what is queued and ends the thread. */
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

  private void write() {
    List<Task> tasks = new ArrayList<>(AT_ONCE);
    while (!closing || !queue.isEmpty()) {
      try {
        Task first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          tasks.add(first);
          queue.drainTo(tasks, AT_ONCE - 1);
        }
      } catch (InterruptedException e) {
        closing = true;
      }
      write(mapped(tasks));
      for (Task task : tasks) {
        if (task instanceof Task.Reached(CountDownLatch latch)) {
          latch.countDown();
        }
      }
      tasks.clear();
    }
    shut();
  }

  private List<SpooledEvent> mapped(List<Task> tasks) {
    List<SpooledEvent> events = new ArrayList<>(tasks.size());
    for (Task task : tasks) {
      if (task instanceof Task.Add(Numbered<AgentEvent> numbered, Story story)) {
        AgentEvent event = numbered.event();
        try {
          events.add(
              new SpooledEvent(
                  numbered.number().epoch(),
                  numbered.number().sequence(),
                  numbered.gapBefore(),
                  SpooledEvent.micros(event.at()),
                  event.subject().toString(),
                  LinkJson.event(AgentReports.event(event, story))));
        } catch (RuntimeException defect) {
          forgot.set(true);
          trouble = "a defect: an event could not be told to the manager, report it: " + defect;
        }
      }
    }
    return events;
  }

  private void write(List<SpooledEvent> fresh) {
    List<SpooledEvent> whole = List.of();
    List<Octets> records = new ArrayList<>(fresh.size() + 1);
    fresh.forEach(event -> records.add(SpoolRecords.event(event)));
    boolean empty;
    synchronized (lock) {
      fresh.forEach(backlog::add);
      if (acknowledged != null) {
        records.add(acknowledged);
        acknowledged = null;
      }
      boolean grown = size > COMPACT_FROM && size > COMPACT_FACTOR * backlog.octets();
      stale |= backlog.takeRewritten() || grown;
      if (backlog.takeStateLost()) {
        forgot.set(true);
      }
      empty = backlog.size() == 0;
      if (stale) {
        whole = backlog.all();
      }
    }
    if (!fresh.isEmpty()) {
      arrived.release();
    }
    if (!stale && records.isEmpty() || stale && isPausing()) {
      return;
    }
    try {
      if (stale) {
        writeAnew(whole);
      } else if (empty) {
        truncate();
      } else {
        append(records);
      }
      trouble = null;
    } catch (IOException e) {
      stale = true;
      refusedAt = nanos.getAsLong();
      shut();
      trouble =
          "events for the manager cannot be written to "
              + file
              + " ("
              + e.getMessage()
              + "); they are kept in memory and would be lost with it: make room or mend the disk";
    }
  }

  /** A disk that refuses is tried once a second. */
  private boolean isPausing() {
    return trouble != null && nanos.getAsLong() - refusedAt < TimeUnit.SECONDS.toNanos(1);
  }

  private void writeAnew(List<SpooledEvent> whole) throws IOException {
    shut();
    byte[] content = together(whole.stream().map(SpoolRecords::event).toList());
    DurableFiles.replace(file, content);
    size = content.length;
    stale = false;
  }

  private void truncate() throws IOException {
    if (size > 0) {
      opened().truncate(0);
      size = 0;
    }
  }

  private void append(List<Octets> records) throws IOException {
    byte[] bytes = together(records);
    FileChannel out = opened();
    out.position(size);
    DurableFiles.writeFully(out, ByteBuffer.wrap(bytes));
    size += bytes.length;
  }

  private static byte[] together(List<Octets> records) {
    byte[] bytes = new byte[records.stream().mapToInt(Octets::size).sum()];
    int at = 0;
    for (Octets record : records) {
      record.copyTo(bytes, at);
      at += record.size();
    }
    return bytes;
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = open;
    }
    return open;
  }

  private void shut() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What was written was written.
    }
    channel = null;
  }
}
