package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.rules;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.RuleAction;

/** What another edge says of a VM that moved. */
class AnnouncedVmTest {

  private static final PortName F2 = new PortName("f2");
  private static final VPortTerms CLOSED = terms(rules(RuleAction.DENY, FrameMatch.ANY));
  private static final byte[] RARP = withTag(frame(9, BROADCAST, 0x8035, "00"), 100);

  private final Rig rig = new Rig(SoftSwitchSettings.of(List.of(P1), List.of(FABRIC, F2)));

  @Test
  void theSwitchLearnsFromItAndPassesItOn() {
    assertThat(rig.receive(FABRIC, RARP)).containsExactly("f2/100");
    assertThat(rig.receive(F2, withTag(frame(7, 9), 100))).containsExactly("f1/100");
    rig.receive(F2, RARP);
    assertThat(rig.receive(FABRIC, withTag(frame(8, 9), 100))).containsExactly("f2/100");
  }

  @Test
  void aVmWhoseRulesDoNotAdmitItIsNotAboutIt() {
    VPortPlan plan = rig.apply(plan(1, P1, CLOSED, tagged(1, 100)));
    assertThat(rig.receive(FABRIC, RARP)).containsExactly("f2/100");
    assertThat(rig.droppedToVm(plan, DropReason.DENIED)).isZero();
    assertThat(rig.drops(FABRIC)).isEmpty();
    rig.receive(FABRIC, withTag(frame(9, BROADCAST, 0x9999, "00"), 100));
    assertThat(rig.droppedToVm(plan, DropReason.DENIED)).isEqualTo(1);
  }

  @Test
  void aVmWhoseRulesAdmitItGetsIt() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    assertThat(rig.receive(FABRIC, RARP)).containsExactlyInAnyOrder("f2/100", "p1/100");
  }
}
