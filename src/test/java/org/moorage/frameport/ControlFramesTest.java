package org.moorage.frameport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.Needs;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.protocol.Octets;

class ControlFramesTest {

  private static final Octets LLDP =
      Octets.ofHex(
          "0180c2000000 020000000a01 88cc 020704020000000a01 040703020000000a01 06020078"
              + " fe090080c20d000f6d9414 0000 0000000000000000000000");
  private static final Octets ECP_ACK = Octets.ofHex("0180c2000000 020000000b01 8940 14010001");
  private static final Octets DRAFT_ECP =
      Octets.ofHex("0180c200000e 020000000a01 88b7 001b3f000000 00 0001").paddedTo(60);
  private static final Octets IPV4 =
      Octets.ofHex("ffffffffffff 020000000a01 0800 4500").paddedTo(60);
  private static final Octets TAGGED_ECP =
      Octets.ofHex("0180c2000000 020000000b01 8100 0064 8940 14010001").paddedTo(60);

  private VethPair pair;
  private PacketSocket near;
  private PacketSocket far;
  private PacketSocket farData;

  @BeforeEach
  void makeInterfaces() {
    pair = VethPair.create();
    near = PacketSocket.ofControlFrames(pair.near());
    far = PacketSocket.ofControlFrames(pair.far());
    farData = PacketSocket.ofDataFrames(pair.far(), System::nanoTime);
  }

  @AfterEach
  void removeInterfaces() {
    if (pair != null) {
      near.close();
      far.close();
      farData.close();
      pair.close();
    }
  }

  @Test
  void controlFramesOfAllThreeKindsArriveAsTheyWereSent() throws FramePortException {
    Received received = new Received();
    near.start(received);
    far.start(new Received());
    far.send(LLDP);
    far.send(ECP_ACK);
    far.send(DRAFT_ECP);
    assertThat(received.next(3)).containsExactly(LLDP, ECP_ACK, DRAFT_ECP);
    assertThat(near.mac().bits()).isNotZero();
    near.close(); // what was handed over is counted a moment later
    assertThat(near.counters().framesIn()).isEqualTo(3);
    assertThat(far.counters().framesOut()).isEqualTo(3);
  }

  @Test
  void neitherOwnFramesNorDataNorTaggedControlFramesAreHandedOn() throws FramePortException {
    Received received = new Received();
    near.start(received);
    farData.start(new Received());
    near.send(LLDP);
    farData.send(IPV4);
    farData.send(TAGGED_ECP);
    farData.send(ECP_ACK);
    assertThat(received.next()).isEqualTo(ECP_ACK);
    assertThat(received.isEmpty()).isTrue();
  }

  @Test
  void thoseInAnSChannelArriveWithTheirSTag() throws FramePortException {
    Octets inChannel =
        Octets.ofHex("0180c2000000 020000000b01 88a8 e064 8940 14010001").paddedTo(60);
    Octets dataInChannel =
        Octets.ofHex("ffffffffffff 020000000b01 88a8 0064 8100 000a 0800 4500").paddedTo(60);
    Received control = new Received();
    Received data = new Received();
    near.start(control);
    try (PacketSocket nearData = PacketSocket.ofDataFrames(pair.near(), System::nanoTime)) {
      nearData.start(data);
      far.start(new Received());
      far.send(inChannel);
      far.send(dataInChannel);
      far.send(LLDP);
      assertThat(control.next(2)).containsExactly(inChannel, LLDP);
      assertThat(data.next()).isEqualTo(dataInChannel);
      assertThat(control.isEmpty()).isTrue();
      assertThat(data.isEmpty()).isTrue();
    }
  }

  @Test
  void theReservedGroupAddressesAreJoinedAndLeftAgain() throws FramePortException {
    near.start(new Received());
    String joined = VethPair.run("ip", "maddress", "show", "dev", pair.near());
    assertThat(joined).contains("01:80:c2:00:00:00", "01:80:c2:00:00:03", "01:80:c2:00:00:0e");
    near.close();
    assertThat(VethPair.run("ip", "maddress", "show", "dev", pair.near()))
        .doesNotContain("01:80:c2");
  }

