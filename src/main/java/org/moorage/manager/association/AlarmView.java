package org.moorage.manager.association;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody should look, as REST shows it. */
public record AlarmView(Instant at, String edge, @Nullable String uplink, String text) {}
