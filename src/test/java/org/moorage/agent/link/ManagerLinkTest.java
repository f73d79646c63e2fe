package org.moorage.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.agent.link.LinkRig.vsi;
import static org.moorage.agent.link.LinkRig.web;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.agent.AssociationState;
import org.moorage.agent.AssociationView;
import org.moorage.agent.MemoryJournal;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.LinkEvent;
import org.moorage.agentlink.Order;
import org.moorage.agentlink.Resolve;
import org.moorage.agentlink.StoryLine;

/** An agent's link to a manager that comes, goes, forgets and refuses. */
@Timeout(60)
class ManagerLinkTest {

  @TempDir private Path directory;
  private ManagerInMemory manager;

  @BeforeEach
  void open() throws Exception {
    manager = new ManagerInMemory();
    manager.catalogue.put(new Resolve(4711, 2), web(3, 2, "released"));
    manager.snapshot = new Order.Snapshot(3, List.of(web(3, 2, "released")));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anAssociationIsDecidedByTheCopyAndToldWithItsStory() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      Hello hello = manager.hellos.poll(10, TimeUnit.SECONDS);
      assertThat(hello.edge()).isEqualTo("leaf-1");
      assertThat(hello.uplinks()).containsExactly("p1");
      rig.associate(1, 4711, 2);
      LinkEvent.Granted granted = granted();
      assertThat(granted.association().vsiId()).isEqualTo(vsi(1).toString());
      assertThat(granted.association().profile()).isEqualTo("web-server");
      assertThat(granted.story()).extracting(StoryLine::step).contains("heard", "answered");
      EdgeReport report = manager.reports.poll(10, TimeUnit.SECONDS);
      assertThat(report.uplinks()).hasSize(1);
    }
  }

  @Test
  void aTypeThatIsNotInTheCopyIsAskedFor() throws Exception {
    manager.catalogue.put(new Resolve(4711, 7), web(9, 7, "released"));
    try (LinkRig rig = new LinkRig(directory, manager)) {
      rig.associate(1, 4711, 7);
      assertThat(granted().association().version()).isEqualTo(7);
      rig.associate(2, 99, 1);
      LinkEvent.Refused refused = (LinkEvent.Refused) until(LinkEvent.Refused.class);
      assertThat(refused.association().reason()).contains("no VSI type 99 in the catalogue");
    }
  }

  @Test
  void ordersAreCarriedOut() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      rig.associate(1, 4711, 2);
      granted();
      manager.order("withdraw", new Order.Withdraw("p1", vsi(1).toString(), "it moved to leaf-2"));
      LinkEvent.Released released = (LinkEvent.Released) until(LinkEvent.Released.class);
      assertThat(released.cause()).isEqualTo("withdrawn");
      assertThat(released.because()).isEqualTo("it moved to leaf-2");
      manager.order("change", new Order.Change(web(4, 2, "retired")));
      manager.order("withdraw", new Order.Withdraw("p1", vsi(9).toString(), "nobody has it"));
      rig.associate(3, 4711, 3);
      until(LinkEvent.Refused.class);
      rig.associate(2, 4711, 2);
      LinkEvent.Refused refused = (LinkEvent.Refused) until(LinkEvent.Refused.class);
      assertThat(refused.association().reason()).contains("retired");
      assertThat(rig.catalogue.revision()).isEqualTo(4);
    }
  }

  @Test
  void whileTheManagerIsAwayEverythingGoesOnAndIsToldLaterOnce() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      rig.associate(1, 4711, 2);
      granted();
      manager.stop();
      assertThat(rig.alarm()).contains("manager");
      rig.associate(2, 4711, 2);
      rig.associate(3, 4711, 8);
      AssociationView third = refused(rig, 3);
      assertThat(third.reason()).contains("not in this edge's copy of the catalogue", "manager");
      assertThat(rig.link.state().connected()).isFalse();
      manager.startAgain();
      assertThat(granted().association().vsiId()).isEqualTo(vsi(2).toString());
      assertThat(manager.all).extracting(ManagerInMemory.Taken::sequence).doesNotHaveDuplicates();
      manager.streams.poll(10, TimeUnit.SECONDS);
      assertThat(manager.streams.poll(10, TimeUnit.SECONDS)).isEqualTo("3");
    }
  }

  @Test
  void anAnswerThatIsLostDoublesNothing() throws Exception {
    manager.loseAnswers = 2;
    manager.busy = 2;
    try (LinkRig rig = new LinkRig(directory, manager)) {
      rig.associate(1, 4711, 2);
      granted();
      rig.associate(2, 4711, 2);
      granted();
      assertThat(manager.all).extracting(ManagerInMemory.Taken::sequence).doesNotHaveDuplicates();
      assertThat(manager.all).noneMatch(ManagerInMemory.Taken::gapBefore);
    }
  }

  @Test
  void aManagerThatHasForgottenIsToldEverythingAgain() throws Exception {
    try (LinkRig rig = new LinkRig(directory, manager)) {
      rig.associate(1, 4711, 2);
      granted();
      manager.forget();
      rig.associate(2, 4711, 2);
      List<String> again = List.of(nextGranted(), nextGranted(), nextGranted());
      assertThat(again)
          .containsOnly(vsi(1).toString(), vsi(2).toString())
          .contains(vsi(1).toString());
      LinkEvent.ToldAll all = (LinkEvent.ToldAll) until(LinkEvent.ToldAll.class);
      assertThat(all.since()).as("another telling than that of the start").isGreaterThan(1);
    }
  }

  @Test
  void anotherStartTellsWhatTheFirstCouldNotAndThenWhatIsHeld() throws Exception {
    MemoryJournal journal = new MemoryJournal();
    List<URI> nobody = List.of(URI.create("http://127.0.0.1:1"));
    CachedCatalogue copy = CachedCatalogue.open(directory);
    copy.take(manager.snapshot);
    try (LinkRig first = new LinkRig(directory, 1, journal, nobody, ManagerInMemory.TOKEN)) {
      first.associate(1, 4711, 2);
      held(first, 1);
    }
    List<URI> both = List.of(nobody.getFirst(), manager.url());
    try (LinkRig second = new LinkRig(directory, 2, journal, both, ManagerInMemory.TOKEN)) {
      assertThat(second.journal()).isSameAs(journal);
      LinkEvent.Granted before = granted();
      LinkEvent.Granted after = granted();
      assertThat(before.restored()).isFalse();
      assertThat(after.restored()).isTrue();
      assertThat(after.association().filters()).isEqualTo(before.association().filters());
      assertThat(manager.all).extracting(ManagerInMemory.Taken::epoch).isSorted().contains(1L, 2L);
    }
  }

  @Test
  void aTokenThatIsRefusedAndANameThatIsTakenAreSaidClearly() throws Exception {
    try (LinkRig rig =
        new LinkRig(directory, 1, new MemoryJournal(), List.of(manager.url()), "wrong")) {
      assertThat(rig.alarm()).contains("refuses this agent's token", "moorage agent-token NAME");
      assertThat(rig.link.state().trouble().orElseThrow()).doesNotContain("wrong");
    }
    manager.helloStatus = 409;
    manager.detail = "the name leaf-1 belongs to another edge";
    try (LinkRig rig = new LinkRig(directory, manager)) {
      assertThat(rig.alarm()).isEqualTo("the name leaf-1 belongs to another edge");
    }
  }

  @Test
  void aStreamThatFallsSilentIsGivenUp() throws Exception {
    manager.silentStream = true;
    try (LinkRig rig = new LinkRig(directory, manager)) {
      assertThat(rig.alarm()).contains("nothing was heard for 1 s");
      assertThat(manager.hellos.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(manager.hellos.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void aDamagedCopyIsFetchedAnew() throws Exception {
    CachedCatalogue copy = CachedCatalogue.open(directory);
    copy.take(manager.snapshot);
    Path file = directory.resolve(CachedCatalogue.FILE);
    Files.writeString(file, Files.readString(file).replace("access: 100", "access: 666"));
    try (LinkRig rig = new LinkRig(directory, manager)) {
      assertThat(rig.alarm()).contains("its checksum is wrong", "fetched from the manager anew");
      assertThat(manager.streams.poll(10, TimeUnit.SECONDS)).isEmpty();
      rig.associate(1, 4711, 2);
      assertThat(granted().association().filters().getFirst().answered()).isEqualTo(100);
    }
    assertThat(CachedCatalogue.open(directory).revision()).isEqualTo(3);
  }

  private LinkEvent.Granted granted() throws InterruptedException {
    return (LinkEvent.Granted) until(LinkEvent.Granted.class);
  }

  private String nextGranted() throws InterruptedException {
    return granted().association().vsiId();
  }

  private LinkEvent until(Class<? extends LinkEvent> kind) throws InterruptedException {
    LinkEvent event = manager.next().event();
    while (!kind.isInstance(event)) {
      event = manager.next().event();
    }
    return event;
  }

  private static AssociationView refused(LinkRig rig, int number) throws Exception {
    return in(rig, number, AssociationState.REFUSED);
  }

  private static AssociationView held(LinkRig rig, int number) throws Exception {
    return in(rig, number, AssociationState.ASSOCIATED);
  }

  private static AssociationView in(LinkRig rig, int number, AssociationState state)
      throws Exception {
    while (true) {
      Optional<AssociationView> view = rig.association(number);
      if (view.filter(found -> found.state() == state).isPresent()) {
        return view.get();
      }
      Thread.onSpinWait();
    }
  }
}
