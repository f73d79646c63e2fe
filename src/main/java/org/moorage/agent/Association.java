package org.moorage.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.VPortMatch;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.OrganizationalTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * What an agent keeps of a VSI it holds beside what the port's protocols and the edge keep of it
 * anyway. There may be 50,000 of them, so every octet is counted.
 */
final class Association {

  private static final int MIGRATE_TO = 1 << 30;
  private static final int MIGRATE_FROM = 1 << 29;
  private static final int ENTRIES = MIGRATE_FROM - 1;
  private static final int MICROS_PER_TENTH = 100_000;

  private final VdpType type;

  /** The VSI type above its version. */
  private final int typeAndVersion;

  private final long sinceMicros;

  /** Entries of the data plane, and above them the hints the station gave. */
  private final int entriesAndHints;

  /** Null for the many that came without. */
  private final @Nullable List<OrganizationalTlv> organization;

  private int exchangeMicros;
  private int keepAlives;

  /** When the station was last heard, in tenths of a second after {@link #sinceMicros}. */
  private int heardAfter;

  /**
   * @param request the last one that was granted
   * @param entries of the data plane
   */
  Association(VsiRequest request, Instant since, Instant heard, int entries) {
    type = request.type();
    typeAndVersion = request.typeId().value() << 8 | request.version().value();
    sinceMicros = micros(since);
    entriesAndHints =
        Math.min(entries, ENTRIES)
            | (request.migrateTo() ? MIGRATE_TO : 0)
            | (request.migrateFrom() ? MIGRATE_FROM : 0);
    organization = request.organization().isEmpty() ? null : request.organization();
    heard(heard);
  }

  VdpType type() {
    return type;
  }

  Instant since() {
    return Instant.EPOCH.plus(sinceMicros, ChronoUnit.MICROS);
  }

  int entries() {
    return entriesAndHints & ENTRIES;
  }

  /**
   * The request, as far as it can be told when the protocols have forgotten it: the manager cannot,
   * and the filters are those the vPort had.
   */
  VsiRequest rebuilt(VsiId vsi, List<VPortMatch> matches) {
    boolean macs = matches.stream().allMatch(match -> match.mac().isPresent());
    List<FilterInfo.Entry> entries = new ArrayList<>();
    for (VPortMatch match : matches) {
      VidField vid = VidField.of(match.vid());
      entries.add(new FilterInfo.Entry(0, macs ? match.mac() : Optional.empty(), vid));
    }
    FilterInfo.Format format = macs ? FilterInfo.Format.MAC_VID : FilterInfo.Format.VID;
    int most = Math.min(entries.size(), format.maxEntries());
    return completed(
        VsiRequest.of(
            type,
            VsiManagerId.DEFAULT,
            new VsiTypeId(typeAndVersion >>> 8),
            new VsiTypeVersion(typeAndVersion & VsiTypeVersion.MAX),
            vsi,
            new FilterInfo(format, entries.subList(0, most))));
  }

  /** A request as the protocols keep it, with what they do not. */
  VsiRequest completed(VsiRequest request) {
    VsiRequest hinted =
        request.withHints(
            (entriesAndHints & MIGRATE_TO) != 0, (entriesAndHints & MIGRATE_FROM) != 0);
    return organization == null ? hinted : hinted.with(organization);
  }

  void keptAlive(Instant now) {
    keepAlives++;
    heard(now);
  }

  long keepAlives() {
    return Integer.toUnsignedLong(keepAlives);
  }

  Instant heard() {
    return since().plusMillis(100 * Integer.toUnsignedLong(heardAfter));
  }

  void took(int micros) {
    exchangeMicros = micros;
  }

  int took() {
    return exchangeMicros;
  }

  private void heard(Instant now) {
    heardAfter = (int) (Math.max(0, micros(now) - sinceMicros) / MICROS_PER_TENTH);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
