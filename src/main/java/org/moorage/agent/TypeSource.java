package org.moorage.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.OptionWords.Word;

/** Where an agent has its VSI types from. */
public sealed interface TypeSource {

  /**
   * A directory of profiles: the edge is its own VSI manager.
   *
   * @param overlay the file with tenants' networks, where it carries any
   */
  record Directory(Path path, Optional<Path> overlay) implements TypeSource {}

  /**
   * Managers, tried in turn.
   *
   * @param urls at least one
   * @param tokenFile holds the token; null where the environment has it
   */
  record Managers(List<URI> urls, @Nullable Path tokenFile) implements TypeSource {
    public Managers {
      urls = List.copyOf(urls);
    }
  }

  /** Tenants' networks of an agent without a manager. */
  String OVERLAY = "overlay";

  /** More than a site has. */
  int MAX_MANAGERS = 16;

  /** Names and addresses that only this machine can mean. */
  Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  /**
   * What was written about it; exactly one of the two is.
   *
   * @throws OptionMistake where it is not
   */
  static TypeSource of(OptionWords words) throws OptionMistake {
    Optional<Word> profiles = words.one("profiles");
    List<Word> managers = words.all("manager");
    if (profiles.isEmpty() && managers.isEmpty()) {
      throw new OptionMistake(
          "--manager or --profiles is missing; name a manager, for example --manager"
              + " http://127.0.0.1:8080, or run without one from a directory of profiles, for"
              + " example --profiles profiles");
    }
    if (profiles.isPresent() && !managers.isEmpty()) {
      throw managers
          .getFirst()
          .mistake(
              "a manager and profiles ("
                  + profiles.get().where()
                  + ") are both given; the types come from one of the two, take the other out");
    }
    if (profiles.isPresent()) {
      for (String option : List.of("token-file", "insecure-http")) {
        Optional<Word> alone = words.one(option);
        if (alone.isPresent()) {
          throw alone.get().mistake("is about a manager, and none is given; take it out");
        }
      }
      return new Directory(
          Path.of(profiles.get().text()), words.one(OVERLAY).map(word -> Path.of(word.text())));
    }
    Optional<Word> overlay = words.one(OVERLAY);
    if (overlay.isPresent()) {
      throw overlay
          .get()
          .mistake("tenants' networks come from the manager, and one is given; take it out");
    }
    boolean insecure =
        words.one("insecure-http").map(word -> word.text().equals("on")).orElse(false);
    List<URI> urls = new ArrayList<>();
    for (Word word : managers) {
      for (String text : word.text().split(",", -1)) {
        urls.add(url(text.strip(), word, insecure));
      }
    }
    if (urls.size() > MAX_MANAGERS) {
      throw managers.getFirst().mistake(urls.size() + " managers; at most " + MAX_MANAGERS);
    }
    return new Managers(
        urls, words.one("token-file").map(word -> Path.of(word.text())).orElse(null));
  }

  private static URI url(String text, Word word, boolean insecure) throws OptionMistake {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text, word);
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String host = url.getHost();
    if (!scheme.equals("http") && !scheme.equals("https")
        || host == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null) {
      throw notAnAddress(text, word);
    }
    if (scheme.equals("http")
        && !insecure
        && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw word.mistake(
          "\""
              + text
              + "\" would send this agent's token over the network in the clear; write https, or"
              + " say --insecure-http where the network is trusted");
    }
    return url;
  }

  private static OptionMistake notAnAddress(String text, Word word) {
    return word.mistake(
        "\"" + text + "\" is not a manager's address; write https://HOST:8443 or http://HOST:8080");
  }
}
