package org.moorage.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.agent.AgentEvent;
import org.moorage.agent.DrivenAgent;
import org.moorage.agent.EdgeAgentSettings;
import org.moorage.agent.LinkState;
import org.moorage.agent.Story;
import org.moorage.agent.TypeQuestion;
import org.moorage.agent.TypeSource;
import org.moorage.agent.capture.Captures;
import org.moorage.agent.link.CachedCatalogue;
import org.moorage.agent.link.EventSpool;
import org.moorage.agent.link.LinkSettings;
import org.moorage.agent.link.ManagerLink;
import org.moorage.control.EventNumbering.Numbered;
import org.moorage.dataplane.DataPlane;
import org.moorage.edge.TypeLookup;

/** What an agent under a manager has beside: the copy of the catalogue, the spool, the link. */
final class AgentLinking implements AutoCloseable {

  static final String TOKEN = "MOORAGE_AGENT_TOKEN";

  private static final int MAX_TOKEN = 512;

  private static final Pattern TOKEN_TEXT = Pattern.compile("[!-~]{1," + MAX_TOKEN + "}");

  private final CachedCatalogue catalogue;
  private final EventSpool spool;
  private final ManagerLink link;

  private AgentLinking(CachedCatalogue catalogue, EventSpool spool, ManagerLink link) {
    this.catalogue = catalogue;
    this.spool = spool;
    this.link = link;
  }

  /**
   * The token an agent shows to its manager.
   *
   * @throws IOException whose message says what to do
   */
  static String token(TypeSource.Managers managers, Map<String, String> environment)
      throws IOException {
    Path file = managers.tokenFile();
    String text;
    String where;
    if (file != null) {
      where = "the token in " + file;
      if (!Files.isReadable(file) || Files.size(file) > 2 * MAX_TOKEN) {
        throw new IOException(
            file + " holds no token that can be read; see --token-file and its permissions");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } else {
      where = TOKEN;
      text = environment.getOrDefault(TOKEN, "").strip();
      if (text.isEmpty()) {
        throw new IOException(
            "no token for the manager; make one with moorage agent-token NAME and give it with "
                + TOKEN
                + " or --token-file FILE");
      }
    }
    if (!TOKEN_TEXT.matcher(text).matches()) {
      throw new IOException(where + " is not a token; it is one word without blanks");
    }
    return text;
  }

  static AgentLinking open(
      TypeSource.Managers managers,
      String token,
      Path directory,
      EdgeAgentSettings settings,
      String dataplane,
      InstantSource clock)
      throws IOException {
    EventSpool spool = EventSpool.open(directory, System::nanoTime);
    CachedCatalogue catalogue = CachedCatalogue.open(directory);
    LinkSettings who =
        new LinkSettings(
            managers.urls(), token, settings, new Main.Version().getVersion()[0], dataplane);
    return new AgentLinking(catalogue, spool, new ManagerLink(who, spool, catalogue, clock));
  }

  TypeLookup types() {
    return catalogue;
  }

  int versions() {
    return catalogue.size();
  }

  void start(DrivenAgent loop, DataPlane plane, Captures captures) {
    link.start(loop, plane, captures);
  }

  void event(Numbered<AgentEvent> event, @Nullable Story story) {
    spool.add(event, story);
  }

  void ask(TypeQuestion question) {
    link.ask(question);
  }

  LinkState state() {
    return link.state();
  }

  /** What of the events of an earlier start was lost with the disk. */
  Optional<String> damage() {
    return spool.damaged() == 0
        ? Optional.empty()
        : Optional.of(
            spool.damaged()
                + " octets of the events kept for the manager were damaged and skipped; what is"
                + " held is told again anyway");
  }

  @Override
  public void close() {
    link.close();
    spool.close();
  }
}
