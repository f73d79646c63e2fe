package org.moorage.app;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.moorage.agent.SflowCollector;
import org.moorage.dataplane.FrameCount;
import org.moorage.dataplane.FrameSample;
import org.moorage.dataplane.SampleSink;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.VPortId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.flow.CounterSample;
import org.moorage.protocol.flow.FlowSample;
import org.moorage.protocol.flow.SflowDatagram;
import org.moorage.protocol.flow.SflowSample;

/**
 * Sends samples and counters of vPorts to an sFlow collector. Each vPort is an interface with an
 * index of its own as long as it lives; the counter samples carry its ID as the interface's name.
 *
 * <p>A collector that is not there costs nothing: datagrams are sent and forgotten. Samples that
 * come faster than {@value #MAX_WAITING} can be sent are dropped, and the next ones say how many.
 */
final class SflowExport implements SampleSink, AutoCloseable {

  /** Samples that wait to be sent. */
  static final int MAX_WAITING = 8_192;

  /** How long a sample may wait for others to fill its datagram. */
  private static final int MAX_DELAY_MILLIS = 500;

  private static final long COUNTERS_MILLIS = 20_000;

  /** Counter samples in {@link #COUNTERS_MILLIS}; of more vPorts each has its turn later. */
  private static final int MAX_COUNTERS = 4_096;

  private static final int MAX_INDEX = (1 << 24) - 1;

  /** Indexes of vPorts, above those any interface of a switch has. */
  private static final int FIRST_INDEX = 1 << 16;

  private final DatagramSocket socket;
  private final Supplier<Map<VPortId, VPortCounters>> counters;
  private final Octets agent;
  private final BlockingQueue<FrameSample> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Map<VPortId, Interface> interfaces = new HashMap<>();
  private final Set<Integer> indexes = new HashSet<>();
  private final Thread thread = Thread.ofPlatform().name("sflow").daemon(true).unstarted(this::run);
  private final long started = System.nanoTime();
  private List<Octets> gathered = new ArrayList<>();
  private int gatheredOctets;
  private long gatheredSince;
  private long sequence;
  private int lastIndex = FIRST_INDEX - 1;
  private volatile boolean ended;

  /** A vPort as a collector sees it. */
  private static final class Interface {
    private final int index;
    private long counterSamples;
    private long round;

    Interface(int index) {
      this.index = index;
    }
  }

  private SflowExport(DatagramSocket socket, Supplier<Map<VPortId, VPortCounters>> counters) {
    this.socket = socket;
    this.counters = counters;
    agent = Octets.of(socket.getLocalAddress().getAddress());
  }

  /**
   * @param counters of all vPorts there are
   * @throws IOException with a sentence where the collector has no address or no way leads to it
   */
  static SflowExport open(SflowCollector collector, Supplier<Map<VPortId, VPortCounters>> counters)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(collector.host(), collector.port());
    if (address.isUnresolved()) {
      throw new IOException(
          "the sFlow collector " + collector.host() + " is not known here; write its address");
    }
    DatagramSocket socket = new DatagramSocket();
    try {
      socket.connect(address);
      return new SflowExport(socket, counters);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw new IOException("no way to the sFlow collector " + address + ": " + e.getMessage(), e);
    }
  }

  void start() {
    thread.start();
  }

  @Override
  public void sampled(FrameSample sample) {
    if (!waiting.offer(sample)) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    long countersDue = 0;
    while (!ended) {
      try {
        FrameSample next = waiting.poll(MAX_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          add(flow(next));
        }
        if (uptimeMillis() - gatheredSince >= MAX_DELAY_MILLIS) {
          send();
        }
      } catch (InterruptedException e) {
        ended = true;
      }
      if (uptimeMillis() >= countersDue) {
        countersDue = uptimeMillis() + COUNTERS_MILLIS;
        addCounters();
      }
    }
    for (FrameSample left = waiting.poll(); left != null; left = waiting.poll()) {
      add(flow(left));
    }
    send();
  }

  private FlowSample flow(FrameSample sample) {
    int index = interfaceOf(sample.vPort()).index;
    return new FlowSample(
        sample.number(),
        index,
        sample.rate(),
        sample.pool(),
        dropped.get(),
        sample.fromVm() ? index : 0,
        sample.fromVm() ? 0 : index,
        sample.length(),
        sample.header(),
        sample.sourceVlan(),
        sample.destinationVlan());
  }

  private Interface interfaceOf(VPortId vPort) {
    return interfaces.computeIfAbsent(vPort, any -> new Interface(freeIndex()));
  }

  private int freeIndex() {
    do {
      lastIndex = lastIndex == MAX_INDEX ? FIRST_INDEX : lastIndex + 1;
    } while (!indexes.add(lastIndex));
    return lastIndex;
  }

  /** Of those that had none for the longest time. */
  private void addCounters() {
    Map<VPortId, VPortCounters> all = counters.get();
    for (Iterator<Map.Entry<VPortId, Interface>> known = interfaces.entrySet().iterator();
        known.hasNext(); ) {
      Map.Entry<VPortId, Interface> each = known.next();
      if (!all.containsKey(each.getKey())) {
        indexes.remove(each.getValue().index);
        known.remove();
      }
    }
    all.keySet().stream()
        .sorted((one, other) -> Long.compare(interfaceOf(one).round, interfaceOf(other).round))
        .limit(MAX_COUNTERS)
        .toList()
        .forEach(vPort -> addCounters(vPort, all.getOrDefault(vPort, VPortCounters.NONE)));
    send();
  }

  private void addCounters(VPortId vPort, VPortCounters counts) {
    Interface known = interfaceOf(vPort);
    known.round = uptimeMillis();
    add(
        new CounterSample(
            ++known.counterSamples,
            known.index,
            vPort.toString(),
            counts.permittedFromVm().frames(),
            counts.permittedFromVm().octets(),
            frames(counts.droppedFromVm()),
            counts.permittedToVm().frames(),
            counts.permittedToVm().octets(),
            frames(counts.droppedToVm())));
  }

  private static long frames(Map<?, FrameCount> dropped) {
    return dropped.values().stream().mapToLong(FrameCount::frames).sum();
  }

  private void add(SflowSample sample) {
    Octets encoded = sample.encode();
    if (gatheredOctets + encoded.size() + SflowDatagram.MAX_OVERHEAD > SflowDatagram.MAX_SIZE) {
      send();
    }
    if (gathered.isEmpty()) {
      gatheredSince = uptimeMillis();
    }
    gathered.add(encoded);
    gatheredOctets += encoded.size();
  }

  private void send() {
    if (gathered.isEmpty()) {
      return;
    }
    byte[] datagram =
        new SflowDatagram(agent, ++sequence, uptimeMillis(), gathered).encode().toArray();
    gathered = new ArrayList<>();
    gatheredOctets = 0;
    try {
      socket.send(new DatagramPacket(datagram, datagram.length));
    } catch (IOException nobodyThere) {
      // sFlow is told once; the sequence numbers show a collector what it missed.
    }
  }

  private long uptimeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  /** What was sampled is sent before. */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
