package org.moorage.agent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.agent.OptionWords.Word;
import org.moorage.protocol.flow.SflowDatagram;

/**
 * Where samples of frames go.
 *
 * @param host a name or an address
 * @param port 1..65535
 */
public record SflowCollector(String host, int port) {

  /** The option that names it. */
  static final String OPTION = "sflow";

  private static final Pattern COLLECTOR =
      Pattern.compile("([\\w.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::([0-9]{1,5}))?");

  /** Empty where none is named. */
  static Optional<SflowCollector> of(OptionWords words, boolean soft) throws OptionMistake {
    Optional<Word> word = words.one(OPTION);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    String text = word.get().text();
    Matcher matcher = COLLECTOR.matcher(text);
    int port =
        !matcher.matches()
            ? 0
            : matcher.group(2) == null ? SflowDatagram.PORT : Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65_535) {
      throw word.get()
          .mistake(
              "\""
                  + text
                  + "\" is not a collector; write an address such as 10.0.0.9 or"
                  + " [2001:db8::9], or a name, with :PORT behind it for another than 6343");
    }
    if (!soft) {
      throw word.get().mistake("samples need a data plane; write --dataplane soft");
    }
    return Optional.of(new SflowCollector(matcher.group(1).replaceAll("[\\[\\]]", ""), port));
  }
}
