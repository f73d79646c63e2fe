package org.moorage.agent;

import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.edge.VPort;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.VsiRequest;

/** A request on its way to its answer: how long each step took and what came of it. */
final class Exchange {

  /** First octets of an organisationally defined TLV, as draft 0 sends all of its own. */
  private static final int DRAFT_TLV = 0x7F;

  private final AssociationId id;
  private final VsiRequest request;
  private final LongSupplier nanos;
  private final long began;
  private long lastLap;
  private @Nullable VPort vPort;
  private @Nullable HeldVsi held;
  private boolean announces;
  private String reason = "";
  private String fix = "";

  Exchange(AssociationId id, VsiRequest request, LongSupplier nanos) {
    this.id = id;
    this.request = request;
    this.nanos = nanos;
    began = nanos.getAsLong();
    lastLap = began;
  }

  AssociationId id() {
    return id;
  }

  VsiRequest request() {
    return request;
  }

  /** Microseconds since the lap before, rounded up: a step that happened took some. */
  int lap() {
    long now = nanos.getAsLong();
    int micros = micros(now - lastLap);
    lastLap = now;
    return micros;
  }

  /** Microseconds from the request to the last lap. */
  int total() {
    return micros(lastLap - began);
  }

  void granted(VPort granted, HeldVsi toHold) {
    vPort = granted;
    held = toHold;
  }

  void announces(boolean doesSo) {
    announces = doesSo;
  }

  /** Whether frames pass the vPort now that did not before: the network is to hear of the VM. */
  boolean announces() {
    return announces;
  }

  void refuse(String refusedBecause, String mendedBy) {
    reason = refusedBecause;
    fix = mendedBy;
  }

  /** What the VSI has now; null where the request was refused. */
  @Nullable VPort vPort() {
    return vPort;
  }

  HeldVsi held() {
    return Objects.requireNonNull(held, "only what was granted is held");
  }

  String reason() {
    return reason;
  }

  String fix() {
    return fix;
  }

  StoryStep answered(PortEffect.Answered answer, Instant now) {
    return new StoryStep.Answered(
        now, lap(), answer.type(), answer.status(), request.flavour(), answer.sent());
  }

  /** An answer the protocols gave by themselves. */
  static StoryStep answeredAlone(PortEffect.Answered answer, Instant now) {
    return new StoryStep.Answered(
        now, 0, answer.type(), answer.status(), flavourOf(answer), answer.sent());
  }

  static Flavour flavourOf(PortEffect.Answered answer) {
    boolean draft = answer.sent().size() > 0 && answer.sent().u8(0) >>> 1 == DRAFT_TLV;
    return draft ? Flavour.DRAFT : Flavour.RATIFIED;
  }

  private static int micros(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, (Math.max(0, nanos) + 999) / 1_000);
  }
}
