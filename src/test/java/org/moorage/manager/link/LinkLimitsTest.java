package org.moorage.manager.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.AgentLink;
import org.moorage.manager.Rejection;

class LinkLimitsTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final LinkLimits limits = new LinkLimits(now::get);
  private final UUID wild = UUID.randomUUID();

  @Test
  void anEdgeThatRunsWildIsToldToWaitAndTheOthersAreNot() {
    for (int sent = 0; sent < LinkLimits.EVENTS_AT_ONCE; sent += AgentLink.MAX_EVENTS) {
      limits.admit(wild, AgentLink.MAX_EVENTS);
    }
    assertThatThrownBy(() -> limits.admit(wild, 1))
        .isInstanceOfSatisfying(
            Rejection.class,
            refused -> {
              assertThat(refused.getStatusCode().value()).isEqualTo(429);
              assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("1");
            });
    assertThatCode(() -> limits.admit(UUID.randomUUID(), 1)).doesNotThrowAnyException();
    now.updateAndGet(before -> before.plusSeconds(1));
    assertThatCode(() -> limits.admit(wild, LinkLimits.EVENTS_PER_SECOND))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.admit(wild, 1)).isInstanceOf(Rejection.class);
  }

  @Test
  void requestsWithoutEventsAreCountedAsWell() {
    for (int i = 0; i < LinkLimits.REQUESTS_AT_ONCE; i++) {
      limits.admit(wild, 0);
    }
    assertThatThrownBy(() -> limits.admit(wild, 0)).isInstanceOf(Rejection.class);
  }

  @Test
  void aClockThatGoesBackHarmsNobody() {
    limits.admit(wild, 1);
    now.updateAndGet(before -> before.minusSeconds(100));
    assertThatCode(() -> limits.admit(wild, 1)).doesNotThrowAnyException();
  }
}
