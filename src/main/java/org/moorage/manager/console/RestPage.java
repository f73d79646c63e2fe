package org.moorage.manager.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Which part of a list REST is asked for: {@code ?limit=&offset=}. Unlike {@link Paging} it refuses
 * what makes no sense: a program should know.
 *
 * @param path of the list, with its filter behind a {@code ?} when there is one
 * @param limit 1..{@value Paging#MAX}
 */
public record RestPage(String path, int limit, int offset) {

  private static final int MAX_OFFSET = (int) Paging.MAX_OFFSET;

  public static RestPage of(String path, @Nullable String limit, @Nullable String offset) {
    return new RestPage(
        path,
        number("limit", limit, 1, Paging.MAX, Paging.USUAL),
        number("offset", offset, 0, MAX_OFFSET, 0));
  }

  /** The part of a list that is all there. */
  public <T> ResponseEntity<List<T>> answer(List<T> all) {
    int from = Math.min(offset, all.size());
    int to = Math.min(all.size(), from + limit);
    return answerPart(List.copyOf(all.subList(from, to)), to < all.size());
  }

  /** Rows of which {@code more} follow: then the answer names where, in {@code Link}. */
  public <T> ResponseEntity<List<T>> answerPart(List<T> rows, boolean more) {
    HttpHeaders headers = new HttpHeaders();
    if (more) {
      String next =
          path
              + (path.contains("?") ? "&" : "?")
              + "limit="
              + limit
              + "&offset="
              + (offset + limit);
      headers.add(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
    return ResponseEntity.ok().headers(headers).body(rows);
  }

  private static int number(
      String field, @Nullable String text, int least, int most, int otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw Problem.bad(field, "problem.number", field, least, most);
    }
    return Integer.parseInt(text);
  }
}
