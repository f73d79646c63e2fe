package org.moorage.profile.rules;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.yaml.NearestWord;

/**
 * The terms a rule's lists are made of, each one word: EtherTypes, ICMP types, addresses, ports.
 *
 * @param groups what {@code group:NAME} may stand for
 */
record RuleTerms(Groups groups) {

  static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{4}");
  private static final Pattern LOOKS_LIKE_MAC =
      Pattern.compile("[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}(?:/[0-9]+)?");
  private static final String GROUP = "group:";

  static RuleProtocol etherType(RuleWords.Word word) {
    int value = HEX.matcher(word.text()).matches() ? Integer.decode(word.text()) : 0;
    if (value < 0x0600) {
      throw new RuleMistake(
          word, word.quoted() + " is not an EtherType; write 0x0600..0xffff, as in 0x88cc");
    }
    EtherType type = new EtherType(value);
    for (IpVersion version : IpVersion.values()) {
      if (version.etherType().equals(type)) {
        return new RuleProtocol.Ip(Optional.of(version));
      }
    }
    return new RuleProtocol.OfEtherType(type);
  }

  static IcmpWord icmpType(RuleWords.Word word, Optional<IpVersion> version) {
    if (NUMBER.matcher(word.text()).matches()) {
      int type = Integer.parseInt(word.text());
      if (version.isEmpty()) {
        throw new RuleMistake(
            word,
            "type " + type + " differs between the two ICMPs; write icmpv4 or icmpv6, or a word");
      }
      if (type > IcmpType.MAX) {
        throw new RuleMistake(word, word.quoted() + " is not an ICMP type; write 0..255");
      }
      return IcmpWord.numbered(version.get(), type);
    }
    IcmpWord known = IcmpWord.WORDS.get(word.text());
    if (known == null) {
      throw new RuleMistake(
          word,
          word.quoted()
              + " is not an ICMP message; "
              + NearestWord.didYouMean(word.text(), sorted(IcmpWord.WORDS.keySet()))
                  .orElse("it is one of " + String.join(", ", sorted(IcmpWord.WORDS.keySet()))));
    }
    if (known.types(version).isEmpty()) {
      throw new RuleMistake(
          word,
          word.quoted() + " is not a message of this ICMP version; leave the version to \"icmp\"");
    }
    return known;
  }

  AddressTerm address(RuleWords.Word word) {
    String text = word.text();
    if (text.startsWith(GROUP)) {
      return new AddressTerm.Group(
          text.substring(GROUP.length()), member(word, groups.addresses()));
    }
    if (text.indexOf('.') < 0 && text.indexOf(':') < 0) {
      throw notAnAddress(word);
    }
    if (LOOKS_LIKE_MAC.matcher(text).matches()) {
      throw new RuleMistake(word, word.quoted() + " is a MAC address; write \"mac\" before it");
    }
    return new AddressTerm.Block(parsed(word, IpPrefix::parse));
  }

  private RuleMistake notAnAddress(RuleWords.Word word) {
    if (LOOKS_LIKE_MAC.matcher(word.text()).matches()) {
      return new RuleMistake(word, word.quoted() + " is a MAC address; write \"mac\" before it");
    }
    if (groups.addresses().containsKey(word.text())) {
      return new RuleMistake(
          word,
          word.quoted() + " is not an address; did you mean \"" + GROUP + word.text() + "\"?");
    }
    return new RuleMistake(
        word,
        word.quoted()
            + " is not an address; "
            + NearestWord.didYouMean(word.text(), List.of("any", "mac", "port"))
                .orElse("write any, 192.0.2.1, 192.0.2.0/24, 2001:db8::/32 or group:NAME"));
  }

  static MacPrefix mac(RuleWords.Word word) {
    String text = word.text();
    if (text.equals("broadcast")) {
      return MacPrefix.BROADCAST;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return MacPrefix.of(parsed(word, MacAddress::parse));
    }
    String length = text.substring(slash + 1);
    if (!NUMBER.matcher(length).matches()) {
      throw new RuleMistake(word, "\"" + length + "\" is not a MAC prefix length; it is 1..48");
    }
    return parsed(
        word,
        all -> new MacPrefix(MacAddress.parse(all.substring(0, slash)), Integer.parseInt(length)));
  }

  PortTerm port(RuleWords.Word word) {
    String text = word.text();
    if (text.startsWith(GROUP)) {
      return new PortTerm.Group(text.substring(GROUP.length()), member(word, groups.ports()));
    }
    return new PortTerm.Run(parsed(word, PortRange::parse));
  }

  private static <T> List<T> member(RuleWords.Word word, Map<String, List<T>> known) {
    String name = word.text().substring(GROUP.length());
    List<T> members = known.get(name);
    if (members == null) {
      throw new RuleMistake(
          word,
          word.quoted()
              + " does not exist; "
              + NearestWord.of(name, known.keySet())
                  .map(near -> "did you mean \"" + GROUP + near + "\"?")
                  .orElse(
                      known.isEmpty()
                          ? "groups.yaml names no such group"
                          : "groups.yaml has " + NearestWord.some(known.keySet())));
    }
    return members;
  }

  private static <T> T parsed(RuleWords.Word word, Function<String, T> parser) {
    try {
      return parser.apply(word.text());
    } catch (IllegalArgumentException wrong) {
      throw new RuleMistake(word, String.valueOf(wrong.getMessage()));
    }
  }

  private static List<String> sorted(Collection<String> words) {
    return words.stream().sorted().toList();
  }
}
