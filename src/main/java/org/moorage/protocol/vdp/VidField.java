package org.moorage.protocol.vdp;

import java.util.Optional;
import org.moorage.protocol.ethernet.VlanId;

/**
 * The 16-bit VID field of a filter entry.
 *
 * <pre>
 *  15   14 13 12   11                    0
 * +----+----------+-----------------------+
 * | PS |   PCP    |          VID          |
 * +----+----------+-----------------------+
 * </pre>
 *
 * @param pcpSignificant PS
 * @param priority PCP, 0..7
 * @param vid 0..4095 as on the wire; 0 asks the bridge to supply one
 */
public record VidField(boolean pcpSignificant, int priority, int vid) {

  public static final VidField WILDCARD = new VidField(false, 0, 0);

  public VidField {
    if (priority < 0 || priority > 7) {
      throw new IllegalArgumentException("PCP " + priority + " is outside 0..7");
    }
    if (vid < 0 || vid > 0xFFF) {
      throw new IllegalArgumentException("VID " + vid + " is outside 0..4095");
    }
  }

  public static VidField of(VlanId vlan) {
    return new VidField(false, 0, vlan.value());
  }

  public static VidField ofBits(int bits) {
    return new VidField((bits & 0x8000) != 0, bits >>> 12 & 7, bits & 0xFFF);
  }

  public int bits() {
    return (pcpSignificant ? 0x8000 : 0) | priority << 12 | vid;
  }

  public boolean isWildcard() {
    return vid == 0;
  }

  /** The VLAN, where one is named and usable. */
  public Optional<VlanId> vlan() {
    return vid >= VlanId.MIN && vid <= VlanId.MAX ? Optional.of(new VlanId(vid)) : Optional.empty();
  }

  /** The same PS and PCP with another VLAN. */
  public VidField with(VlanId vlan) {
    return new VidField(pcpSignificant, priority, vlan.value());
  }

  @Override
  public String toString() {
    return pcpSignificant ? vid + " (PCP " + priority + ")" : Integer.toString(vid);
  }
}
