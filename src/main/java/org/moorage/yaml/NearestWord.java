package org.moorage.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody probably meant: the known word that is the fewest slips of the keyboard away. */
public final class NearestWord {

  /** A longer word is no misspelt keyword, and comparing it would only cost time. */
  private static final int MAX_LENGTH = 64;

  /** A longer list is not read by anybody. */
  private static final int MAX_LISTED = 12;

  private NearestWord() {}

  /**
   * The nearest of the known words: one slip (a letter too many, missing, wrong, or two swapped) in
   * every three letters is forgiven, or the same letters in another case; ties go to the word that
   * starts alike, then to the first.
   */
  public static Optional<String> of(String wrong, Collection<String> known) {
    if (wrong.isEmpty() || wrong.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    for (String word : known) {
      if (word.equalsIgnoreCase(wrong)) {
        return Optional.of(word);
      }
    }
    return known.stream()
        .filter(word -> slips(wrong, word) <= forgiven(wrong, word))
        .min(
            Comparator.<String>comparingInt(word -> slips(wrong, word))
                .thenComparingInt(word -> -sharedStart(wrong, word)));
  }

  /** {@code did you mean "port"?}, where there is such a word. */
  public static Optional<String> didYouMean(String wrong, Collection<String> known) {
    return of(wrong, known).map(word -> "did you mean \"" + word + "\"?");
  }

  /** The known words, sorted; of many only the first few. */
  public static String some(Collection<String> known) {
    String first = known.stream().sorted().limit(MAX_LISTED).collect(Collectors.joining(", "));
    return known.size() <= MAX_LISTED
        ? first
        : first + " and " + (known.size() - MAX_LISTED) + " more";
  }

  private static int sharedStart(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  private static int forgiven(String wrong, String word) {
    return Math.max(1, Math.min(wrong.length(), word.length()) / 3);
  }

  /** Optimal string alignment distance. */
  private static int slips(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
