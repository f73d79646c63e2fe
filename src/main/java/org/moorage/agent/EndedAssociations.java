package org.moorage.agent;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.edge.VPort;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.stack.Flavour;
import org.moorage.protocol.stack.PortEffect;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiManagerId;

/** The newest VSIs that are no longer held or never were: for whoever asks why. */
final class EndedAssociations {

  /** As many as there are stories in full; older ones are forgotten. */
  static final int MAX_ENDED = StoryBook.MAX_STORIES;

  /** How one ended. */
  record Ended(
      VsiRequest request,
      List<VidField> answered,
      AssociationState state,
      Instant at,
      Optional<String> profile,
      String reason,
      String fix) {}

  private final Map<AssociationId, Ended> ended = new LinkedHashMap<>();

  void add(AssociationId id, Ended how) {
    ended.remove(id);
    ended.put(id, how);
    if (ended.size() > MAX_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
  }

  /** The VSI is held again. */
  void forget(AssociationId id) {
    ended.remove(id);
  }

  Map<AssociationId, Ended> all() {
    return ended;
  }

  static Ended refused(Exchange exchange, Instant now) {
    return new Ended(
        exchange.request(),
        List.of(),
        AssociationState.REFUSED,
        now,
        Optional.empty(),
        exchange.reason(),
        exchange.fix());
  }

  static Ended refused(VsiRequest request, int status, Instant now) {
    return new Ended(
        request,
        List.of(),
        AssociationState.REFUSED,
        now,
        Optional.empty(),
        StoryWords.refusal(status).orElse(""),
        "correct what the hypervisor sends: VIDs 0..4094, unicast MAC addresses, group IDs only"
            + " where both ends offer them");
  }

  static Ended released(VsiRequest request, VPort gone, String because, Instant now) {
    boolean told = gone.answered().size() == request.filters().entries().size();
    return new Ended(
        request,
        told ? gone.answered() : List.of(),
        AssociationState.DE_ASSOCIATED,
        now,
        Optional.of(gone.plan().profileName()),
        because,
        "");
  }

  /**
   * What was asked, where the protocols refused it without a decision because it breaks a rule of
   * VDP. The answer repeats the request; the manager it named is not in it.
   */
  static Optional<VsiRequest> refusedByForm(PortEffect.Answered answer) {
    if (Exchange.flavourOf(answer) == Flavour.DRAFT
        || StoryWords.refusal(answer.status()).isEmpty()
        || answer.sent().size() < 2) {
      return Optional.empty();
    }
    return switch (AssociationTlv.decode(answer.type(), answer.sent().from(2))) {
      case Decoded.Value<AssociationTlv>(AssociationTlv tlv) ->
          Optional.of(
              VsiRequest.of(
                  tlv.type() == VdpType.DE_ASSOCIATE ? VdpType.ASSOCIATE : tlv.type(),
                  VsiManagerId.DEFAULT,
                  tlv.typeId(),
                  tlv.version(),
                  tlv.vsiId(),
                  tlv.filters()));
      case Decoded.Malformed<AssociationTlv> malformed -> Optional.empty();
    };
  }
}
