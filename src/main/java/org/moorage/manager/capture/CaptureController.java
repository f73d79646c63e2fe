package org.moorage.manager.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.agentlink.CaptureWish;
import org.moorage.manager.Rejection;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/vports/{id}/captures}: the paths an agent's own door has too. */
@RestController
@RequestMapping("/api/v1/vports/{id}/captures")
class CaptureController {

  private final VPortCaptures captures;

  CaptureController(VPortCaptures captures) {
    this.captures = captures;
  }

  @GetMapping
  List<CaptureView> all(@PathVariable String id) {
    return captures.of(id);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CaptureView start(
      @PathVariable String id, @RequestBody(required = false) @Nullable CaptureWish wish) {
    return captures.start(id, wish == null ? CaptureTerms.USUAL : terms(wish));
  }

  /**
   * @throws Rejection 400 that names the field
   */
  static CaptureTerms terms(CaptureWish wish) {
    try {
      return wish.terms();
    } catch (IllegalArgumentException wrong) {
      String said = String.valueOf(wrong.getMessage());
      throw Rejection.bad(said.substring(0, said.indexOf(' ')), said);
    }
  }

  @GetMapping("/{capture}")
  CaptureView one(@PathVariable String id, @PathVariable String capture) {
    return captures.find(id, capture);
  }

  @PostMapping("/{capture}/stop")
  CaptureView stop(@PathVariable String id, @PathVariable String capture) {
    return captures.stop(id, capture);
  }

  @DeleteMapping("/{capture}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void forget(@PathVariable String id, @PathVariable String capture) {
    captures.forget(id, capture);
  }

  @GetMapping("/{capture}/file")
  ResponseEntity<byte[]> file(@PathVariable String id, @PathVariable String capture) {
    return CapturePages.answer(id, captures.file(id, capture));
  }
}
