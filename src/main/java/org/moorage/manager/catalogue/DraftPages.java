package org.moorage.manager.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.Change;
import org.moorage.profile.Comparison;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileText;
import org.moorage.profile.ProfileText.Reading;
import org.moorage.profile.ProfileWriter;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.Problem;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The form a draft is written in, for a new type, a new version or a change: fields and YAML side
 * by side, each made from the other by a button.
 */
@Controller
class DraftPages {

  private static final String NEW_TYPE = "/types/new";
  private static final String NEW_VERSION = "/types/{typeId}/versions/new";
  private static final String EDIT = "/types/{typeId}/versions/{version}/edit";

  private final Drafts drafts;
  private final NamedGroups groups;
  private final CatalogueViews views;
  private final Asked asked;
  private final ChangeWords words;
  private final MessageSource messages;

  DraftPages(
      Drafts drafts,
      NamedGroups groups,
      CatalogueViews views,
      Asked asked,
      ChangeWords words,
      MessageSource messages) {
    this.drafts = drafts;
    this.groups = groups;
    this.views = views;
    this.asked = asked;
    this.words = words;
    this.messages = messages;
  }

  /**
   * What is being written.
   *
   * @param typeId of the type it belongs to; null for a new type
   * @param number of the draft; null for a new one
   */
  private record Target(String path, @Nullable Integer typeId, @Nullable Integer number) {

    String kind() {
      return typeId == null ? "type" : number == null ? "version" : "edit";
    }
  }

  // ---- a new type

  @GetMapping(NEW_TYPE)
  String type(Model page) {
    ProfileForm form = ProfileForm.fresh();
    return show(page, new Target(NEW_TYPE, null, null), form, form.yaml(), 0);
  }

  @PostMapping(NEW_TYPE)
  String type(
      @RequestParam Map<String, String> fields,
      Locale language,
      Model page,
      RedirectAttributes to) {
    Target target = new Target(NEW_TYPE, null, null);
    return act(target, fields, language, page, to, text -> drafts.createType(text));
  }

  // ---- a new version

  @GetMapping(NEW_VERSION)
  String version(
      @PathVariable("typeId") String typeId,
      @RequestParam(name = "from", defaultValue = "") String from,
      Model page) {
    int type = asked.type(typeId);
    Target target = target(type, null);
    int number = drafts.freeNumber(type);
    if (from.isEmpty()) {
      ProfileForm form =
          ProfileForm.fresh()
              .with("type", Integer.toString(type))
              .with("name", drafts.type(type).name)
              .with("version", Integer.toString(number));
      return show(page, target, form, form.yaml(), 0);
    }
    VersionView source = views.version(new VersionKey(type, Asked.number(from)));
    String text = renumbered(source.text(), number);
    return show(page, target, formOf(text), text, 0);
  }

  @PostMapping(NEW_VERSION)
  String version(
      @PathVariable("typeId") String typeId,
      @RequestParam Map<String, String> fields,
      Locale language,
      Model page,
      RedirectAttributes to) {
    int type = asked.type(typeId);
    return act(target(type, null), fields, language, page, to, text -> drafts.create(type, text));
  }

  // ---- a draft that is there

  @GetMapping(EDIT)
  String edit(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      Model page,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    VersionView draft = views.version(key);
    if (!draft.isDraft()) {
      to.addAttribute("typeId", key.typeId());
      to.addAttribute("version", key.number());
      return "redirect:/types/{typeId}";
    }
    page.addAttribute("yamlProblems", draft.problems());
    page.addAttribute("notes", draft.notes());
    return show(
        page, target(key.typeId(), key.number()), formOf(draft.text()), draft.text(), draft.lock());
  }

  @PostMapping(EDIT)
  String edit(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam Map<String, String> fields,
      Locale language,
      Model page,
      RedirectAttributes to) {
    VersionKey key = asked.version(typeId, version);
    return act(
        target(key.typeId(), key.number()),
        fields,
        language,
        page,
        to,
        text -> {
          drafts.change(key, text, lock(fields));
          return key;
        });
  }

  // ---- what the buttons do

  /** Keeps a text and says where. */
  private interface Keeping {
    VersionKey keep(String text);
  }

  private String act(
      Target target,
      Map<String, String> fields,
      Locale language,
      Model page,
      RedirectAttributes to,
      Keeping keeping) {
    ProfileForm form = new ProfileForm(fields);
    String yaml = plain(fields.getOrDefault("yaml", ""));
    return switch (fields.getOrDefault("action", "save-form")) {
      case "to-yaml" -> {
        String written = form.yaml();
        page.addAttribute("errors", form.errors(problems(written)));
        yield show(page, target, form, written, lock(fields));
      }
      case "to-form" -> {
        page.addAttribute("yamlProblems", problems(yaml));
        boolean reads = read(yaml) instanceof Reading.Read;
        yield show(page, target, reads ? formOf(yaml) : form, yaml, lock(fields));
      }
      case "save-yaml" -> keep(target, form, yaml, true, fields, language, page, to, keeping);
      default -> keep(target, form, form.yaml(), false, fields, language, page, to, keeping);
    };
  }

