package org.moorage.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.Order;
import org.moorage.agentlink.Resolve;
import org.moorage.edge.VPortId;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureReader;

/** Captures a manager orders: told about, handed over, refused with a sentence. */
@Timeout(60)
class OrderedCapturesTest {

  private static final byte[] FRAME = new byte[64];

  @TempDir private Path directory;
  private ManagerInMemory manager;

  @BeforeEach
  void open() throws Exception {
    manager = new ManagerInMemory();
    manager.catalogue.put(new Resolve(4711, 2), LinkRig.web(3, 2, "released"));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anOrderedCaptureIsToldAboutAndHandedOver() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      VPortId vPort = associated(rig);
      order("a", vPort.toString(), 30);
      assertThat(told("running").vPort()).isEqualTo(vPort.toString());
      rig.plane.mirrors().pass(vPort, true, null, FRAME);
      order("a", vPort.toString(), 30); // again, as after a broken stream
      manager.order("stop", new Order.Stop("a"));
      CaptureReport done = told("done");
      assertThat(done.frames()).isEqualTo(1);
      assertThat(done.ended()).isEqualTo("stopped");
      ManagerInMemory.Handed handed = manager.handed.poll(10, TimeUnit.SECONDS);
      assertThat(handed.capture()).isEqualTo("a");
      assertThat(handed.identity()).isEqualTo(LinkRig.EDGE.toString());
      CaptureReader reader =
          CaptureReader.open(new ByteArrayInputStream(handed.file().toArray())).orThrow();
      assertThat(reader.next().orElseThrow().frame()).isEqualTo(Octets.of(FRAME));
      assertThat(rig.plane.mirrors().taps()).isZero();
      order("b", vPort.toString(), 1);
      assertThat(told("done").ended()).as("the same was not captured twice").isEqualTo("time");
    }
  }

  @Test
  void whatCannotBeCapturedIsToldInASentence() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      associated(rig);
      order("a", new UUID(0, 9).toString(), 30);
      assertThat(told("failed").trouble()).contains("there is no vPort", "moorage vport list");
      order("b", "not a vPort at all", 30);
      assertThat(told("failed").trouble()).contains("this edge has no vPort not a vPort");
    }
  }

  @Test
  void aCaptureTheManagerDoesNotWantAnyMoreEnds() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      VPortId vPort = associated(rig);
      order("a", vPort.toString(), 600);
      told("running");
      manager.wantsCaptures = false;
      manager.progress.clear();
      assertThat(manager.refused.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      manager.wantsCaptures = true;
      order("b", vPort.toString(), 1);
      assertThat(told("done").id()).isEqualTo("b");
      assertThat(rig.plane.mirrors().taps()).isZero();
    }
  }

  private VPortId associated(LinkRig rig) throws Exception {
    rig.associate(1, 4711, 2);
    while (!(manager.next().event() instanceof LinkEvent.Granted)) {
      // What comes before it.
    }
    return rig.plane.plans().keySet().iterator().next();
  }

  private void order(String id, String vPort, int seconds) {
    manager.order(
        "capture",
        new Order.Capture(
            id,
            vPort,
            new CaptureTerms(
                CaptureTerms.BOTH,
                true,
                seconds,
                100,
                CaptureTerms.MAX_OCTETS,
                CaptureTerms.WHOLE_FRAMES)));
  }

  private CaptureReport told(String state) throws InterruptedException {
    return told(report -> report.state().equals(state));
  }

  private CaptureReport told(Predicate<CaptureReport> wanted) throws InterruptedException {
    while (true) {
      CaptureReport next = manager.progress.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing of the kind was told");
      }
      if (wanted.test(next)) {
        return next;
      }
    }
  }
}
