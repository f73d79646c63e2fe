package org.moorage.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.agent.AgentOptions;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.RawFrames;
import org.moorage.frameport.SystemInterface;

/**
 * What the doctor saw of this machine and this process; judged by {@link Diagnosis}.
 *
 * @param jdk feature number of the running Java
 * @param nativeAccess whether native calls are allowed to us by the command line or the manifest
 * @param rawObstacle why raw frames cannot be had
 * @param asked whether the interfaces are those a person named as ports of an agent
 * @param unknown what SystemInterface says about names nobody has
 * @param doorFree whether the agent's own door can listen
 */
record MachineFacts(
    int jdk,
    String jdkName,
    String system,
    boolean nativeAccess,
    Optional<FramePortException> rawObstacle,
    boolean asked,
    List<Port> interfaces,
    List<String> unknown,
    StartCache cache,
    boolean doorFree) {

  /** The agent's start-up cache. */
  enum StartCache {
    PRESENT,
    ABSENT,
    /** The program runs from classes, not from a distribution that could have one. */
    NO_DISTRIBUTION
  }

  /**
   * An interface that is or could be a port.
   *
   * @param addressObjection why our own switch could not drive it: it has an address
   * @param merging offloads that are on and merge received frames into ones no port can send
   */
  record Port(SystemInterface is, Optional<String> addressObjection, List<String> merging) {
    Port {
      merging = List.copyOf(merging);
    }
  }

  MachineFacts {
    interfaces = List.copyOf(interfaces);
    unknown = List.copyOf(unknown);
  }

  /**
   * Looks.
   *
   * @param names interfaces meant as ports; none = all there are
   */
  static MachineFacts look(List<String> names) {
    List<SystemInterface> found = names.isEmpty() ? SystemInterface.all() : new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      try {
        found.add(SystemInterface.require(name));
      } catch (FramePortException e) {
        unknown.add(String.valueOf(e.getMessage()));
      }
    }
    return new MachineFacts(
        Runtime.version().feature(),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        MachineFacts.class.getModule().isNativeAccessEnabled(),
        RawFrames.obstacle(),
        !names.isEmpty(),
        found.stream().map(MachineFacts::port).toList(),
        unknown,
        startCache(),
        doorIsFree());
  }

  private static Port port(SystemInterface is) {
    return new Port(is, KernelAddresses.objection(is.name()), merging(is.name()));
  }

  /** Asks ethtool; where it is not installed nothing is known and nothing said. */
  private static List<String> merging(String name) {
    try {
      Process ethtool =
          new ProcessBuilder("ethtool", "-k", name)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      ethtool.getOutputStream().close();
      String said = new String(ethtool.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return mergingIn(said);
    } catch (IOException notInstalled) {
      return List.of();
    }
  }

  /** What {@code ethtool -k} printed, reduced to the switches of {@code ethtool -K} to turn off. */
  static List<String> mergingIn(String said) {
    List<String> on = new ArrayList<>();
    for (String line : said.lines().toList()) {
      switch (line.strip()) {
        case "generic-receive-offload: on" -> on.add("gro");
        case "large-receive-offload: on" -> on.add("lro");
        case "rx-gro-hw: on" -> on.add("rx-gro-hw");
        default -> {} // of no concern
      }
    }
    return on;
  }

  private static StartCache startCache() {
    try {
      Path code =
          Path.of(MachineFacts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path distribution = code.getParent();
      if (!code.toString().endsWith(".jar") || distribution == null) {
        return StartCache.NO_DISTRIBUTION;
      }
      try (DirectoryStream<Path> caches =
          Files.newDirectoryStream(distribution.resolve("aot"), "agent-*.aot")) {
        return caches.iterator().hasNext() ? StartCache.PRESENT : StartCache.ABSENT;
      }
    } catch (IOException | URISyntaxException noDirectory) {
      return StartCache.ABSENT;
    }
  }

  private static boolean doorIsFree() {
    try (ServerSocket door = new ServerSocket()) {
      door.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), AgentOptions.DEFAULT_DOOR_PORT));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
