package org.moorage.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document as a tree of {@link YamlValue}s. Anchors, aliases, tags and a second
 * document are refused: a file that is reviewed says everything where it stands.
 */
public final class YamlFile {

  /** Deeper than anything a person writes by hand. */
  public static final int MAX_DEPTH = 16;

  private final Iterator<Event> events;
  private final Problems problems;

  private YamlFile(Iterator<Event> events, Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  /**
   * Reads a file; empty where it could not be read as YAML, which is then among the problems.
   *
   * @param maxBytes a larger file is refused without reading it
   */
  public static Optional<YamlValue> read(Path file, long maxBytes, Problems problems) {
    try {
      if (Files.isDirectory(file)) {
        problems.add(0, "", "is a directory; a file is expected");
        return Optional.empty();
      }
      long size = Files.size(file);
      if (size > maxBytes) {
        problems.add(0, "", "has " + size + " bytes; at most " + maxBytes + " are read");
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), problems);
    } catch (CharacterCodingException notText) {
      problems.add(0, "", "is not UTF-8 text; save it as UTF-8");
    } catch (NoSuchFileException missing) {
      problems.add(0, "", "does not exist");
    } catch (AccessDeniedException denied) {
      problems.add(0, "", "may not be read by this user; change its permissions");
    } catch (IOException failed) {
      problems.add(0, "", "cannot be read: " + failed.getMessage());
    }
    return Optional.empty();
  }

  /** The same for text that is at hand. */
  public static Optional<YamlValue> parse(String text, Problems problems) {
    try {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
      return new YamlFile(new Parse(settings).parseString(text).iterator(), problems).document();
    } catch (Refused refused) {
      problems.add(refused.line, "", refused.sentence);
    } catch (MarkedYamlEngineException broken) {
      problems.add(
          broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
          "",
          "is not YAML: " + broken.getProblem());
    } catch (YamlEngineException broken) {
      problems.add(0, "", "is not YAML: " + broken.getMessage());
    }
    return Optional.empty();
  }

  private Optional<YamlValue> document() {
    Optional<YamlValue> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
        case Scalar, SequenceStart, MappingStart, Alias -> {
          if (root.isPresent()) {
            throw new Refused(event, "starts a second document; a file holds one");
          }
          root = Optional.of(value(event, 0));
        }
        case SequenceEnd, MappingEnd -> throw new IllegalStateException("unbalanced YAML events");
      }
    }
    if (root.isEmpty()) {
      problems.add(0, "", "is empty");
    }
    return root;
  }

  private YamlValue value(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw new Refused(event, "is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent
        || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw new Refused(event, "anchors and aliases are not read; write the value out");
    }
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case SequenceStart -> sequence(event, depth);
      case MappingStart -> mapping(event, depth);
      case Alias,
          StreamStart,
          StreamEnd,
          DocumentStart,
          DocumentEnd,
          SequenceEnd,
          MappingEnd,
          Comment ->
          throw new IllegalStateException("no value starts with " + event.getEventId());
    };
  }

  private YamlValue.Text scalar(ScalarEvent event) {
    if (event.getTag().isPresent()) {
      throw new Refused(event, "tags are not read; leave \"" + event.getTag().get() + "\" out");
    }
    boolean oneLine =
        event.getStartMark().map(Mark::getLine).equals(event.getEndMark().map(Mark::getLine));
    return new YamlValue.Text(
        event.getValue(),
        event.getScalarStyle() == ScalarStyle.PLAIN && oneLine,
        line(event),
        column(event));
  }

  private YamlValue.Items sequence(Event start, int depth) {
    List<YamlValue> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(value(event, depth + 1));
    }
    return new YamlValue.Items(items, line(start), column(start));
  }

  private YamlValue.Mapping mapping(Event start, int depth) {
    List<YamlValue.Member> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(value(event, depth + 1) instanceof YamlValue.Text key)) {
        throw new Refused(event, "a key is a word, not a list or a mapping");
      }
      YamlValue value = value(next(), depth + 1);
      if (keys.add(key.text())) {
        members.add(new YamlValue.Member(key, value));
      } else {
        problems.add(key.line(), key.text(), "is written twice; keep one");
      }
    }
    return new YamlValue.Mapping(members, line(start), column(start));
  }

  /** The next event that is not a comment. */
  private Event next() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.Comment) {
      event = events.next();
    }
    return event;
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static int column(Event event) {
    return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
  }

  /** YAML this reader does not take; leaves the parser's recursion at once. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String sentence;

    Refused(Event event, String sentence) {
      super(sentence, null, false, false);
      this.line = line(event);
      this.sentence = sentence;
    }
  }
}
