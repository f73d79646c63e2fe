package org.moorage.manager.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.catalogue.CatalogueViews.Wanted;
import org.moorage.manager.catalogue.TypeView.VersionLine;
import org.moorage.manager.console.Csv;
import org.moorage.manager.console.Page;
import org.moorage.manager.console.Paging;
import org.moorage.yaml.Problem;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Pages {@code /types} and {@code /types/4711}, and what is done on them. */
@Controller
class TypePages {

  private static final int MAX_TOLD = 20;

  private final CatalogueViews views;
  private final Drafts drafts;
  private final Releases releases;
  private final CatalogueExchange library;
  private final Asked asked;
  private final RuleHits hits;
  private final ChangeWords words;
  private final MessageSource messages;

  TypePages(
      CatalogueViews views,
      Drafts drafts,
      Releases releases,
      CatalogueExchange library,
      Asked asked,
      RuleHits hits,
      ChangeWords words,
      MessageSource messages) {
    this.views = views;
    this.drafts = drafts;
    this.releases = releases;
    this.library = library;
    this.asked = asked;
    this.hits = hits;
    this.words = words;
    this.messages = messages;
  }

  /** The list; a spreadsheet of it with {@code format=csv}. */
  @GetMapping("/types")
  Object types(
      @RequestParam Map<String, String> parameters, HttpServletRequest request, Model page) {
    String text = parameters.getOrDefault("q", "").strip();
    String state = parameters.getOrDefault("state", "");
    Wanted wanted = new Wanted(text, VersionState.of(state).map(VersionState::word).orElse(""));
    Paging asked = Paging.of(parameters, CatalogueViews.COLUMNS);
    if (parameters.getOrDefault("format", "").equals("csv")) {
      return csv(list(wanted, asked.forCsv()));
    }
    Map<String, String> filter = Map.of("q", text, "state", wanted.state());
    page.addAttribute("page", Page.of(list(wanted, asked), views.count(wanted), asked, filter));
    page.addAttribute("q", text);
    page.addAttribute("state", wanted.state());
    page.addAttribute("nothing", text.isEmpty() && state.isEmpty() && library.isEmpty());
    page.addAttribute("admin", request.isUserInRole("NETWORK_ADMIN"));
    return "types";
  }

  private List<TypeView> list(Wanted wanted, Paging asked) {
    return views.list(wanted, asked.sort(), asked.descending(), asked.offset(), asked.limit());
  }

  private static ResponseEntity<byte[]> csv(List<TypeView> types) {
    return Csv.answer(
        "types",
        List.of("name", "number", "version", "state", "users", "since", "by"),
        types.stream()
            .flatMap(type -> type.versions().stream().map(version -> row(type, version)))
            .toList());
  }

  private static List<? extends @Nullable Object> row(TypeView type, VersionLine version) {
    return Arrays.asList(
        type.name(),
        type.typeId(),
        version.version(),
        version.state(),
        version.users(),
        version.since(),
        version.by());
  }

  /** One type: its versions, one of them in full, compared with another where asked. */
  @GetMapping("/types/{typeId}")
  String type(
      @PathVariable("typeId") String typeId,
      @RequestParam(name = "version", defaultValue = "") String version,
      @RequestParam(name = "with", defaultValue = "") String with,
      Locale language,
      HttpServletRequest request,
      Model page) {
    TypeView type = views.type(asked.type(typeId));
    page.addAttribute("type", type);
    page.addAttribute("admin", request.isUserInRole("NETWORK_ADMIN"));
    Optional<VersionLine> chosen = chosen(type, version);
    chosen.ifPresent(line -> version(type, line, with, language, page));
    return "types/type";
  }

  private static Optional<VersionLine> chosen(TypeView type, String version) {
    if (!version.isEmpty()) {
      int number = Asked.number(version);
      return Optional.of(
          type.version(number)
              .orElseThrow(() -> Refusal.notFound(type.name() + " has no version " + number)));
    }
    return type.newestReleased()
        .or(() -> type.versions().stream().max(Comparator.comparingInt(VersionLine::version)));
  }

