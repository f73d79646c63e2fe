package org.moorage.control;

import java.util.Optional;
import org.moorage.protocol.vdp.VsiId;

/** What the {@link HomeArbiter} says about one association. */
public sealed interface Ruling {

  VsiId vsi();

  /** The VSI has one home, this one. */
  record Settled(VsiId vsi, Home home) implements Ruling {}

  /** The VSI has moved; its older home is to let go. */
  record Moved(VsiId vsi, Home from, Home to) implements Ruling {}

  /** What was reported is older than the home that counts; the reported one is to let go. */
  record Outdated(VsiId vsi, Home home, Home outdated) implements Ruling {}

  /**
   * The VSI changed its home too often; it stays where it is and the new place is to let go.
   *
   * @param first true for the attempt that froze it: the one to raise an alarm for
   */
  record Frozen(VsiId vsi, Home home, Home refused, boolean first) implements Ruling {}

  /** The arbiter keeps as many VSIs as it may; this one stays where it was reported. */
  record Unjudged(VsiId vsi, Home home) implements Ruling {}

  /** The home that is to let go, if one is. */
  default Optional<Home> withdrawn() {
    return switch (this) {
      case Settled settled -> Optional.empty();
      case Moved moved -> Optional.of(moved.from());
      case Outdated outdated -> Optional.of(outdated.outdated());
      case Frozen frozen -> Optional.of(frozen.refused());
      case Unjudged unjudged -> Optional.empty();
    };
  }

  /** The sentence for the story of the home that is to let go, or for the log. */
  default String because() {
    return switch (this) {
      case Settled(VsiId vsi, Home home) -> "the VSI lives at " + home;
      case Moved(VsiId vsi, Home from, Home to) ->
          "the VSI associated at " + to + " after it had associated at " + from;
      case Outdated(VsiId vsi, Home home, Home outdated) ->
          "the VSI associated at " + home + " after it had associated at " + outdated;
      case Frozen(VsiId vsi, Home home, Home refused, boolean first) ->
          "the VSI changed its home more than "
              + HomeArbiter.CHANGES_BEFORE_FREEZE
              + " times within "
              + HomeArbiter.FREEZE_WINDOW.toSeconds()
              + " s and stays at "
              + home
              + ": two stations claim the same VSIID, stop one of them";
      case Unjudged(VsiId vsi, Home home) ->
          "the arbiter already keeps its " + HomeArbiter.MAX_HOMES + " VSIs";
    };
  }

  /** What people should be told at once, if anything. */
  default Optional<String> alarm() {
    return switch (this) {
      case Frozen frozen when frozen.first() -> Optional.of(because());
      case Unjudged unjudged -> Optional.of(because());
      case Settled settled -> Optional.empty();
      case Moved moved -> Optional.empty();
      case Outdated outdated -> Optional.empty();
      case Frozen frozen -> Optional.empty();
    };
  }
}
