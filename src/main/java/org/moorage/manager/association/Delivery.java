package org.moorage.manager.association;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.moorage.agentlink.EventBatch;

/**
 * Events of one edge on their way into the tables.
 *
 * @param received when they arrived here
 * @param kept completed after the commit, with the last event kept; exceptionally when nothing was
 */
record Delivery(EventBatch batch, Instant received, CompletableFuture<Long> kept) {}
