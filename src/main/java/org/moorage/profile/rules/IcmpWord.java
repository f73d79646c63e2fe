package org.moorage.profile.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.protocol.ip.IpVersion;

/**
 * An ICMP message named in a rule: by a word that means the same in both versions, or by number.
 *
 * @param text as written: a word of {@link #WORDS}, or 0..255
 * @param v4 its type in ICMPv4, where it has one
 * @param v6 its type in ICMPv6, where it has one
 */
public record IcmpWord(String text, Optional<IcmpType> v4, Optional<IcmpType> v6) {

  /** Every word, by its text. */
  public static final Map<String, IcmpWord> WORDS = words();

  /** A type by number, of one version. */
  public static IcmpWord numbered(IpVersion version, int type) {
    Optional<IcmpType> icmp = Optional.of(new IcmpType(version, type));
    return version == IpVersion.V4
        ? new IcmpWord(Integer.toString(type), icmp, Optional.empty())
        : new IcmpWord(Integer.toString(type), Optional.empty(), icmp);
  }

  /** What it means in one version, or in both. */
  public List<IcmpType> types(Optional<IpVersion> version) {
    List<IcmpType> types = new ArrayList<>(2);
    if (version.isEmpty() || version.get() == IpVersion.V4) {
      v4.ifPresent(types::add);
    }
    if (version.isEmpty() || version.get() == IpVersion.V6) {
      v6.ifPresent(types::add);
    }
    return types;
  }

  private static Map<String, IcmpWord> words() {
    Map<String, IcmpWord> words = new TreeMap<>();
    word(words, "echo-request", 8, 128);
    word(words, "echo-reply", 0, 129);
    word(words, "unreachable", 3, 1);
    word(words, "packet-too-big", -1, 2);
    word(words, "time-exceeded", 11, 3);
    word(words, "parameter-problem", 12, 4);
    word(words, "redirect", 5, 137);
    word(words, "router-advertisement", 9, 134);
    word(words, "router-solicitation", 10, 133);
    word(words, "neighbour-solicitation", -1, 135);
    word(words, "neighbour-advertisement", -1, 136);
    word(words, "timestamp", 13, -1);
    word(words, "timestamp-reply", 14, -1);
    return Map.copyOf(words);
  }

  private static void word(Map<String, IcmpWord> words, String text, int v4, int v6) {
    words.put(text, new IcmpWord(text, type(IpVersion.V4, v4), type(IpVersion.V6, v6)));
  }

  private static Optional<IcmpType> type(IpVersion version, int type) {
    return type < 0 ? Optional.empty() : Optional.of(new IcmpType(version, type));
  }
}
