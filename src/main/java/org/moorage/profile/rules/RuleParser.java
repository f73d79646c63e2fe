package org.moorage.profile.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.yaml.NearestWord;

/**
 * The one reader of rules: YAML, forms, REST and imports all come here.
 *
 * <p>The grammar is {@code web/docs/11-rule-grammar.md}; the methods below stand in its order.
 */
public final class RuleParser {

  /** Longer than any sentence a person would review; groups exist for long lists. */
  public static final int MAX_TEXT = 4_000;

  /** Addresses of one side of a rule once its groups are resolved: what one vPort can hold. */
  public static final int MAX_PREFIXES = 1_024;

  /** Port ranges of one side of a rule once its groups are resolved. */
  public static final int MAX_RANGES = 256;

  private static final Set<String> CLAUSES =
      Set.of("from", "to", "mac", "port", "type", "log", "one-way");
  private static final Map<String, String> ACTIONS_ELSEWHERE =
      Map.of(
          "allow", "permit", "accept", "permit", "pass", "permit", "drop", "deny", "block", "deny",
          "reject", "deny", "discard", "deny");

  private final RuleWords words;
  private final RuleTerms terms;

  private RuleParser(RuleWords words, Groups groups) {
    this.words = words;
    this.terms = new RuleTerms(groups);
  }

  /** Reads one sentence; groups it names must exist. Never throws on text. */
  public static RuleReading parse(String text, Groups groups) {
    if (text.length() > MAX_TEXT) {
      return new RuleReading.Mistaken(
          MAX_TEXT,
          "the rule has "
              + text.length()
              + " characters, more than "
              + MAX_TEXT
              + "; name its addresses as a group");
    }
    try {
      return new RuleReading.Read(new RuleParser(new RuleWords(text), groups).rule());
    } catch (RuleMistake mistake) {
      return new RuleReading.Mistaken(mistake.column(), mistake.sentence());
    }
  }

  /** The words a rule's protocol may be. */
  static Set<String> protocolWords() {
    Set<String> all = new TreeSet<>(RuleProtocol.NUMBERS.keySet());
    all.addAll(
        List.of(
            "any",
            "ip",
            "ipv4",
            "ipv6",
            "icmp",
            "icmpv4",
            "icmpv6",
            "arp",
            "rarp",
            "ethertype",
            "protocol"));
    return all;
  }

  // ---- rule = action protocol ["from" end] ["to" end] ["log"] ["one-way"]

  private Rule rule() {
    RuleAction action = action();
    int protocolColumn = words.peek().column();
    RuleProtocol protocol = protocol();
    Endpoint from = words.accept("from") ? end(protocol) : Endpoint.ANY;
    Endpoint to = words.accept("to") ? end(protocol) : Endpoint.ANY;
    boolean log = words.accept("log");
    boolean oneWay = words.accept("one-way");
    if (oneWay && action == RuleAction.DENY) {
      throw new RuleMistake(
          words.last(), "\"one-way\" belongs to a permit; a deny admits no reply anyway");
    }
    if (!words.atEnd()) {
      throw leftOver(words.peek());
    }
    requireCommonVersion(protocol, from, to, protocolColumn);
    return new Rule(action, protocol, from, to, log, oneWay);
  }

  private RuleAction action() {
    RuleWords.Word word = words.take();
    for (RuleAction action : RuleAction.values()) {
      if (action.word().equals(word.text())) {
        return action;
      }
    }
    if (word.text().isEmpty()) {
      throw new RuleMistake(word, "the rule is empty; it starts with \"permit\" or \"deny\"");
    }
    String meant = ACTIONS_ELSEWHERE.get(word.text());
    throw new RuleMistake(
        word,
        word.quoted()
            + " is not an action; "
            + (meant != null
                ? "did you mean \"" + meant + "\"?"
                : NearestWord.didYouMean(word.text(), List.of("permit", "deny"))
                    .orElse("a rule starts with \"permit\" or \"deny\"")));
  }

  // ---- protocol

  private RuleProtocol protocol() {
    RuleWords.Word word = words.take();
    Integer number = RuleProtocol.NUMBERS.get(word.text());
    if (number != null) {
      return new RuleProtocol.Transport(number);
    }
    return switch (word.text()) {
      case "any" -> new RuleProtocol.Any();
      case "ip" -> new RuleProtocol.Ip(Optional.empty());
      case "ipv4" -> new RuleProtocol.Ip(Optional.of(IpVersion.V4));
      case "ipv6" -> new RuleProtocol.Ip(Optional.of(IpVersion.V6));
      case "icmp" -> icmp(Optional.empty());
      case "icmpv4" -> icmp(Optional.of(IpVersion.V4));
      case "icmpv6" -> icmp(Optional.of(IpVersion.V6));
      case "arp" -> new RuleProtocol.OfEtherType(EtherType.ARP);
      case "rarp" -> new RuleProtocol.OfEtherType(EtherType.RARP);
      case "ethertype" -> RuleTerms.etherType(words.take());
      case "protocol" -> numberedProtocol(words.take());
      default -> throw notAProtocol(word);
    };
  }

  private static RuleMistake notAProtocol(RuleWords.Word word) {
    if (word.text().isEmpty()) {
      return new RuleMistake(word, "the protocol is missing; write \"any\" for every frame");
    }
    if (CLAUSES.contains(word.text())) {
      return new RuleMistake(
          word, word.quoted() + " is not a protocol; write \"any\" or a protocol before it");
    }
    Set<String> near = protocolWords();
    near.addAll(CLAUSES);
    return new RuleMistake(
        word,
        word.quoted()
            + " is not a protocol; "
            + NearestWord.didYouMean(word.text(), near)
                .orElse("it is one of " + String.join(", ", protocolWords())));
  }

