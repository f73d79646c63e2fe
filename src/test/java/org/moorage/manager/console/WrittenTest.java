package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write into fields, and what pages write for them. */
class WrittenTest {

  private final Figures figures = new Figures();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02:00:5e:10:00:0f",
        "02-00-5E-10-00-0F",
        "0200.5e10.000f",
        "0200-5e10-000f",
        "02005E10000f",
        " 02:00:5e:10:00:0f "
      })
  void aMacAddressIsReadInEveryNotation(String text) {
    assertThat(WrittenMac.read(text)).map(Object::toString).hasValue("02:00:5e:10:00:0f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02:00:5e:10:00", "02:00-5e:10:00:0f", "host", "02005e10000g"})
  void whatIsNoMacAddressIsNotReadAsOne(String text) {
    assertThat(WrittenMac.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"9e,9f", "9,a", "0f,0g", "mac:02,mac:03", "1z,", "1-,", "'',"})
  void aPrefixHasATextBehindItWhereOrderIsTheSameEverywhere(String prefix, String behind) {
    assertThat(Columns.behind(prefix).orElse(null)).isEqualTo(behind);
  }

  @ParameterizedTest
  @CsvSource({
    "850, 850 µs",
    "12340, 12.3 ms",
    "1250000, 1.25 s",
    "184000000, 3 min 4 s",
    "999999, 1000 ms"
  })
  void durationsHaveThreeDigitsAndTheirUnit(long micros, String words) {
    assertThat(figures.micros(micros)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.4, 0.4", "12.34, 12.3", "1250, 1.25 k", "2500000, 2.50 M"})
  void ratesHaveThreeDigits(double rate, String words) {
    assertThat(figures.rate(rate)).isEqualTo(words);
  }

  @Test
  void countsAreGrouped() {
    assertThat(figures.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(figures.micros(null)).isEqualTo("–");
  }
}
