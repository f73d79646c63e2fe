package org.moorage.agent;

import java.util.Optional;
import org.moorage.protocol.vdp.VdpType;

/** What an association is, as REST and the console name it. */
public enum AssociationState {
  PRE_ASSOCIATED("pre-associated"),
  PRE_ASSOCIATED_RR("pre-associated-rr"),
  ASSOCIATED("associated"),
  DE_ASSOCIATED("de-associated"),
  REFUSED("refused");

  private final String label;

  AssociationState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public static Optional<AssociationState> of(String label) {
    for (AssociationState state : values()) {
      if (state.label.equals(label)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  static AssociationState of(VdpType type) {
    return switch (type) {
      case PRE_ASSOCIATE -> PRE_ASSOCIATED;
      case PRE_ASSOCIATE_RR -> PRE_ASSOCIATED_RR;
      case ASSOCIATE -> ASSOCIATED;
      case DE_ASSOCIATE -> DE_ASSOCIATED;
    };
  }
}
