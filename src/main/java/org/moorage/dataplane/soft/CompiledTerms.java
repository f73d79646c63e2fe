package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.protocol.ip.IpVersion;

/** A profile version's terms as frames meet them; one object for all vPorts under it. */
final class CompiledTerms {

  final VPortTerms terms;
  final CompiledRules fromVm;
  final CompiledRules toVm;
  final boolean isolated;

  /** Null where there is no limit. */
  final Policer.@Nullable Bucket rateFromVm;

  final Policer.@Nullable Bucket rateToVm;
  final Policer.@Nullable Bucket storm;

  /** PCP to write, or -1. */
  final int pcp;

  /** DSCP to write, or -1. */
  final int dscp;

  final boolean guardsMac;
  final boolean inspectsArp;
  final boolean learnsAddresses;
  final boolean guardsAddresses;

  /** As {@link CompiledRule#prefixes} lays them out; empty where none are fixed. */
  final long[] fixedAddresses;

  /** Some of the fixed ones are IPv6: then link-local addresses, without which it is mute, too. */
  final boolean fixesV6;

  /** vPorts under these terms; the writer's. */
  int users;

  CompiledTerms(VPortTerms terms) {
    this.terms = terms;
    fromVm = new CompiledRules(terms.rules().fromVm());
    toVm = new CompiledRules(terms.rules().toVm());
    isolated = terms.isolated();
    rateFromVm = terms.rates().fromVm().map(Policer.Bucket::of).orElse(null);
    rateToVm = terms.rates().toVm().map(Policer.Bucket::of).orElse(null);
    storm = terms.guard().storm().map(Policer.Bucket::of).orElse(null);
    pcp = terms.marking().pcp().orElse(-1);
    dscp = terms.marking().dscp().map(code -> code.value()).orElse(-1);
    Guard guard = terms.guard();
    guardsMac = guard.mac() == Guard.MacGuard.FILTER;
    inspectsArp = guard.arpInspection();
    learnsAddresses = guard.ip() instanceof Guard.IpGuard.Learned;
    guardsAddresses = !(guard.ip() instanceof Guard.IpGuard.Off);
    fixedAddresses =
        guard.ip() instanceof Guard.IpGuard.Fixed(var allowed)
            ? CompiledRule.prefixes(allowed)
            : new long[0];
    fixesV6 =
        guard.ip() instanceof Guard.IpGuard.Fixed(var allowed)
            && allowed.stream().anyMatch(block -> block.address().version() == IpVersion.V6);
  }
}
