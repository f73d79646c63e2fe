package org.moorage.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenUnitsTest {

  @ParameterizedTest
  @CsvSource({
    "500 Mbit/s, 500000000, 500 Mbit/s",
    "500Mbit/s, 500000000, 500 Mbit/s",
    "2.5 Gbit/s, 2500000000, 2500 Mbit/s",
    "1000 Mbit/s, 1000000000, 1 Gbit/s",
    "64 kbit/s, 64000, 64 kbit/s",
    "8001 bit/s, 8001, 8001 bit/s",
    "1 Tbit/s, 1000000000000, 1 Tbit/s",
  })
  void readsRates(String text, long bitsPerSecond, String canonical) {
    assertThat(BitRate.parse(text).bitsPerSecond()).isEqualTo(bitsPerSecond);
    assertThat(BitRate.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "1 MB, 1000000, 1 MB",
    "64 KiB, 65536, 65536 B",
    "1.5 MiB, 1572864, 1572864 B",
    "1600 B, 1600, 1600 B",
    "128 kB, 128000, 128 kB",
  })
  void readsSizes(String text, long bytes, String canonical) {
    assertThat(ByteCount.parse(text).bytes()).isEqualTo(bytes);
    assertThat(ByteCount.parse(text)).hasToString(canonical);
  }

  @Test
  void readsFrameRates() {
    assertThat(FrameRate.parse("1000 frames/s")).isEqualTo(new FrameRate(1_000));
    assertThat(new FrameRate(1_000)).hasToString("1000 frames/s");
  }

  @ParameterizedTest
  @CsvSource({
    "ef, 46, ef",
    "af21, 18, af21",
    "af43, 38, af43",
    "cs3, 24, cs3",
    "le, 1, le",
    "va, 44, va",
    "default, 0, default",
    "cs0, 0, default",
    "46, 46, ef",
    "63, 63, 63",
  })
  void readsCodePoints(String text, int value, String canonical) {
    assertThat(Dscp.parse(text)).isEqualTo(new Dscp(value)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fast | \"fast\" is not a rate; write a number and its unit: bit/s, kbit/s, Mbit/s,"
            + " Gbit/s, Tbit/s",
        "500 | \"500\" has no unit; write one of bit/s, kbit/s, Mbit/s, Gbit/s, Tbit/s",
        "500 mbit/s | \"mbit/s\" is not a unit of a rate; did you mean \"Mbit/s\"?",
        "500 furlongs | \"furlongs\" is not a unit of a rate; write one of bit/s, kbit/s, Mbit/s,"
            + " Gbit/s, Tbit/s",
        "1 kbit/s | \"1 kbit/s\" is outside 8 kbit/s .. 1 Tbit/s",
        "2 Tbit/s | \"2 Tbit/s\" is outside 8 kbit/s .. 1 Tbit/s",
        "8000.5 bit/s | \"8000.5 bit/s\" is not a whole number of bit/s",
      })
  void saysWhatIsWrongWithARate(String text, String sentence) {
    assertThatThrownBy(() -> BitRate.parse(text)).hasMessage(sentence);
  }

  @Test
  void saysWhatIsWrongWithTheOthers() {
    assertThatThrownBy(() -> ByteCount.parse("1 kB"))
        .hasMessage("\"1 kB\" is outside 1600 B .. 4 GB");
    assertThatThrownBy(() -> FrameRate.parse("0 frames/s"))
        .hasMessage("\"0 frames/s\" is outside 1 frames/s .. 10000000 frames/s");
    assertThatThrownBy(() -> FrameRate.parse("10 frame/s"))
        .hasMessage("\"frame/s\" is not a unit of a frame rate; did you mean \"frames/s\"?");
    assertThatThrownBy(() -> Dscp.parse("af2"))
        .hasMessage("\"af2\" is not a DSCP; did you mean \"af21\"?");
    assertThatThrownBy(() -> Dscp.parse("gold"))
        .hasMessage(
            "\"gold\" is not a DSCP; write a name such as ef, af21, cs3, or a number 0..63");
    assertThatThrownBy(() -> Dscp.parse("64")).hasMessage("DSCP 64 is outside 0..63");
  }

  @Test
  void aRateWithoutABurstGetsTenMillisecondsOfIt() {
    assertThat(Rate.of(BitRate.parse("1 Gbit/s")).burst()).isEqualTo(ByteCount.parse("1250 kB"));
    assertThat(Rate.of(BitRate.parse("1 Mbit/s")).burst()).isEqualTo(ByteCount.parse("64 kB"));
    assertThat(Rate.of(BitRate.parse("1 Tbit/s")).burst()).isEqualTo(ByteCount.parse("1250 MB"));
  }
}
