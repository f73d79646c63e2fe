package org.moorage.simulator;

import java.util.Collection;
import org.moorage.yaml.NearestWord;

/** The end of a sentence about a word nobody knows. */
final class DidYouMean {

  private DidYouMean() {}

  /** Empty, or {@code ; did you mean "moves"?} to append. */
  static String question(String word, Collection<String> known) {
    return NearestWord.didYouMean(word, known).map(asked -> "; " + asked).orElse("");
  }
}
