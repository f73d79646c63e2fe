package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.manager.console.LiveHub.Topic;

class LiveHubTest {

  private final LiveHub hub = new LiveHub();

  @Test
  void aPageLearnsOfWhatChangedBetweenItsMakingAndItsListening() {
    hub.changed(Topic.EDGES);
    long seen = hub.seen();
    assertThat(hub.hasChanged(Topic.EDGES, seen)).isFalse();
    assertThat(hub.hasChanged(Topic.LAB, 0)).isFalse();
    hub.changed(Topic.LAB);
    assertThat(hub.hasChanged(Topic.LAB, seen)).isTrue();
    assertThat(hub.hasChanged(Topic.EDGES, seen)).isFalse();
  }

  @Test
  void whoListensHearsUntilItIsRemoved() {
    List<Topic> heard = new ArrayList<>();
    hub.add(heard::add);
    hub.changed(Topic.AUDIT);
    assertThat(heard).containsExactly(Topic.AUDIT);
  }
}
