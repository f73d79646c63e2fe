package org.moorage.manager.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.ListedInParts;
import org.moorage.manager.Listing;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /audit} and the same over REST: who changed what, when, from where. */
@Controller
class AuditPages {

  private static final List<String> HEADER =
      List.of("at", "actor", "origin", "action", "subject", "detail");

  private final Audit audit;

  AuditPages(Audit audit) {
    this.audit = audit;
  }

  @GetMapping("/audit")
  Object show(@RequestParam Map<String, String> parameters, Model page) {
    Map<String, String> filter = filter(parameters);
    Paging paging = Paging.of(parameters, Audit.COLUMNS);
    if ("csv".equals(parameters.get("format"))) {
      return Csv.answer(
          "audit",
          HEADER,
          audit.find(filter, paging.forCsv()).stream()
              .map(deed ->
                  Arrays.asList(
                      deed.at(),
                      deed.actor(),
                      deed.origin(),
                      deed.action(),
                      deed.subject(),
                      deed.detail()))
              .toList());
    }
    page.addAttribute(
        "page", Page.of(audit.find(filter, paging), audit.count(filter), paging, filter));
    page.addAttribute("actions", audit.actions());
    page.addAttribute("filter", filter);
    return "audit";
  }

  @GetMapping("/api/v1/audit")
  @ListedInParts
  @ResponseBody
  List<Audit.Deed> list(
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable String text,
      HttpServletRequest request,
      HttpServletResponse response) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("actor", Objects.requireNonNullElse(actor, ""));
    filter.put("action", Objects.requireNonNullElse(action, ""));
    filter.put("subject", Objects.requireNonNullElse(subject, ""));
    filter.put("text", Objects.requireNonNullElse(text, ""));
    Listing listing = Listing.of(request);
    List<Audit.Deed> found =
        audit.find(filter, new Paging(listing.offset(), listing.limit(), "at", true));
    listing.answer(response, found.size());
    return found;
  }

  private static Map<String, String> filter(Map<String, String> parameters) {
    Map<String, String> filter = new LinkedHashMap<>();
    Audit.FILTERS.forEach(name -> filter.put(name, parameters.getOrDefault(name, "")));
    return filter;
  }
}
