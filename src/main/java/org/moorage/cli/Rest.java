package org.moorage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an agent or a manager over REST. Whatever goes wrong is one sentence for the user. */
final class Rest {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** Importing a library of profiles takes the manager a while. */
  private static final int LONG_TIMEOUT_MILLIS = 120_000;

  /** More than any answer. */
  private static final int MAX_OCTETS = 64 << 20;

  private static final int MAX_PAGES = 1_000;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What was asked cannot be answered; the message says why and what to do. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String message) {
      super(message);
    }
  }

  private static final class Answer {
    final byte[] body;
    final Optional<String> next;

    Answer(byte[] body, Optional<String> next) {
      this.body = body;
      this.next = next;
    }

    JsonNode json() {
      return body.length == 0 ? MAPPER.nullNode() : MAPPER.readTree(body);
    }
  }

  /** What is sent along; a method without one is a question. */
  private static final class Body {
    final String type;
    final byte[] octets;

    Body(String type, byte[] octets) {
      this.type = type;
      this.octets = octets;
    }
  }

  private final String base;
  private final Optional<String> token;

  /**
   * @param token shown to whoever is asked
   */
  Rest(String url, Optional<String> token) {
    base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = token;
  }

  /** One object. */
  JsonNode get(String path) throws Unanswered {
    return json(ask("GET", path, Optional.empty()));
  }

  /** A list, all its pages. */
  List<JsonNode> list(String path) throws Unanswered {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> next = Optional.of(path);
    for (int pages = 0; next.isPresent() && pages < MAX_PAGES; pages++) {
      Answer answer = ask("GET", next.get(), Optional.empty());
      json(answer).forEach(all::add);
      next = answer.next;
    }
    return all;
  }

  /** Something that is not JSON. */
  byte[] octets(String path) throws Unanswered {
    return ask("GET", path, Optional.empty()).body;
  }

  /** Makes or does something; without {@code said} there is nothing to say. */
  JsonNode post(String path, Map<String, Object> said) throws Unanswered {
    byte[] octets = MAPPER.writeValueAsBytes(said);
    return json(ask("POST", path, Optional.of(new Body("application/json", octets))));
  }

  /** Hands in something that is not JSON. */
  JsonNode post(String path, String type, byte[] octets) throws Unanswered {
    return json(ask("POST", path, Optional.of(new Body(type, octets))));
  }

  /** Takes something away. */
  void delete(String path) throws Unanswered {
    ask("DELETE", path, Optional.empty());
  }

  static String escape(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  static String pretty(List<JsonNode> nodes) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(nodes);
  }

  private JsonNode json(Answer answer) throws Unanswered {
    try {
      return answer.json();
    } catch (JacksonException e) {
      throw new Unanswered(
          base + " answered something that is not JSON; is it an agent or a manager?");
    }
  }

  private Answer ask(String method, String path, Optional<Body> body) throws Unanswered {
    try {
      URLConnection opened = URI.create(base + path).toURL().openConnection();
      if (!(opened instanceof HttpURLConnection connection)) {
        throw new Unanswered(base + " is not an http address");
      }
      connection.setRequestMethod(method);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(body.isPresent() ? LONG_TIMEOUT_MILLIS : TIMEOUT_MILLIS);
      // The token is for the one that was asked, not for where it points.
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/json, application/problem+json, */*");
      token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
      if (body.isPresent()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", body.get().type);
        connection.setFixedLengthStreamingMode(body.get().octets.length);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body.get().octets);
        }
      }
      if (connection.getResponseCode() >= 300) {
        throw new Unanswered(problem(connection));
      }
      try (InputStream in = connection.getInputStream()) {
        return new Answer(in.readNBytes(MAX_OCTETS), next(connection));
      }
    } catch (ConnectException e) {
      throw new Unanswered(
          "nobody answers at "
              + base
              + "; start a lab with a manager: moorage lab, a manager: moorage manager, or an"
              + " agent of its own: moorage agent --name leaf-1 --uplink eth1 --profiles profiles"
              + " (or say whom to ask: MOORAGE_URL)");
    } catch (UnknownHostException e) {
      throw new Unanswered("there is no machine called " + e.getMessage() + "; see MOORAGE_URL");
    } catch (SocketTimeoutException e) {
      throw new Unanswered(base + " did not answer in time");
    } catch (IOException | IllegalArgumentException e) {
      throw new Unanswered("cannot ask " + base + ": " + e.getMessage());
    }
  }

  /** Path and query of what follows; never another machine. */
  private static Optional<String> next(HttpURLConnection connection) {
    String link = connection.getHeaderField("Link");
    Matcher matcher = NEXT.matcher(link == null ? "" : link);
    if (!matcher.find()) {
      return Optional.empty();
    }
    URI next = URI.create(matcher.group(1));
    String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
    return Optional.of(next.getRawPath() + query);
  }

  private String problem(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED && token.isEmpty()) {
      return base
          + " wants to know who asks; set MOORAGE_TOKEN to a token made on its page /tokens";
    }
    try (InputStream in = connection.getErrorStream()) {
      JsonNode problem = in == null ? null : MAPPER.readTree(in.readNBytes(MAX_OCTETS));
      if (problem != null && problem.path("detail").isString()) {
        return detail(problem);
      }
    } catch (JacksonException notAProblem) {
      return "the answer was status " + status + " without an explanation";
    }
    return "the answer was status " + status;
  }

  /** The sentence, and each mistake where there are several. */
  private static String detail(JsonNode problem) {
    StringBuilder said = new StringBuilder(problem.path("detail").stringValue());
    if (problem.path("problems").size() > 1) {
      for (JsonNode mistake : problem.path("problems")) {
        said.append(System.lineSeparator())
            .append("  ")
            .append(Words.text(mistake, "file"))
            .append(':')
            .append(Words.number(mistake, "line"))
            .append(": ")
            .append(Words.text(mistake, "message"));
      }
    }
    return said.toString();
  }
}