  private void version(TypeView type, VersionLine line, String with, Locale language, Model page) {
    VersionKey key = new VersionKey(type.typeId(), line.version());
    VersionView shown = views.version(key);
    page.addAttribute("shown", shown);
    ProfileView profile = shown.profile();
    if (profile != null) {
      int rules = profile.fromVm().size() + profile.toVm().size();
      if (!shown.isDraft()) {
        page.addAttribute("hits", hits.of(key, rules));
      }
    }
    page.addAttribute(
        "otherUsers",
        type.versions().stream()
            .filter(other -> other.version() != line.version() && other.users() > 0)
            .toList());
    int before = with.isEmpty() ? before(type, line) : Asked.number(with);
    if (type.version(before).isPresent() && before != line.version()) {
      page.addAttribute("with", before);
      try {
        page.addAttribute(
            "changes",
            words.all(views.compare(new VersionKey(type.typeId(), before), key), language));
      } catch (Refusal unreadable) {
        page.addAttribute("incomparable", unreadable.detail());
      }
    }
  }

  /** A draft is compared with what it will follow, anything else with the version before it. */
  private static int before(TypeView type, VersionLine line) {
    return type.versions().stream()
        .filter(other -> !other.state().equals(VersionState.DRAFT.word()))
        .mapToInt(VersionLine::version)
        .filter(number -> number < line.version())
        .max()
        .orElse(line.version());
  }

  @GetMapping("/types/{typeId}/versions/{version}")
  String version(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    return back(key.typeId(), key.number(), to);
  }

  @PostMapping("/types/{typeId}/versions/{version}/release")
  String release(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam("lock") long lock,
      Locale language,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    try {
      releases.release(key, Optional.of(lock));
      notice(to, "types.done.released", key, language);
    } catch (Refusal refusal) {
      to.addFlashAttribute("problem", refusal.detail());
    }
    return back(key.typeId(), key.number(), to);
  }

  @PostMapping("/types/{typeId}/versions/{version}/retire")
  String retire(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam(name = "force", defaultValue = "false") boolean force,
      Locale language,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    try {
      releases.retire(key, force);
      notice(to, "types.done.retired", key, language);
    } catch (Refusal refusal) {
      to.addFlashAttribute("problem", refusal.detail());
      to.addFlashAttribute("askForce", refusal.kind().equals("in-use"));
    }
    return back(key.typeId(), key.number(), to);
  }

  @PostMapping("/types/{typeId}/versions/{version}/delete")
  String delete(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam("lock") long lock,
      Locale language,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    try {
      drafts.delete(key, Optional.of(lock));
      notice(to, "types.done.deleted", key, language);
    } catch (Refusal refusal) {
      to.addFlashAttribute("problem", refusal.detail());
    }
    to.addAttribute("typeId", key.typeId());
    return "redirect:/types/{typeId}";
  }

  @PostMapping("/types/{typeId}/delete")
  String deleteType(@PathVariable("typeId") String typeId, Locale language, RedirectAttributes to) {
    int type = asked.type(typeId);
    try {
      drafts.deleteType(type);
      to.addFlashAttribute(
          "notice",
          messages.getMessage(
              "types.done.type-deleted", new Object[] {Integer.toString(type)}, language));
      return "redirect:/types";
    } catch (Refusal refusal) {
      to.addFlashAttribute("problem", refusal.detail());
      to.addAttribute("typeId", type);
      return "redirect:/types/{typeId}";
    }
  }

  @PostMapping("/types/import")
  String take(
      @RequestParam("file") MultipartFile file,
      @RequestParam(name = "release", defaultValue = "false") boolean release,
      @RequestParam(name = "replace", defaultValue = "false") boolean replace,
      Locale language,
      RedirectAttributes to)
      throws IOException {
    try (InputStream body = file.getInputStream()) {
      CatalogueExchange.Outcome outcome =
          library.take(
              LibraryFiles.unzip(LibraryApi.bounded(body)),
              new CatalogueExchange.How(release, replace));
      to.addFlashAttribute(
          "notice",
          messages.getMessage(
              "types.done.imported",
              new Object[] {
                Integer.toString(outcome.created().size()),
                Integer.toString(outcome.replaced().size()),
                Integer.toString(outcome.unchanged().size())
              },
              language));
    } catch (Refusal refusal) {
      to.addFlashAttribute("problem", refusal.detail());
      to.addFlashAttribute(
          "importProblems",
          refusal.problems().stream().limit(MAX_TOLD).map(Problem::toString).toList());
    }
    return "redirect:/types";
  }

  private void notice(RedirectAttributes to, String key, VersionKey version, Locale language) {
    String name = drafts.type(version.typeId()).name;
    to.addFlashAttribute(
        "notice", messages.getMessage(key, new Object[] {name + "/" + version.number()}, language));
  }

  private static String back(int typeId, int version, RedirectAttributes to) {
    Map<String, Object> where = new HashMap<>(Map.of("typeId", typeId, "version", version));
    to.addAllAttributes(where);
    return "redirect:/types/{typeId}";
  }
}