  private String keep(
      Target target,
      ProfileForm form,
      String text,
      boolean asYaml,
      Map<String, String> fields,
      Locale language,
      Model page,
      RedirectAttributes to,
      Keeping keeping) {
    long lock = lock(fields);
    try {
      VersionKey key = keeping.keep(text);
      to.addFlashAttribute(
          "notice",
          messages.getMessage(
              "types.done.saved",
              new Object[] {drafts.type(key.typeId()).name + "/" + key.number()},
              language));
      to.addAttribute("typeId", key.typeId());
      to.addAttribute("version", key.number());
      return "redirect:/types/{typeId}";
    } catch (Refusal refusal) {
      if (refusal.kind().equals("changed-meanwhile")) {
        lock = theirs(target, text, refusal, language, page);
      } else {
        page.addAttribute("problem", messages.getMessage("types.form.not-saved", null, language));
      }
      if (asYaml) {
        page.addAttribute("yamlProblems", refusal.problems());
      } else {
        page.addAttribute("errors", form.errors(named(refusal.problems())));
      }
      if (refusal.problems().isEmpty()) {
        page.addAttribute("problem", refusal.detail());
      }
    }
    ProfileForm shown = asYaml && read(text) instanceof Reading.Read ? formOf(text) : form;
    return show(page, target, shown, text, lock);
  }

  /** Both texts side by side; saving again is saving over theirs, knowingly. */
  private long theirs(Target target, String mine, Refusal refusal, Locale language, Model page) {
    if (target.typeId() == null || target.number() == null) {
      return 0;
    }
    VersionView theirs = views.version(new VersionKey(target.typeId(), target.number()));
    page.addAttribute("theirs", theirs.text());
    page.addAttribute("problem", refusal.detail());
    if (read(theirs.text()) instanceof Reading.Read(PortProfile before)
        && read(mine) instanceof Reading.Read(PortProfile after)) {
      List<Change> changes = Comparison.of(before, after);
      page.addAttribute("differences", words.all(changes, language));
    }
    return theirs.lock();
  }

  private String show(Model page, Target target, ProfileForm form, String yaml, long lock) {
    page.addAttribute("form", form);
    page.addAttribute("yaml", yaml);
    page.addAttribute("lock", lock);
    page.addAttribute("kind", target.kind());
    page.addAttribute("action", target.path());
    if (target.typeId() != null) {
      page.addAttribute("type", views.type(target.typeId()));
    }
    page.addAttribute("number", target.number());
    for (String each : List.of("errors", "yamlProblems", "notes")) {
      if (!page.containsAttribute(each)) {
        page.addAttribute(each, each.equals("errors") ? Map.of() : List.of());
      }
    }
    return "types/form";
  }

  private static Target target(int typeId, @Nullable Integer number) {
    String path = "/types/" + typeId + "/versions/";
    return new Target(number == null ? path + "new" : path + number + "/edit", typeId, number);
  }

  /** REST names a type's number as its path does; the form as the file does. */
  private static List<Problem> named(List<Problem> problems) {
    return problems.stream()
        .map(problem ->
            problem.field().equals("typeId")
                ? new Problem(problem.file(), 0, "type", problem.message(), problem.suggestion())
                : problem)
        .toList();
  }

  private Reading read(String text) {
    return ProfileText.read(text, groups.text());
  }

  private List<Problem> problems(String text) {
    return switch (read(text)) {
      case Reading.Read(PortProfile profile) -> List.of();
      case Reading.Refused(List<Problem> problems) -> problems;
    };
  }

  /** The fields of a text; those of a fresh form where it does not read. */
  private ProfileForm formOf(String text) {
    return switch (read(text)) {
      case Reading.Read(PortProfile profile) -> ProfileForm.of(profile, text);
      case Reading.Refused(List<Problem> problems) -> ProfileForm.fresh();
    };
  }

  /** The same text under another version number, comments kept where possible. */
  private String renumbered(String text, int number) {
    String changed = text.replaceFirst("(?m)^version:\\s*\\d+", "version: " + number);
    if (read(changed) instanceof Reading.Read(PortProfile profile)
        && profile.version().equals(new VsiTypeVersion(number))) {
      return changed;
    }
    return read(text) instanceof Reading.Read(PortProfile profile)
        ? ProfileForm.of(profile, ProfileWriter.write(profile))
            .with("version", Integer.toString(number))
            .yaml()
        : changed;
  }

  private static long lock(Map<String, String> fields) {
    String lock = fields.getOrDefault("lock", "");
    return lock.matches("\\d{1,18}") ? Long.parseLong(lock) : -1;
  }

  /** Browsers send lines with a carriage return. */
  private static String plain(String text) {
    String lines = text.replace("\r\n", "\n");
    return lines.endsWith("\n") ? lines : lines + "\n";
  }
}
