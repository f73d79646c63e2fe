package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an address of a VLAN is: the addresses of vPorts, which are pinned, and those learned from
 * frames, which age. A pinned address is never learned elsewhere.
 *
 * <p>Looking up takes no lock. All changes are made under the lock of the switch.
 */
final class MacTable {

  /** How long a learned address lives without a frame. IEEE 802.1Q recommends 300 s. */
  static final long AGE_NANOS = 300_000_000_000L;

  /** Learned addresses of the whole switch: 64 bytes each, 4 MB. */
  static final int LEARNED = 65_536;

  /** A VLAN may take a quarter of them: one noisy VLAN must not blind the others. */
  static final int LEARNED_PER_VLAN = 16_384;

  /** A vPort without an address in its filter may have a bridge behind it, but not a flood. */
  static final int LEARNED_PER_VPORT = 256;

  /** A frame refreshes its address at most this often, so that busy ones cost nothing. */
  private static final long REFRESH_NANOS = 1_000_000_000L;

  /** A full table is searched for aged addresses at most this often. */
  private static final long SWEEP_NANOS = 1_000_000_000L;

  /** Where an address is: behind an attachment or a fabric port. */
  static final class Place {
    final @Nullable Attachment attachment;
    final SwitchPort port;
    final boolean pinned;

    /** The one pinned before for the same address, which comes back when this one goes. */
    final @Nullable Place beneath;

    volatile long seen;

    private Place(
        @Nullable Attachment attachment,
        SwitchPort port,
        boolean pinned,
        @Nullable Place beneath,
        long seen) {
      this.attachment = attachment;
      this.port = port;
      this.pinned = pinned;
      this.beneath = beneath;
      this.seen = seen;
    }

    boolean isAged(long now) {
      return !pinned && now - seen > AGE_NANOS;
    }
  }

  private final LongTable<Place> places = new LongTable<>();
  private final int[] learnedIn = new int[4096];
  private int learned;
  private long swept = Long.MIN_VALUE / 2;

  @Nullable Place find(long mac, int vlan, long now) {
    Place place = places.get(Attachment.key(mac, vlan));
    return place == null || place.isAged(now) ? null : place;
  }

  /** Whether a frame's source still has to be learned here; the cheap question before the lock. */
  boolean isNews(long mac, int vlan, SwitchPort port, @Nullable Attachment attachment, long now) {
    Place place = places.get(Attachment.key(mac, vlan));
    if (place == null) {
      return true;
    }
    if (place.pinned) {
      return false;
    }
    if (place.port == port && place.attachment == attachment) {
      if (now - place.seen > REFRESH_NANOS) {
        place.seen = now;
      }
      return false;
    }
    return true;
  }

  /** Under the lock. Where there is no room the address stays unknown and is flooded. */
  void learn(long mac, int vlan, SwitchPort port, @Nullable Attachment attachment, long now) {
    if (!isNews(mac, vlan, port, attachment, now)) {
      return;
    }
    long key = Attachment.key(mac, vlan);
    Place before = places.get(key);
    if (before == null && !hasRoom(vlan, now)) {
      return;
    }
    if (attachment != null && !mayLearnBehind(attachment.vPort)) {
      return;
    }
    if (before == null) {
      learned++;
      learnedIn[vlan]++;
    }
    places.put(key, new Place(attachment, port, false, null, now));
    if (attachment != null) {
      if (attachment.vPort.learned.isEmpty()) {
        attachment.vPort.learned = new ArrayList<>();
      }
      attachment.vPort.learned.add(key);
    }
  }

  private boolean hasRoom(int vlan, long now) {
    if (learned < LEARNED && learnedIn[vlan] < LEARNED_PER_VLAN) {
      return true;
    }
    if (now - swept < SWEEP_NANOS) {
      return false;
    }
    swept = now;
    List<Long> aged = new ArrayList<>();
    places.forEach((place, key) -> {
      if (place.isAged(now)) {
        aged.add(key);
      }
    });
    aged.forEach(this::forgetLearned);
    return learned < LEARNED && learnedIn[vlan] < LEARNED_PER_VLAN;
  }

  private boolean mayLearnBehind(SoftVPort vPort) {
    if (vPort.learned.size() >= LEARNED_PER_VPORT) {
      vPort.learned.removeIf(key -> !isBehind(key, vPort));
    }
    return vPort.learned.size() < LEARNED_PER_VPORT;
  }

  private boolean isBehind(long key, SoftVPort vPort) {
    Place place = places.get(key);
    return place != null && place.attachment != null && place.attachment.vPort == vPort;
  }

  /** Under the lock: the address of an attachment is here, whatever was learned or pinned. */
  void pin(Attachment attachment) {
    if (attachment.mac == 0) {
      return;
    }
    long key = Attachment.key(attachment.mac, attachment.inbound);
    Place before = places.get(key);
    if (before != null && !before.pinned) {
      forgetLearned(key);
      before = null;
    }
    places.put(key, new Place(attachment, attachment.vPort.port, true, before, 0));
  }

  /** Under the lock: gives up what is pinned for an attachment and what was learned behind it. */
  void unpin(Attachment attachment) {
    if (attachment.mac == 0) {
      return;
    }
    long key = Attachment.key(attachment.mac, attachment.inbound);
    Place rest = without(places.get(key), attachment);
    if (rest == null) {
      places.remove(key);
    } else {
      places.put(key, rest);
    }
  }

  /** Under the lock. */
  void forgetBehind(SoftVPort vPort) {
    for (long key : vPort.learned) {
      if (isBehind(key, vPort)) {
        forgetLearned(key);
      }
    }
    vPort.learned = List.of();
  }

  private void forgetLearned(long key) {
    Place place = places.get(key);
    if (place != null && !place.pinned) {
      places.remove(key);
      learned--;
      learnedIn[(int) key & 0xFFF]--;
    }
  }

  private static @Nullable Place without(@Nullable Place top, Attachment gone) {
    if (top == null || top.attachment == gone) {
      return top == null ? null : top.beneath;
    }
    Place rest = top.beneath == null ? null : without(top.beneath, gone);
    return new Place(top.attachment, top.port, top.pinned, rest, top.seen);
  }

  int learned() {
    return learned;
  }

  /** For comparing tables: what each pinned address leads to. */
  void describe(Map<String, String> into) {
    places.forEach((place, key) -> {
      StringBuilder chain = new StringBuilder();
      for (Place each = place; each != null && each.pinned; each = each.beneath) {
        chain.append(each.attachment == null ? "" : each.attachment.vPort.plan.id() + " ");
      }
      if (place.pinned) {
        into.put("pinned " + Long.toHexString(key), chain.toString());
      }
    });
  }
}
