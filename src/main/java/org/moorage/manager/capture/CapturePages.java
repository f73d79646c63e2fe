package org.moorage.manager.capture;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.CaptureWish;
import org.moorage.manager.Rejection;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

/** What the page of a vPort does with captures; the page itself shows them. */
@Controller
@RequestMapping("/vports/{id}/captures")
class CapturePages {

  static final MediaType PCAPNG = MediaType.parseMediaType("application/x-pcapng");

  /** More digits than any bound has. */
  private static final int MAX_DIGITS = 9;

  private final VPortCaptures captures;
  private final MessageSource messages;

  CapturePages(VPortCaptures captures, MessageSource messages) {
    this.captures = captures;
    this.messages = messages;
  }

  @PostMapping
  String start(
      @PathVariable String id, @RequestParam Map<String, String> form, RedirectAttributes back) {
    try {
      captures.start(id, terms(form));
    } catch (Rejection rejection) {
      problem(back, rejection);
    }
    return back(id);
  }

  private static CaptureTerms terms(Map<String, String> form) {
    return CaptureController.terms(
        new CaptureWish(
            form.getOrDefault("direction", CaptureTerms.BOTH),
            form.containsKey("dropped"),
            number(form.get("seconds")),
            number(form.get("frames")),
            null,
            null));
  }

  /** What is no number is outside every bound. */
  private static @Nullable Integer number(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String digits = text.strip();
    return digits.length() <= MAX_DIGITS && digits.chars().allMatch(Character::isDigit)
        ? Integer.valueOf(digits)
        : Integer.valueOf(-1);
  }

  @PostMapping("/{capture}/stop")
  String stop(@PathVariable String id, @PathVariable String capture, RedirectAttributes back) {
    try {
      captures.stop(id, capture);
    } catch (Rejection rejection) {
      problem(back, rejection);
    }
    return back(id);
  }

  @PostMapping("/{capture}/forget")
  String forget(@PathVariable String id, @PathVariable String capture, RedirectAttributes back) {
    try {
      captures.forget(id, capture);
      back.addFlashAttribute(
          "notice",
          messages.getMessage("vport.capture.forgotten", null, LocaleContextHolder.getLocale()));
    } catch (Rejection rejection) {
      problem(back, rejection);
    }
    return back(id);
  }

  @GetMapping("/{capture}/file")
  ResponseEntity<byte[]> file(@PathVariable String id, @PathVariable String capture) {
    return answer(id, captures.file(id, capture));
  }

  static ResponseEntity<byte[]> answer(String vPort, byte[] file) {
    return ResponseEntity.ok()
        .contentType(PCAPNG)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("vport-" + vPort.replaceAll("[^A-Za-z0-9-]", "-") + ".pcapng")
                .build()
                .toString())
        .body(file);
  }

  private static void problem(RedirectAttributes back, Rejection rejection) {
    back.addFlashAttribute("problem", String.valueOf(rejection.getBody().getDetail()));
  }

  private static String back(String id) {
    return "redirect:/vports/"
        + UriUtils.encodePathSegment(id, StandardCharsets.UTF_8)
        + "#captures";
  }
}
