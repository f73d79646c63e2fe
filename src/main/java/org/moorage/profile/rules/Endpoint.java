package org.moorage.profile.rules;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One side of a rule; an empty list asks nothing.
 *
 * @param addresses IP addresses, one of which must fit
 * @param macs MAC addresses, one of which must fit
 * @param ports ports, one of which must fit
 */
public record Endpoint(List<AddressTerm> addresses, List<MacPrefix> macs, List<PortTerm> ports) {

  public static final Endpoint ANY = new Endpoint(List.of(), List.of(), List.of());

  public Endpoint {
    addresses = List.copyOf(addresses);
    macs = List.copyOf(macs);
    ports = List.copyOf(ports);
  }

  public boolean isAny() {
    return equals(ANY);
  }

  /** As written behind {@code from} or {@code to}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!addresses.isEmpty()) {
      text.append(joined(addresses.stream().map(AddressTerm::text).toList()));
    }
    if (!macs.isEmpty()) {
      text.append(" mac ").append(joined(macs.stream().map(MacPrefix::toString).toList()));
    }
    if (!ports.isEmpty()) {
      text.append(" port ").append(joined(ports.stream().map(PortTerm::text).toList()));
    }
    return text.isEmpty() ? "any" : text.toString().strip();
  }

  private static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(","));
  }
}
