package org.moorage.manager.lab;

import java.util.List;
import java.util.Optional;
import org.moorage.manager.audit.AuditLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /lab}: the lab of this process ticking off its script, and what can be done to it. */
@Controller
@RequestMapping("/lab")
class LabPages {

  private static final String BACK = "redirect:/lab";

  /** Longer than any name of a lab, a station, a VM or a type. */
  private static final int MAX_WORD = 100;

  private final Optional<LabDoor> door;
  private final AuditLog audit;
  private final MessageSource messages;

  LabPages(ObjectProvider<LabDoor> door, AuditLog audit, MessageSource messages) {
    this.door = Optional.ofNullable(door.getIfAvailable());
    this.audit = audit;
    this.messages = messages;
  }

  @GetMapping
  String lab(Model model) {
    door.ifPresent(open -> {
      LabSnapshot lab = open.snapshot();
      model.addAttribute("lab", lab);
      model.addAttribute("map", LabMap.of(lab));
      model.addAttribute("choices", open.choices());
      model.addAttribute("vms", vms(lab));
    });
    return "lab";
  }

  /** Each VM once, though a VM that moves is on two stations. */
  private static List<String> vms(LabSnapshot lab) {
    return lab.stations().stream()
        .flatMap(station -> station.vms().stream())
        .map(LabSnapshot.Machine::name)
        .distinct()
        .toList();
  }

  @PostMapping("/say")
  String say(@RequestParam(defaultValue = "") String sentence, RedirectAttributes back) {
    return done(sentence.strip(), back);
  }

  @PostMapping("/start")
  String start(
      @RequestParam(defaultValue = "") String station,
      @RequestParam(defaultValue = "") String vm,
      @RequestParam(defaultValue = "") String type,
      @RequestParam(defaultValue = "") String vid,
      RedirectAttributes back) {
    String as = type.isBlank() ? "" : " as " + word(type);
    String terms = vid.isBlank() ? "" : " (vid " + word(vid) + ")";
    return done(word(station) + " starts " + word(vm) + as + terms, back);
  }

  @PostMapping("/move")
  String move(
      @RequestParam(defaultValue = "") String vm,
      @RequestParam(defaultValue = "") String station,
      RedirectAttributes back) {
    return done(word(vm) + " moves to " + word(station), back);
  }

  @PostMapping("/run")
  String run(@RequestParam(defaultValue = "") String name, RedirectAttributes back) {
    if (door.isPresent()) {
      String lab = word(name);
      answer(door.get().run(lab), "lab.run", lab, "lab.done.run", back);
    }
    return BACK;
  }

  @PostMapping("/stop")
  String stop(RedirectAttributes back) {
    door.ifPresent(open -> {
      String name = open.snapshot().name();
      open.stop();
      answer(Optional.empty(), "lab.stop", name, "lab.done.stop", back);
    });
    return BACK;
  }

  private String done(String sentence, RedirectAttributes back) {
    door.ifPresent(open -> answer(open.say(sentence), "lab.say", sentence, "lab.done.say", back));
    return BACK;
  }

  private void answer(
      Optional<String> obstacle,
      String action,
      String subject,
      String done,
      RedirectAttributes back) {
    if (obstacle.isPresent()) {
      back.addFlashAttribute("problem", obstacle.get());
      return;
    }
    audit.record(action, subject, "");
    back.addFlashAttribute(
        "notice",
        messages.getMessage(done, new Object[] {subject}, LocaleContextHolder.getLocale()));
  }

  /** One word of a sentence: no blanks that would make it two. */
  private static String word(String written) {
    String word = written.strip().replaceAll("\\s+", "-");
    return word.length() <= MAX_WORD ? word : word.substring(0, MAX_WORD);
  }
}
