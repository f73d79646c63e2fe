package org.moorage.manager;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without JavaScript: fills forms and sends them, with the session and the hidden fields
 * of the last page.
 */
public final class FormBrowser {

  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\"[^>]*name=\"(_csrf|lock)\"[^>]*value=\"([^\"]*)\"");

  private final ManagerUnderTest manager;

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, String> cookies = new LinkedHashMap<>();

  public FormBrowser(ManagerUnderTest manager) {
    this.manager = manager;
  }

  /** The page; the forms' fields of the page before are forgotten. */
  public HttpResponse<String> get(String path) {
    fields.clear();
    return read(manager.send(request(path).GET()));
  }

  public void set(String field, String value) {
    fields.put(field, value);
  }

  /**
   * Sends what was filled in.
   *
   * @param action the button that is pressed
   */
  public HttpResponse<String> post(String path, String action) {
    fields.put("action", action);
    String body =
        fields.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return read(
        manager.send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = manager.request(path);
    String said =
        cookies.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    return said.isEmpty() ? request : request.header("Cookie", said);
  }

  private HttpResponse<String> read(HttpResponse<String> response) {
    for (String set : response.headers().allValues("Set-Cookie")) {
      int equals = set.indexOf('=');
      cookies.put(set.substring(0, equals), set.substring(equals + 1, set.indexOf(';')));
    }
    Matcher field = FIELD.matcher(response.body());
    while (field.find()) {
      fields.put(field.group(1), field.group(2));
    }
    return response;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
