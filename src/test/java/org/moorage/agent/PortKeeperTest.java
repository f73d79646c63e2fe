package org.moorage.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.FrameReceiver;
import org.moorage.protocol.ethernet.MacAddress;

class PortKeeperTest {

  /** An interface that can be taken away and brought back. */
  private static final class RemovablePort implements FramePort {

    private final List<String> calls = new ArrayList<>();
    private Optional<Reason> obstacle = Optional.empty();
    private boolean linkUp = true;

    @Override
    public String name() {
      return "eth1";
    }

    @Override
    public MacAddress mac() {
      return MacAddress.parse("02:00:00:00:00:01");
    }

    @Override
    public boolean carrier() {
      return linkUp;
    }

    @Override
    public void start(FrameReceiver receiver) throws FramePortException {
      calls.add("start");
      if (obstacle.isPresent()) {
        throw new FramePortException(obstacle.get(), "cannot: " + obstacle.get());
      }
    }

    @Override
    public void send(byte[] frame, int length) {
      calls.add("send");
    }

    @Override
    public FramePortCounters counters() {
      return new FramePortCounters(1, 60, 2, 120, Map.of("kernel", 3L));
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private final RemovablePort port = new RemovablePort();
  private final PortKeeper keeper = new PortKeeper(port, (frame, length) -> {});

  @Test
  void theFirstOpeningFailsLoudly() {
    port.obstacle = Optional.of(Reason.NO_RIGHTS);
    assertThat(catchThrowable(keeper::open)).isInstanceOf(FramePortException.class);
  }

  @Test
  void itIsUpWhileItIsOpenAndHasACarrier() throws Exception {
    keeper.open();
    assertThat(keeper.isUp()).isTrue();
    port.linkUp = false;
    assertThat(keeper.isUp()).isFalse();
    assertThat(port.calls).containsExactly("start");
  }

  @Test
  void aPortThatStoppedIsClosedAndOpenedAgainWhenItIsBack() throws Exception {
    keeper.open();
    keeper.stopped(new FramePortException(Reason.INTERFACE_VANISHED, "gone"));
    port.obstacle = Optional.of(Reason.UNKNOWN_INTERFACE);
    assertThat(keeper.isUp()).isFalse();
    assertThat(keeper.isUp()).isFalse();
    assertThat(keeper.trouble()).isEmpty();
    port.obstacle = Optional.empty();
    assertThat(keeper.isUp()).isTrue();
    assertThat(port.calls).containsExactly("start", "close", "start", "start", "start");
  }

  @Test
  void whatKeepsAPortThatIsBackFromOpeningIsTrouble() throws Exception {
    keeper.open();
    keeper.stopped(new FramePortException(Reason.REFUSED_BY_SYSTEM, "gone"));
    port.obstacle = Optional.of(Reason.NO_RIGHTS);
    assertThat(keeper.isUp()).isFalse();
    assertThat(keeper.trouble()).contains("cannot: NO_RIGHTS");
    port.obstacle = Optional.empty();
    keeper.isUp();
    assertThat(keeper.trouble()).isEmpty();
  }

  @Test
  void whatNeverReachedThePortIsCountedWithWhatItDropped() {
    keeper.countUnsent();
    assertThat(keeper.counters(7).dropped())
        .containsEntry("kernel", 3L)
        .containsEntry("could not be sent", 1L)
        .containsValue(7L)
        .hasSize(3);
  }
}
