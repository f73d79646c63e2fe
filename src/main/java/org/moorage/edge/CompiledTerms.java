package org.moorage.edge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.PortProfile;

/** The terms of profile versions, compiled once and shared by all vPorts under them. */
final class CompiledTerms {

  /** Compiled profile versions kept; a site has hundreds, the rest are compiled when asked for. */
  static final int MAX_COMPILED = 1_024;

  private record Key(PortProfile profile, Standing standing) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key(PortProfile theirs, Standing of)
          && standing == of
          && profile.equals(theirs);
    }

    /** Hashing a whole profile at every request would cost more than the request. */
    @Override
    public int hashCode() {
      return profile.type().value() * 31 + profile.version().value();
    }
  }

  private final Map<Key, VPortTerms> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, VPortTerms> eldest) {
          return size() > MAX_COMPILED;
        }
      };

  VPortTerms of(PortProfile profile, Standing standing) {
    return compiled.computeIfAbsent(
        new Key(profile, standing), _ -> VPortTerms.of(profile, standing));
  }
}
