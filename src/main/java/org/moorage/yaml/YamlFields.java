package org.moorage.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The members of one mapping, read by name. Whatever is wrong with one becomes a problem and reads
 * as absent, so that a file's mistakes are all found in one go.
 */
public final class YamlFields {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final List<String> ON_OFF = List.of("on", "off");

  private final YamlValue.Mapping mapping;
  private final String path;
  private final Problems problems;

  private YamlFields(YamlValue.Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /**
   * The members of a value, which must be a mapping with known keys only.
   *
   * @param path the field the mapping is the value of; empty for the whole file
   */
  public static Optional<YamlFields> of(
      YamlValue value, String path, Collection<String> keys, Problems problems) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      problems.add(
          value.line(), path, "is " + value.kind() + "; write a mapping with " + quoted(keys));
      return Optional.empty();
    }
    for (YamlValue.Member member : mapping.members()) {
      String key = member.key().text();
      if (!keys.contains(key)) {
        problems.add(
            member.key().line(),
            path,
            "\""
                + key
                + "\" is not a field here; "
                + NearestWord.didYouMean(key, keys).orElse("it takes " + quoted(keys)));
      }
    }
    return Optional.of(new YamlFields(mapping, path, problems));
  }

  public int line() {
    return mapping.line();
  }

  /** The field's name with the path in front, as problems name it. */
  public String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The value behind a key. */
  public Optional<YamlValue> value(String key) {
    return mapping.members().stream()
        .filter(member -> member.key().text().equals(key))
        .map(YamlValue.Member::value)
        .findFirst();
  }

  /** The value behind a key that must be there. */
  public Optional<YamlValue> required(String key) {
    Optional<YamlValue> value = value(key);
    if (value.isEmpty()) {
      problems.add(mapping.line(), pathOf(key), "is missing");
    }
    return value;
  }

  /** A problem with a field. */
  public void problem(YamlValue at, String key, String sentence) {
    problems.add(at.line(), pathOf(key), sentence);
  }

  /** One word or sentence. */
  public Optional<String> text(String key) {
    return value(key).flatMap(value -> textOf(value, key));
  }

  /** A whole number between two bounds. */
  public OptionalInt integer(String key, int min, int max) {
    Optional<YamlValue> value = value(key);
    return value.isEmpty() ? OptionalInt.empty() : integerOf(value.get(), key, min, max);
  }

  /** A whole number between two bounds that must be there. */
  public OptionalInt requiredInteger(String key, int min, int max) {
    Optional<YamlValue> value = required(key);
    return value.isEmpty() ? OptionalInt.empty() : integerOf(value.get(), key, min, max);
  }

  /** {@code on} or {@code off}. */
  public Optional<Boolean> onOff(String key) {
    return oneOf(key, ON_OFF, Function.identity()).map("on"::equals);
  }

  /** One of a few words. */
  public <T> Optional<T> oneOf(String key, List<T> choices, Function<T, String> word) {
    return value(key)
        .flatMap(value ->
            textOf(value, key)
                .flatMap(text -> {
                  Optional<T> chosen =
                      choices.stream().filter(each -> word.apply(each).equals(text)).findFirst();
                  if (chosen.isEmpty()) {
                    List<String> words = choices.stream().map(word).toList();
                    problem(
                        value,
                        key,
                        "\""
                            + text
                            + "\" is not known here; "
                            + NearestWord.didYouMean(text, words)
                                .orElse("it takes " + quoted(words)));
                  }
                  return chosen;
                }));
  }

  /**
   * Text with a form of its own.
   *
   * @param parser throws IllegalArgumentException with the sentence for whoever wrote it
   */
  public <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return value(key)
        .flatMap(value -> textOf(value, key).flatMap(text -> parse(value, key, text, parser)));
  }

  /** The same for a field that must be there. */
  public <T> Optional<T> requiredParsed(String key, Function<String, T> parser) {
    return required(key).isEmpty() ? Optional.empty() : parsed(key, parser);
  }

  /** A list of such texts; one text alone counts as a list of one. */
  public <T> List<T> parsedItems(String key, Function<String, T> parser) {
    Optional<YamlValue> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    List<YamlValue> items =
        value.get() instanceof YamlValue.Items list ? list.items() : List.of(value.get());
    if (items.isEmpty()) {
      problem(value.get(), key, "is an empty list");
    }
    List<T> parsed = new ArrayList<>();
    for (YamlValue item : items) {
      textOf(item, key).flatMap(text -> parse(item, key, text, parser)).ifPresent(parsed::add);
    }
    return parsed;
  }

  /** A mapping of its own. */
  public Optional<YamlFields> fields(String key, Collection<String> keys) {
    return value(key).flatMap(value -> of(value, pathOf(key), keys, problems));
  }

  private <T> Optional<T> parse(YamlValue at, String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException wrong) {
      problem(at, key, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<String> textOf(YamlValue value, String key) {
    if (value instanceof YamlValue.Text text && !(text.plain() && text.text().isEmpty())) {
      return Optional.of(text.text());
    }
    problem(value, key, "is " + value.kind() + " where a word or a number belongs");
    return Optional.empty();
  }

  private OptionalInt integerOf(YamlValue value, String key, int min, int max) {
    Optional<String> text = textOf(value, key);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!INTEGER.matcher(text.get()).matches()) {
      problem(
          value, key, "\"" + text.get() + "\" is not a whole number; it takes " + min + ".." + max);
      return OptionalInt.empty();
    }
    long number = Long.parseLong(text.get());
    if (number < min || number > max) {
      problem(value, key, number + " is outside " + min + ".." + max);
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) number);
  }

  private static String quoted(Collection<String> words) {
    return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
  }
}
