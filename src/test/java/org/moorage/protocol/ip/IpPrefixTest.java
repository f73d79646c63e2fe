package org.moorage.protocol.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.Octets;

class IpPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:1:0:0:0:0, 0:0:0:1::",
    "::ffff:192.0.2.1, ::ffff:c000:201",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
  })
  void writesAddressesInTheirOneForm(String text, String canonical) {
    assertThat(IpAddress.parse(text).orElseThrow()).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.-4",
        "1.2.3.4 ",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1::",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "::1.2.3",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "localhost"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void agreesWithTheJdk() throws UnknownHostException {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
      }
      IpVersion version = bytes.length == 4 ? IpVersion.V4 : IpVersion.V6;
      IpAddress address = IpAddress.of(version, Octets.of(bytes), 0);

      assertThat(IpAddress.parse(address.toString())).hasValue(address);
      assertThat(IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()))
          .satisfies(parsed -> {
            if (!isMapped(bytes)) {
              assertThat(parsed).hasValue(address);
            }
          });
      for (int bit = 0; bit < version.bits(); bit++) {
        assertThat(address.bit(bit)).isEqualTo((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0);
      }
    }
  }

  /** The JDK makes an IPv4 address of those. */
  private static boolean isMapped(byte[] bytes) {
    return bytes.length == 16
        && Octets.of(bytes).slice(0, 12).hex().equals("0".repeat(20) + "ffff");
  }

  @Test
  void containsWhatSharesItsFirstBits() {
    for (int length = 0; length <= 128; length++) {
      IpAddress address = IpAddress.v6(0x2001_0db8_1234_5678L, 0x9abc_def0_1234_5678L);
      IpPrefix prefix = new IpPrefix(address.network(length), length);
      assertThat(prefix.contains(address)).isTrue();
      if (length > 0) {
        long high = length <= 64 ? address.high() ^ 1L << (64 - length) : address.high();
        long low = length > 64 ? address.low() ^ 1L << (128 - length) : address.low();
        assertThat(prefix.contains(IpAddress.v6(high, low))).as("bit %d", length).isFalse();
      }
    }
    IpPrefix ten = IpPrefix.parse("10.0.0.0/8");
    assertThat(ten.contains(IpPrefix.parse("10.1.0.0/16"))).isTrue();
    assertThat(IpPrefix.parse("10.1.0.0/16").contains(ten)).isFalse();
    assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpPrefix.parse("::/0"))).isFalse();
    assertThat(IpPrefix.parse("::/0").contains(IpPrefix.parse("2001:db8::1"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.0.0.1/32, 10.0.0.1",
    "2001:DB8::/32, 2001:db8::/32",
    "::1/128, ::1",
    "0.0.0.0/0, 0.0.0.0/0",
  })
  void writesABlockAndABareAddress(String text, String canonical) {
    assertThat(IpPrefix.parse(text)).hasToString(canonical);
    assertThat(IpPrefix.parse(canonical)).isEqualTo(IpPrefix.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1/8 | 10.0.0.1/8 has bits behind the prefix; the block is 10.0.0.0/8",
        "2001:db8::1/32 | 2001:db8::1/32 has bits behind the prefix; the block is 2001:db8::/32",
        "10.0.0.0/ | \"\" is not a prefix length of IPv4; it is 0..32",
        "10.0.0.0/33 | \"33\" is not a prefix length of IPv4; it is 0..32",
        "::/129 | \"129\" is not a prefix length of IPv6; it is 0..128",
        "ten/8 | \"ten\" is not an IP address; write it as 192.0.2.1 or 2001:db8::1",
      })
  void saysWhatIsWrong(String text, String sentence) {
    assertThatThrownBy(() -> IpPrefix.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
