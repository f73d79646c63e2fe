package org.moorage.dataplane.soft;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.VPortCounters;
import org.moorage.edge.VPortPlan;

/**
 * A vPort as frames meet it. A changed plan makes a new one; what has been counted, learned and
 * used up goes over to it.
 */
final class SoftVPort {

  final VPortPlan plan;
  final SwitchPort port;
  final CompiledTerms terms;
  final @Nullable Policer fromVm;
  final @Nullable Policer toVm;
  final @Nullable Policer storm;
  final Tally tally;

  /** Its virtual subnet, or 0 where its frames travel in VLANs. */
  final int vsid;

  /** Whether the VM may use addresses of its virtual subnet no record is about. */
  final boolean learnsCustomerAddresses;

  /** Null where no frame is sampled. */
  final @Nullable Sampler sampler;

  /** Where copies of its frames go; null where nowhere. Written under the switch's lock. */
  volatile Tap @Nullable [] taps;

  final IpBindings addresses;
  final List<Attachment> attachments;

  /** Addresses learned behind it, at most {@link MacTable#LEARNED_PER_VPORT}; the writer's. */
  List<Long> learned = List.of();

  /** Hits of the rules from the VM, then of those to it; none while nothing hit. */
  private volatile @Nullable AtomicLongArray hits;

  SoftVPort(VPortPlan plan, SwitchPort port, CompiledTerms terms, @Nullable SoftVPort before) {
    this.plan = plan;
    this.port = port;
    this.terms = terms;
    boolean sameRates = before != null && before.plan.rates().equals(plan.rates());
    fromVm = before != null && sameRates ? before.fromVm : policer(terms.rateFromVm);
    toVm = before != null && sameRates ? before.toVm : policer(terms.rateToVm);
    boolean sameGuard = before != null && before.plan.guard().equals(plan.guard());
    storm = before != null && sameGuard ? before.storm : policer(terms.storm);
    vsid = plan.overlay().map(in -> in.vsid().value()).orElse(0);
    learnsCustomerAddresses = plan.overlay().isPresent() && plan.overlay().get().learnsAddresses();
    tally = before != null ? before.tally : new Tally();
    boolean sameSampling =
        before != null && before.plan.terms().sampling().equals(plan.terms().sampling());
    sampler = before != null && sameSampling ? before.sampler : Sampler.of(plan.terms().sampling());
    addresses =
        before != null && sameGuard
            ? before.addresses
            : terms.learnsAddresses ? new IpBindings() : IpBindings.UNUSED;
    hits = before != null && before.terms == terms ? before.hits : null;
    attachments =
        List.copyOf(
            plan.matches().stream().map(match -> new Attachment(this, match, before)).toList());
  }

  private static @Nullable Policer policer(Policer.@Nullable Bucket bucket) {
    return bucket == null ? null : new Policer(bucket);
  }

  /** How many rules that direction has. */
  int rules(int direction) {
    return (direction == Tally.FROM_VM ? terms.fromVm : terms.toVm).size();
  }

  void hit(int direction, int rule, int times) {
    int first = direction == Tally.FROM_VM ? 0 : terms.fromVm.size();
    hits().getAndAdd(first + rule, times);
  }

  VPortCounters counters() {
    return new VPortCounters(
        tally.permitted(Tally.FROM_VM),
        tally.permitted(Tally.TO_VM),
        tally.dropped(Tally.FROM_VM),
        tally.dropped(Tally.TO_VM),
        hits(0, terms.fromVm.size()),
        hits(terms.fromVm.size(), terms.toVm.size()),
        ruleHits());
  }

  private List<Long> ruleHits() {
    AtomicLongArray all = hits;
    List<Long> copied = new ArrayList<>(terms.fromVm.written.length + terms.toVm.written.length);
    for (int rule : terms.fromVm.written) {
      copied.add(all == null ? 0L : all.get(rule));
    }
    for (int rule : terms.toVm.written) {
      copied.add(all == null ? 0L : all.get(terms.fromVm.size() + rule));
    }
    return copied;
  }

  private List<Long> hits(int from, int count) {
    AtomicLongArray all = hits;
    List<Long> copied = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      copied.add(all == null ? 0L : all.get(from + i));
    }
    return copied;
  }

  private AtomicLongArray hits() {
    AtomicLongArray all = hits;
    return all == null ? allocateHits() : all;
  }

  private synchronized AtomicLongArray allocateHits() {
    AtomicLongArray all = hits;
    if (all == null) {
      all = new AtomicLongArray(terms.fromVm.size() + terms.toVm.size());
      hits = all;
    }
    return all;
  }
}
