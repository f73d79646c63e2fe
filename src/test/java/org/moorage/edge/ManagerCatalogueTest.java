package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.edge.Bench.P1;
import static org.moorage.edge.Bench.P2;
import static org.moorage.edge.Bench.ask;
import static org.moorage.edge.Bench.at;

import org.junit.jupiter.api.Test;
import org.moorage.profile.FailPolicy;
import org.moorage.profile.Lookup;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** What an edge makes of what a copy of a manager's catalogue says. */
class ManagerCatalogueTest {

  private static final VsiTypeId TYPE = new VsiTypeId(4711);
  private static final VsiTypeVersion VERSION = new VsiTypeVersion(2);
  private static final VsiRequest REQUEST = ask(1, 4711, 2, at(1, 0));

  private final Bench bench = new Bench();

  @Test
  void aRetiredVersionStaysWithWhoHoldsItAndIsRefusedToOthers() {
    TypeLookup retired = (type, version) -> new Lookup.Retired(profile(FailPolicy.LAST_KNOWN));
    Decision.Refuse refused = refused(retired);
    assertThat(refused.error()).isEqualTo(VdpError.OTHER_FAILURE);
    assertThat(refused.hard()).isTrue();
    assertThat(refused.draft()).isEqualTo(DraftResponse.VTID_VERSION_VIOLATION);
    assertThat(refused.reason()).contains("retired");
    Decision.Granted held = commit(found(FailPolicy.LAST_KNOWN));
    assertThat(decide(retired)).isInstanceOf(Decision.Accept.class);
    assertThat(bench.edge.decide(P2, REQUEST, retired, bench.now))
        .isInstanceOf(Decision.Accept.class);
    Bench restarted = new Bench();
    assertThat(
            restarted.edge.decideAgain(P1, new HeldVsi(REQUEST, held.vids()), retired, bench.now))
        .isInstanceOf(Decision.Accept.class);
  }

  @Test
  void whileTheManagerIsAwayTheProfileSaysWhatHolds() {
    assertThat(decide(away(FailPolicy.LAST_KNOWN))).isInstanceOf(Decision.Accept.class);
    Decision.Refuse closed = refused(away(FailPolicy.CLOSED));
    assertThat(closed.error()).isEqualTo(VdpError.UNABLE_TO_CONTACT_MANAGER);
    assertThat(closed.hard()).isFalse();
    assertThat(closed.draft()).isEqualTo(DraftResponse.INSUFFICIENT_RESOURCES);
    assertThat(refused(away(FailPolicy.QUARANTINE)).error())
        .isEqualTo(VdpError.UNABLE_TO_CONTACT_MANAGER);
  }

  @Test
  void aClosedProfileKeepsWhatLives() {
    commit(found(FailPolicy.CLOSED));
    assertThat(decide(away(FailPolicy.CLOSED))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aQuarantineTypeTakesWhatIsNewWhileTheManagerIsAway() {
    Bench quarantining =
        new Bench(EdgeSettings.DEFAULTS.with(new UnknownTypePolicy.Quarantine(TYPE, VERSION)));
    Decision decision =
        quarantining.edge.decide(P1, REQUEST, away(FailPolicy.QUARANTINE), bench.now);
    assertThat(decision).isInstanceOf(Decision.Accept.class);
    assertThat(((Decision.Accept) decision).plan().terms().standing())
        .isEqualTo(Standing.QUARANTINED);
  }

  @Test
  void whatNobodyCanAskForIsRefusedForNowAndALiveVsiKeepsWhatItHas() {
    TypeLookup unreachable =
        (type, version) -> new Lookup.Unreachable(type, version, "no manager answers");
    Decision.Refuse first = refused(unreachable);
    assertThat(first.error()).isEqualTo(VdpError.UNABLE_TO_CONTACT_MANAGER);
    assertThat(first.keep()).isFalse();
    commit(found(FailPolicy.LAST_KNOWN));
    assertThat(refused(unreachable).keep()).isTrue();
    assertThat(refused(unreachable).reason()).contains("no manager answers");
  }

  @Test
  void theManagersOwnWordsRefuseWhatItDoesNotKnow() {
    TypeLookup denied =
        (type, version) -> new Lookup.Denied(type, version, "type 4711 has versions 1", "ask 1");
    assertThat(refused(denied).reason()).isEqualTo("type 4711 has versions 1");
    assertThat(refused(denied).fix()).isEqualTo("ask 1");
    assertThat(refused(denied).hard()).isTrue();
  }

  private Decision decide(TypeLookup types) {
    return bench.edge.decide(P1, REQUEST, types, bench.now);
  }

  private Decision.Refuse refused(TypeLookup types) {
    Decision decision = decide(types);
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    return (Decision.Refuse) decision;
  }

  private Decision.Granted commit(TypeLookup types) {
    Decision.Granted granted = (Decision.Granted) decide(types);
    bench.edge.commit(granted, bench.now);
    return granted;
  }

  private static TypeLookup found(FailPolicy policy) {
    return (type, version) -> new Lookup.Found(profile(policy));
  }

  private static TypeLookup away(FailPolicy policy) {
    return (type, version) -> new Lookup.ManagerAway(profile(policy));
  }

  private static PortProfile profile(FailPolicy policy) {
    String text =
        """
        type: 4711
        name: web-server
        version: 2
        vlan: { access: 100 }
        from-vm: [ permit any ]
        to-vm: [ deny any ]
        when-manager-away: %s
        """
            .formatted(policy.word());
    return ((ProfileText.Reading.Read) ProfileText.read(text, "")).profile();
  }
}