  @Test
  void aClosedPortCanBeStartedAgain() throws FramePortException {
    far.start(new Received());
    near.start(new Received());
    near.close();
    Received again = new Received();
    near.start(again);
    far.send(ECP_ACK);
    assertThat(again.next()).isEqualTo(ECP_ACK);
  }

  @Test
  void theCarrierFollowsTheOtherEnd() {
    assertThat(near.carrier()).isTrue();
    pair.down(pair.far());
    assertThat(near.carrier()).isFalse();
    pair.up(pair.far());
    assertThat(near.carrier()).isTrue();
  }

  @Test
  void anInterfaceSwitchedOffCannotBeStarted() {
    pair.down(pair.near());
    assertThatThrownBy(() -> near.start(new Received()))
        .hasMessage("interface %s is switched off: ip link set %s up", pair.near(), pair.near());
  }

  @Test
  void aPortGoesOnReadingWhenItsInterfaceIsSwitchedOffAndOnAgain() throws FramePortException {
    Received received = new Received();
    near.start(received);
    far.start(new Received());
    pair.down(pair.near());
    pair.up(pair.near());
    assertThat(received.nextOf(far, ECP_ACK)).isEqualTo(ECP_ACK);
  }

  @Test
  void anInterfaceThatVanishesStopsThePortWithThatReason() throws FramePortException {
    Received received = new Received();
    near.start(received);
    pair.close();
    assertThat(received.end().reason()).isEqualTo(Reason.INTERFACE_VANISHED);
    assertThatThrownBy(() -> near.send(ECP_ACK))
        .isInstanceOfSatisfying(
            FramePortException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_OPEN));
  }

  @Test
  void aReceiverThatThrowsStopsThePortAndIsReported() throws FramePortException {
    Received ends = new Received();
    near.start(
        new FrameReceiver() {
          @Override
          public void received(byte[] frame, int length) {
            throw new IllegalStateException("a defect");
          }

          @Override
          public void stopped(FramePortException why) {
            ends.stopped(why);
          }
        });
    far.start(new Received());
    far.send(ECP_ACK);
    assertThat(ends.end()).hasRootCauseMessage("a defect");
  }

  @Test
  void anUnknownInterfaceIsNamedWithItsNearestNeighbour() {
    String almost = pair.near().substring(0, pair.near().length() - 1) + "x";
    assertThatThrownBy(() -> PacketSocket.ofControlFrames(almost).start(new Received()))
        .hasMessageContaining("there is no interface " + almost + "; did you mean mo")
        .hasMessageContaining(pair.far());
  }

  @Test
  void withoutRightsTheMessageSaysHowToGetThem() {
    Needs.program("setpriv");
    String said =
        VethPair.run(
            "setpriv",
            "--bounding-set=-net_raw",
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            WithoutRights.class.getName(),
            pair.near());
    assertThat(said).contains("no rights for raw frames on " + pair.near() + ": run as root");
  }

  /** Where the classes both ports need were loaded from; a test runner may hide its own path. */
  private static String classPath() {
    return Stream.of(ControlFramesTest.class, PacketSocket.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Started without CAP_NET_RAW: prints what both ports say. */
  static final class WithoutRights {
    private WithoutRights() {}

    public static void main(String[] interfaces) {
      for (FramePort port :
          new FramePort[] {
            PacketSocket.ofControlFrames(interfaces[0]),
            PacketSocket.ofDataFrames(interfaces[0], System::nanoTime)
          }) {
        try {
          port.start((frame, length) -> {});
          System.out.println("opened");
        } catch (FramePortException refused) {
          System.out.println(refused.reason() + ": " + refused.getMessage());
        }
      }
    }
  }
}
