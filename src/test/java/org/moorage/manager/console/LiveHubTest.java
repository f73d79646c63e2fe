package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    Consumer<Topic> listener = heard::add;
    hub.add(listener);
    hub.changed(Topic.AUDIT);
    hub.remove(listener);
    hub.changed(Topic.EDGES);
    assertThat(heard).containsExactly(Topic.AUDIT);
  }
}
