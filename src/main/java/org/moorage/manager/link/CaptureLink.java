package org.moorage.manager.link;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CaptureProgress;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.manager.Rejection;
import org.moorage.manager.capture.VPortCaptures;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What agents say of captures they were ordered, and the files. */
@RestController
class CaptureLink {

  /** How every pcapng file begins. */
  private static final int PCAPNG = 0x0A0D0D0A;

  private final LinkBody body;
  private final LinkLimits limits;
  private final VPortCaptures captures;

  CaptureLink(LinkBody body, LinkLimits limits, VPortCaptures captures) {
    this.body = body;
    this.limits = limits;
    this.captures = captures;
  }

  @PostMapping(AgentLink.CAPTURES)
  @Operation(
      requestBody =
          @RequestBody(
              content = @Content(schema = @Schema(implementation = CaptureProgress.class))))
  void progress(HttpServletRequest request) throws IOException {
    body.read(
        request,
        CaptureProgress.class,
        progress -> {
          LinkChecks.check(progress);
          limits.admit(progress.identity(), 0);
          captures.heard(progress);
          return progress;
        });
  }

  @PostMapping(AgentLink.CAPTURE_FILE)
  @Operation(requestBody = @RequestBody(content = @Content(mediaType = "application/x-pcapng")))
  void file(
      HttpServletRequest request,
      @RequestParam(AgentLink.STREAM_IDENTITY) UUID edge,
      @RequestParam(AgentLink.CAPTURE) String capture)
      throws IOException {
    limits.admit(edge, 0);
    body.read(
        request,
        octets -> {
          if (octets.length > CaptureTerms.MAX_OCTETS
              || octets.length < Integer.BYTES
              || ByteBuffer.wrap(octets).getInt() != PCAPNG) {
            throw Rejection.bad("body", "the body is not a pcapng file of a capture");
          }
          captures.handed(edge, capture, octets);
          return capture;
        });
  }
}
