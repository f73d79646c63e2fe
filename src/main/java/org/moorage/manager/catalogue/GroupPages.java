package org.moorage.manager.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Page {@code /types/groups}: names for addresses and ports. */
@Controller
class GroupPages {

  private final NamedGroups groups;
  private final MessageSource messages;

  GroupPages(NamedGroups groups, MessageSource messages) {
    this.groups = groups;
    this.messages = messages;
  }

  @GetMapping("/types/groups")
  String groups(HttpServletRequest request, Model page) {
    NamedGroups.Standing now = groups.current();
    return show(request, page, now.text(), now.lock());
  }

  @PostMapping("/types/groups")
  String change(
      @RequestParam("text") String text,
      @RequestParam("lock") long lock,
      Locale language,
      HttpServletRequest request,
      Model page,
      RedirectAttributes to) {
    String plain = text.replace("\r\n", "\n");
    try {
      groups.change(plain, lock);
      to.addFlashAttribute("notice", messages.getMessage("groups.saved", null, language));
      return "redirect:/types/groups";
    } catch (Refusal refusal) {
      page.addAttribute("problems", refusal.problems());
      page.addAttribute(
          "problem",
          refusal.problems().isEmpty()
              ? refusal.detail()
              : messages.getMessage("types.form.not-saved", null, language));
      boolean meanwhile = refusal.kind().equals("changed-meanwhile");
      if (meanwhile) {
        page.addAttribute("theirs", groups.text());
      }
      return show(request, page, plain, meanwhile ? groups.current().lock() : lock);
    }
  }

  private String show(HttpServletRequest request, Model page, String text, long lock) {
    page.addAttribute("groups", GroupsApi.GroupsView.of(groups.current()));
    page.addAttribute("text", text);
    page.addAttribute("lock", lock);
    page.addAttribute("admin", request.isUserInRole("NETWORK_ADMIN"));
    return "types/groups";
  }
}
