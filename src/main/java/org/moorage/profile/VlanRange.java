package org.moorage.profile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.protocol.ethernet.VlanId;

/**
 * A run of VLANs, both ends included.
 *
 * @param first its lowest
 * @param last its highest, not below the first
 */
public record VlanRange(VlanId first, VlanId last) {

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

  public VlanRange {
    if (first.value() > last.value()) {
      throw new IllegalArgumentException("VLANs " + first + "-" + last + " run backwards");
    }
  }

  public static VlanRange of(VlanId vlan) {
    return new VlanRange(vlan, vlan);
  }

  /**
   * {@code 100} or {@code 200-299}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  public static VlanRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a VLAN range; write 200-299 or 100");
    }
    VlanId first = new VlanId(Integer.parseInt(matcher.group(1)));
    return matcher.group(2) == null
        ? of(first)
        : new VlanRange(first, new VlanId(Integer.parseInt(matcher.group(2))));
  }

  public boolean contains(VlanId vlan) {
    return first.value() <= vlan.value() && vlan.value() <= last.value();
  }

  public int size() {
    return last.value() - first.value() + 1;
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }
}
