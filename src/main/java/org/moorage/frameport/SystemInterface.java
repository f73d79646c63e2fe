package org.moorage.frameport;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * A network interface of this machine, as Linux describes it under /sys/class/net at the moment of
 * asking.
 *
 * @param index the kernel's number of it; a removed and re-made interface gets another
 * @param mac zero where the interface has no 48-bit address
 * @param up whether it is switched on by the administrator
 * @param carrier whether its link is up; false when it is switched off
 * @param mtu largest payload of a frame, octets
 */
public record SystemInterface(
    String name, int index, MacAddress mac, boolean up, boolean carrier, int mtu) {

  private static final Path DIRECTORY = Path.of("/sys/class/net");

  /** IFF_UP and IFF_LOOPBACK of linux/if.h. */
  static final int FLAG_UP = 0x1;

  private static final int FLAG_LOOPBACK = 0x8;

  /** Longest name Linux takes: IFNAMSIZ of linux/if.h less its terminator. */
  private static final int MAX_NAME = 15;

  /** Every interface that could be an uplink or a fabric port, by name; the loopback is none. */
  public static List<SystemInterface> all() {
    List<SystemInterface> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(DIRECTORY)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if ((number(name, "flags").orElse(0) & FLAG_LOOPBACK) == 0) {
          find(name).ifPresent(found::add);
        }
      }
    } catch (IOException notLinux) {
      return List.of();
    }
    found.sort(Comparator.comparing(SystemInterface::name));
    return found;
  }

  /** The interface of that name, if there is one. */
  public static Optional<SystemInterface> find(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    Optional<Integer> index = number(name, "ifindex");
    return index.map(number ->
        new SystemInterface(
            name,
            number,
            address(name),
            (number(name, "flags").orElse(0) & FLAG_UP) != 0,
            hasCarrier(name),
            number(name, "mtu").orElse(0)));
  }

  /**
   * The interface of that name.
   *
   * @throws FramePortException when there is none: its message lists those that exist and names the
   *     nearest
   */
  public static SystemInterface require(String name) throws FramePortException {
    Optional<SystemInterface> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    if (!Files.isDirectory(DIRECTORY)) {
      throw new FramePortException(
          Reason.NO_LIBRARY, "raw frames need Linux: there is no " + DIRECTORY + " here");
    }
    throw new FramePortException(Reason.UNKNOWN_INTERFACE, unknown(name, all()));
  }

  /** Whether that interface's link is up right now; false when there is no such interface. */
  public static boolean hasCarrier(String name) {
    return isName(name) && read(name, "carrier").equals("1");
  }

  /** The kernel's number of that interface; 0 where there is none. */
  public static int index(String name) {
    return isName(name) ? number(name, "ifindex").orElse(0) : 0;
  }

  /** Speed of that interface's link, Mbit/s; 0 where it is not known. */
  public static int megabits(String name) {
    return isName(name) ? Math.max(0, number(name, "speed").orElse(0)) : 0;
  }

  /** The sentence for a name nobody has. */
  static String unknown(String name, List<SystemInterface> existing) {
    List<String> names = existing.stream().map(SystemInterface::name).toList();
    if (names.isEmpty()) {
      return "there is no interface " + name + "; this machine has none but the loopback";
    }
    int nearEnough = name.length() < 4 ? 1 : Math.max(2, name.length() / 3); // eht0 is two off
    Optional<String> nearest =
        names.stream()
            .filter(candidate -> distance(name, candidate) <= nearEnough)
            .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    return "there is no interface "
        + name
        + nearest.map(near -> "; did you mean " + near + "?").orElse(".")
        + " This machine has "
        + String.join(", ", names);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && !name.contains("/")
        && !name.equals(".")
        && !name.equals("..");
  }

  private static MacAddress address(String name) {
    try {
      return MacAddress.parse(read(name, "address"));
    } catch (IllegalArgumentException noEthernetAddress) {
      return MacAddress.ZERO;
    }
  }

  private static Optional<Integer> number(String name, String file) {
    String text = read(name, file);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Integer.decode(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** Empty where the file cannot be read: the carrier of a switched-off interface, for one. */
  private static String read(String name, String file) {
    try {
      return Files.readString(DIRECTORY.resolve(name).resolve(file)).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  /** Letters to add, drop or change to make one word of the other. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
