package org.moorage.manager;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for by {@code ?limit=&offset=}, and the link to the next one (RFC
 * 8288).
 */
public final class Listing {

  public static final int MAX_LIMIT = 1_000;
  public static final int USUAL_LIMIT = 100;

  /** Nobody reads as far; a filter finds it sooner. */
  private static final int MAX_OFFSET = 10_000_000;

  private final HttpServletRequest request;
  private final int limit;
  private final int offset;

  private Listing(HttpServletRequest request, int limit, int offset) {
    this.request = request;
    this.limit = limit;
    this.offset = offset;
  }

  /**
   * @throws Rejection 400 for a limit or offset that is none
   */
  public static Listing of(HttpServletRequest request) {
    return new Listing(
        request,
        number("limit", request.getParameter("limit"), 1, MAX_LIMIT, USUAL_LIMIT),
        number("offset", request.getParameter("offset"), 0, MAX_OFFSET, 0));
  }

  public int limit() {
    return limit;
  }

  public int offset() {
    return offset;
  }

  /** The part of a list that is all there. */
  public <T> List<T> partOf(List<T> all, HttpServletResponse response) {
    int from = Math.min(offset, all.size());
    int to = Math.min(all.size(), from + limit);
    if (to < all.size()) {
      nameNext(response);
    }
    return List.copyOf(all.subList(from, to));
  }

  /** A full part may have another behind it. */
  public void answer(HttpServletResponse response, int found) {
    if (found == limit) {
      nameNext(response);
    }
  }

  private void nameNext(HttpServletResponse response) {
    StringBuilder next = new StringBuilder(request.getRequestURI()).append('?');
    request
        .getParameterMap()
        .forEach((name, values) -> {
          if (!name.equals("limit") && !name.equals("offset")) {
            next.append(encoded(name)).append('=').append(encoded(values[0])).append('&');
          }
        });
    next.append("limit=").append(limit).append("&offset=").append(offset + limit);
    response.setHeader("Link", "<" + next + ">; rel=\"next\"");
  }

  private static int number(String field, @Nullable String text, int least, int most, int usual) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw Rejection.bad(field, "\"" + text + "\" is not a number from " + least + " to " + most);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
