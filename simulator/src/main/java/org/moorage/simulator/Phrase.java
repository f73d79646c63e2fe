package org.moorage.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.moorage.simulator.LabTimer.Span;
import org.moorage.simulator.Sentence.Place;

/**
 * One form of sentence and what it means.
 *
 * @param form words as they are written, {@code {slots}} and {@code [parts that may be left out]};
 *     a slot used twice is written {@code {station:to}}
 * @param meaning for the documentation
 */
record Phrase<T extends Sentence>(
    String form, String meaning, BiFunction<Filled, LabNames, T> make) {

  /** A word of a form: itself, or a slot with the name its value goes by. */
  record Part(String text, Optional<Slot> slot) {

    static Part of(String written) {
      if (!written.startsWith("{")) {
        return new Part(written, Optional.empty());
      }
      String inner = written.substring(1, written.length() - 1);
      int colon = inner.indexOf(':');
      String kind = colon < 0 ? inner : inner.substring(0, colon);
      Slot slot = Slot.of(kind).orElseThrow(() -> new IllegalArgumentException(written));
      return new Part(colon < 0 ? inner : inner.substring(colon + 1), Optional.of(slot));
    }

    boolean takes(String token) {
      return slot.map(s -> s.takes(token)).orElseGet(() -> text.equals(token));
    }
  }

  /** The values of the slots, as written. */
  record Filled(Map<String, String> values) {

    String text(String slot) {
      String value = values.get(slot);
      if (value == null) {
        throw new IllegalArgumentException("no slot " + slot);
      }
      return value;
    }

    boolean has(String slot) {
      return values.containsKey(slot);
    }

    Optional<TypeName> type() {
      return Optional.ofNullable(values.get("type")).map(TypeName::parse);
    }

    Terms terms() {
      return Optional.ofNullable(values.get("terms")).map(Terms::parse).orElse(Terms.NONE);
    }

    Optional<Place> place(LabNames names) {
      return Optional.ofNullable(values.get("place")).map(names::place);
    }

    int count(String what, int min, int max) {
      return Quantities.number(text("count"), what, min, max);
    }

    Span span() {
      return Span.parse(text("span"));
    }
  }

  /** Every way to write it: each part that may be left out, in and out. */
  List<List<Part>> alternatives() {
    List<List<Part>> ways = new ArrayList<>();
    ways.add(new ArrayList<>());
    List<Part> optional = null;
    for (String word : form.split(" ")) {
      boolean opens = word.startsWith("[");
      boolean closes = word.endsWith("]");
      String bare = word.substring(opens ? 1 : 0, word.length() - (closes ? 1 : 0));
      if (opens) {
        optional = new ArrayList<>();
      }
      if (optional == null) {
        ways.forEach(way -> way.add(Part.of(bare)));
      } else {
        optional.add(Part.of(bare));
      }
      if (closes && optional != null) {
        List<Part> part = optional;
        for (List<Part> way : List.copyOf(ways)) {
          List<Part> with = new ArrayList<>(way);
          with.addAll(part);
          ways.add(with);
        }
        optional = null;
      }
    }
    return ways;
  }

  T fill(List<Part> way, List<String> tokens, LabNames names) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < way.size(); i++) {
      if (way.get(i).slot().isPresent()) {
        values.put(way.get(i).text(), tokens.get(i));
      }
    }
    return make.apply(new Filled(values), names);
  }
}
