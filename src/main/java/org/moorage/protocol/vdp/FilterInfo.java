package org.moorage.protocol.vdp;

import java.util.List;
import java.util.Optional;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * Which frames belong to a VSI: entries of one of four formats, their order significant.
 *
 * @param format the same for all entries
 * @param entries 1..{@link Format#maxEntries()}
 */
public record FilterInfo(Format format, List<Entry> entries) {

  /** Filter info formats, with their number on the wire and the octets of an entry. */
  public enum Format {
    VID(1, 2),
    MAC_VID(2, 8),
    GROUP_VID(3, 6),
    GROUP_MAC_VID(4, 12);

    private final int code;
    private final int entrySize;

    Format(int code, int entrySize) {
      this.code = code;
      this.entrySize = entrySize;
    }

    public int code() {
      return code;
    }

    public int entrySize() {
      return entrySize;
    }

    /** What fits the 511 octets of a TLV behind its 25 fixed ones. */
    public int maxEntries() {
      return (511 - 25) / entrySize;
    }

    public boolean hasMac() {
      return this == MAC_VID || this == GROUP_MAC_VID;
    }

    public boolean hasGroup() {
      return this == GROUP_VID || this == GROUP_MAC_VID;
    }

    public static Optional<Format> of(int code) {
      return code >= 1 && code <= 4 ? Optional.of(values()[code - 1]) : Optional.empty();
    }
  }

  /**
   * One entry. A MAC address is present exactly where the format has one, likewise the group; the
   * octets are kept as received, so a zero group stays {@code 0} for the bridge to refuse.
   */
  public record Entry(long group, Optional<MacAddress> mac, VidField vid) {

    public Entry {
      if (group < 0 || group > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("group ID " + group + " is outside 0..4294967295");
      }
    }

    public static Entry of(VidField vid) {
      return new Entry(0, Optional.empty(), vid);
    }

    public static Entry of(MacAddress mac, VidField vid) {
      return new Entry(0, Optional.of(mac), vid);
    }

    public static Entry of(GroupId group, VidField vid) {
      return new Entry(group.value(), Optional.empty(), vid);
    }

    public static Entry of(GroupId group, MacAddress mac, VidField vid) {
      return new Entry(group.value(), Optional.of(mac), vid);
    }

    /** The group, where the entry names one. */
    public Optional<GroupId> groupId() {
      return group == 0 ? Optional.empty() : Optional.of(new GroupId(group));
    }

    public Entry with(VidField answered) {
      return new Entry(group, mac, answered);
    }
  }

  public FilterInfo {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > format.maxEntries()) {
      throw new IllegalArgumentException(
          entries.size() + " filter entries; " + format + " takes 1.." + format.maxEntries());
    }
    for (Entry entry : entries) {
      if (entry.mac().isPresent() != format.hasMac()) {
        throw new IllegalArgumentException("filter entry " + entry + " is not of " + format);
      }
    }
  }

  public static FilterInfo of(Format format, Entry... entries) {
    return new FilterInfo(format, List.of(entries));
  }
}
