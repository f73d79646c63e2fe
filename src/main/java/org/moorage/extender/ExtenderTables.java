package org.moorage.extender;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which E-channel leads where, at one moment. Never changed: each change is a new one, so that
 * threads that forward read it without a lock.
 *
 * <p>Ports are counted from 0 here. Arrays are shared between editions and never written.
 */
final class ExtenderTables {

  /** How a port without an E-channel is written. */
  static final int NONE = 0;

  private static final int ENABLED = 1 << 3;
  private static final int DEFAULT_PCP = 7;

  /** By port: its E-channel or {@link #NONE}. */
  private final int[] channels;

  /** By port: {@link #ENABLED} and the default PCP. */
  private final int[] settings;

  /** E-channels of all ports that have one, ascending, and the port of each. */
  private final int[] granted;

  private final int[] ports;

  /** Groups, ascending, and the ports of each. */
  private final int[] groups;

  private final int[][] members;

  private ExtenderTables(int[] channels, int[] settings, int[] groups, int[][] members) {
    this.channels = channels;
    this.settings = settings;
    this.groups = groups;
    this.members = members;
    granted = Arrays.stream(channels).filter(each -> each != NONE).sorted().toArray();
    ports = new int[granted.length];
    for (int port = 0; port < channels.length; port++) {
      if (channels[port] != NONE) {
        ports[Arrays.binarySearch(granted, channels[port])] = port;
      }
    }
  }

  /** So many ports, none with an E-channel, all enabled, default PCP 0; no groups. */
  static ExtenderTables ofPorts(int count) {
    int[] settings = new int[count];
    Arrays.fill(settings, ENABLED);
    return new ExtenderTables(new int[count], settings, new int[0], new int[0][]);
  }

  /**
   * @param channel of no other port
   */
  ExtenderTables granting(int port, int channel) {
    int[] more = channels.clone();
    more[port] = channel;
    return new ExtenderTables(more, settings, groups, members);
  }

  ExtenderTables setting(int port, boolean enabled, int defaultPcp) {
    int[] changed = settings.clone();
    changed[port] = (enabled ? ENABLED : 0) | defaultPcp;
    return new ExtenderTables(channels, changed, groups, members);
  }

  /** In place of what the group was before. */
  ExtenderTables with(int group, int[] itsPorts) {
    int at = Arrays.binarySearch(groups, group);
    if (at >= 0) {
      int[][] changed = members.clone();
      changed[at] = itsPorts;
      return new ExtenderTables(channels, settings, groups, changed);
    }
    int place = -at - 1;
    int[] more = new int[groups.length + 1];
    int[][] moreMembers = new int[groups.length + 1][];
    System.arraycopy(groups, 0, more, 0, place);
    System.arraycopy(members, 0, moreMembers, 0, place);
    more[place] = group;
    moreMembers[place] = itsPorts;
    System.arraycopy(groups, place, more, place + 1, groups.length - place);
    System.arraycopy(members, place, moreMembers, place + 1, groups.length - place);
    return new ExtenderTables(channels, settings, more, moreMembers);
  }

  ExtenderTables without(int group) {
    int at = Arrays.binarySearch(groups, group);
    if (at < 0) {
      return this;
    }
    int[] fewer = new int[groups.length - 1];
    int[][] fewerMembers = new int[groups.length - 1][];
    System.arraycopy(groups, 0, fewer, 0, at);
    System.arraycopy(members, 0, fewerMembers, 0, at);
    System.arraycopy(groups, at + 1, fewer, at, fewer.length - at);
    System.arraycopy(members, at + 1, fewerMembers, at, fewer.length - at);
    return new ExtenderTables(channels, settings, fewer, fewerMembers);
  }

  /** {@link #NONE} for a port that has none. */
  int channelOf(int port) {
    return channels[port];
  }

  /** The port of an E-channel; negative where it is no port's. */
  int portOf(int channel) {
    int at = Arrays.binarySearch(granted, channel);
    return at < 0 ? -1 : ports[at];
  }

  boolean isEnabled(int port) {
    return (settings[port] & ENABLED) != 0;
  }

  int defaultPcp(int port) {
    return settings[port] & DEFAULT_PCP;
  }

  /** The ports of a group, not to be written; null where there is no such group. */
  int @Nullable [] membersOf(int group) {
    int at = Arrays.binarySearch(groups, group);
    return at < 0 ? null : members[at];
  }

  int groups() {
    return groups.length;
  }
}