  private RuleProtocol numberedProtocol(RuleWords.Word word) {
    int number =
        RuleTerms.NUMBER.matcher(word.text()).matches() ? Integer.parseInt(word.text()) : -1;
    if (number < 0 || number > 255) {
      throw new RuleMistake(word, word.quoted() + " is not an IP protocol number; write 0..255");
    }
    return switch (number) {
      case RuleProtocol.ICMPV4 -> icmp(Optional.of(IpVersion.V4));
      case RuleProtocol.ICMPV6 -> icmp(Optional.of(IpVersion.V6));
      default -> new RuleProtocol.Transport(number);
    };
  }

  private RuleProtocol icmp(Optional<IpVersion> version) {
    List<IcmpWord> types =
        words.accept("type") ? list(word -> RuleTerms.icmpType(word, version)) : List.of();
    return new RuleProtocol.Icmp(version, types);
  }

  // ---- end = ["any" | addresses] ["mac" macs] ["port" ports]

  private Endpoint end(RuleProtocol protocol) {
    RuleWords.Word side = words.last();
    RuleWords.Word first = words.peek();
    if (words.atEnd() || first.text().equals("log") || first.text().equals("one-way")) {
      throw new RuleMistake(
          first, "nothing stands behind " + side.quoted() + "; write \"any\" or an address");
    }
    boolean bare = first.text().equals("mac") || first.text().equals("port");
    List<AddressTerm> addresses = List.of();
    if (!bare && !words.accept("any")) {
      addresses = list(terms::address);
      if (!protocol.canHaveAddresses()) {
        throw new RuleMistake(
            first,
            "\"" + protocol.text() + "\"" + " frames have no IP address; match them by \"mac\"");
      }
    }
    List<MacPrefix> macs = words.accept("mac") ? list(RuleTerms::mac) : List.of();
    List<PortTerm> ports = words.accept("port") ? ports(protocol) : List.of();
    Endpoint end = new Endpoint(addresses, macs, ports);
    bound(first, RuleCompiler.prefixes(end).size(), MAX_PREFIXES, "addresses");
    bound(first, RuleCompiler.ranges(end).size(), MAX_RANGES, "ports");
    return end;
  }

  private List<PortTerm> ports(RuleProtocol protocol) {
    if (!(protocol instanceof RuleProtocol.Transport transport && transport.hasPorts())) {
      throw new RuleMistake(
          words.last(),
          "\"" + protocol.text() + "\"" + " has no ports; only tcp, udp, sctp and dccp have");
    }
    return list(terms::port);
  }

  // ---- lists and what can be wrong with a word

  /** One or more items with commas between them. */
  private <T> List<T> list(Function<RuleWords.Word, T> item) {
    List<T> items = new ArrayList<>();
    do {
      RuleWords.Word before = words.last();
      RuleWords.Word word = words.take();
      if (word.text().isEmpty() || word.text().equals(",")) {
        throw new RuleMistake(word, "something is missing behind " + before.quoted());
      }
      items.add(item.apply(word));
    } while (words.acceptComma());
    return items;
  }

  private static void bound(RuleWords.Word word, int count, int max, String what) {
    if (count > max) {
      throw new RuleMistake(
          word, "stands for " + count + " " + what + "; a rule takes at most " + max);
    }
  }

  private RuleMistake leftOver(RuleWords.Word word) {
    if (word.text().equals(",")) {
      return new RuleMistake(
          word, "a comma belongs between addresses, ports or types; leave it out");
    }
    if (word.text().equals("port") && words.expected().contains("from")) {
      return new RuleMistake(word, "\"port\" needs its side; write \"to port\" or \"from port\"");
    }
    if (CLAUSES.contains(word.text())) {
      return new RuleMistake(
          word,
          word.quoted()
              + " comes too late or twice; the order is action, protocol, from, to, log, one-way,"
              + " and mac before port");
    }
    return new RuleMistake(
        word,
        word.quoted()
            + " is not understood here; "
            + NearestWord.didYouMean(word.text(), words.expected())
                .orElse(
                    words.expected().isEmpty()
                        ? "the rule ends before it"
                        : words.expected().stream()
                            .map(each -> "\"" + each + "\"")
                            .collect(
                                Collectors.joining(", ", "expected ", " or the end of the rule"))));
  }

  private static void requireCommonVersion(
      RuleProtocol protocol, Endpoint from, Endpoint to, int column) {
    Optional<IpVersion> asked =
        switch (protocol) {
          case RuleProtocol.Ip(Optional<IpVersion> version) -> version;
          case RuleProtocol.Icmp(Optional<IpVersion> version, List<IcmpWord> types) -> version;
          case RuleProtocol.Any(), RuleProtocol.Transport _, RuleProtocol.OfEtherType _ ->
              Optional.empty();
        };
    Stream<IpVersion> common =
        RuleCompiler.versions(asked, RuleCompiler.prefixes(from), RuleCompiler.prefixes(to));
    if (common.findAny().isEmpty()) {
      throw new RuleMistake(
          new RuleWords.Word(protocol.text(), column),
          "the rule never matches; protocol, from and to must be of one IP version");
    }
  }
}
