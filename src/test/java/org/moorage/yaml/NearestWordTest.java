package org.moorage.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

  @ParameterizedTest
  @CsvSource({
    "prot, port", // two letters swapped
    "por, port", // one missing
    "pport, port", // one too many
    "pork, port", // one wrong
    "PORT, port",
    "dhcp_snoping, dhcp-snooping", // two slips in a long word
    "af2, af21", // the one that starts alike
  })
  void findsWhatWasMeant(String wrong, String meant) {
    assertThat(NearestWord.of(wrong, List.of("from", "port", "dhcp-snooping", "af12", "af21")))
        .hasValue(meant);
  }

  @ParameterizedTest
  @CsvSource({"zebra", "p", "tropp", "''"})
  void doesNotGuessWildly(String wrong) {
    assertThat(NearestWord.of(wrong, List.of("from", "port"))).isEmpty();
    assertThat(NearestWord.of("x".repeat(65), Collections.singleton("x".repeat(64)))).isEmpty();
  }

  @Test
  void ofManyWordsListsTheFirst() {
    assertThat(NearestWord.some(List.of("b", "a"))).isEqualTo("a, b");
    assertThat(NearestWord.some(IntStream.range(10, 30).mapToObj(Integer::toString).toList()))
        .isEqualTo("10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 and 8 more");
  }
}
