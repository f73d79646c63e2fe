package org.moorage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an agent, later a manager, over REST. Whatever goes wrong is one sentence for the user. */
final class Rest {

  /** The door is on this machine and answers from memory; longer means it does not answer. */
  private static final int TIMEOUT_MILLIS = 10_000;

  /** More than any page of the door. */
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

  private record Page(JsonNode body, Optional<String> next) {}

  private final String base;

  Rest(String url) {
    base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** One object. */
  JsonNode get(String path) throws Unanswered {
    return page(path).body();
  }

  /** A list, all its pages. */
  List<JsonNode> list(String path) throws Unanswered {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> next = Optional.of(path);
    for (int pages = 0; next.isPresent() && pages < MAX_PAGES; pages++) {
      Page page = page(next.get());
      page.body().forEach(all::add);
      next = page.next();
    }
    return all;
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

  private Page page(String path) throws Unanswered {
    try {
      URLConnection opened = URI.create(base + path).toURL().openConnection();
      if (!(opened instanceof HttpURLConnection connection)) {
        throw new Unanswered(base + " is not an http address");
      }
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setRequestProperty("Accept", "application/json, application/problem+json");
      if (connection.getResponseCode() >= 400) {
        throw new Unanswered(problem(connection));
      }
      try (InputStream in = connection.getInputStream()) {
        return new Page(MAPPER.readTree(in.readNBytes(MAX_OCTETS)), next(connection));
      }
    } catch (ConnectException e) {
      throw new Unanswered(
          "no agent answers at "
              + base
              + "; start one: moorage agent --name leaf-1 --uplink eth1 --profiles profiles"
              + " (or say where it is: MOORAGE_URL)");
    } catch (SocketTimeoutException e) {
      throw new Unanswered("the agent at " + base + " did not answer within 10 s");
    } catch (JacksonException e) {
      throw new Unanswered(base + " answered something that is not JSON; is it an agent?");
    } catch (IOException | IllegalArgumentException e) {
      throw new Unanswered("cannot ask " + base + ": " + e.getMessage());
    }
  }

  private static Optional<String> next(HttpURLConnection connection) {
    String link = connection.getHeaderField("Link");
    Matcher matcher = NEXT.matcher(link == null ? "" : link);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String problem(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in = connection.getErrorStream()) {
      JsonNode problem = in == null ? null : MAPPER.readTree(in.readNBytes(MAX_OCTETS));
      if (problem != null && problem.path("detail").isString()) {
        return problem.path("detail").stringValue();
      }
    } catch (JacksonException notAProblem) {
      return "the answer was status " + status + " without an explanation";
    }
    return "the answer was status " + status;
  }
}
