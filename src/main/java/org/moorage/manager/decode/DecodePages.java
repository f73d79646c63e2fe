package org.moorage.manager.decode;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Problem;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;

/** {@code /decode} and the same over REST. Captures are explained and forgotten. */
@Controller
class DecodePages {

  /** Frames a page shows; REST and the command tell all. */
  private static final int SHOWN = 500;

  private final MessageSource messages;

  DecodePages(MessageSource messages) {
    this.messages = messages;
  }

  @GetMapping("/decode")
  String form() {
    return "decode";
  }

  @PostMapping("/decode")
  String explain(
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      Model page,
      Locale language)
      throws IOException {
    try {
      if (file == null || file.isEmpty()) {
        throw Problem.bad("file", "decode.problem.none");
      }
      Decoding decoding = Decoding.of(file.getInputStream());
      page.addAttribute("decoding", decoding);
      page.addAttribute(
          "shown", decoding.frames().subList(0, Math.min(SHOWN, decoding.frames().size())));
      page.addAttribute("name", file.getOriginalFilename());
    } catch (Problem problem) {
      page.addAttribute("error", problem.sentence(messages, language));
    }
    return "decode";
  }

  @PostMapping(path = "/api/v1/decode", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseBody
  Decoding explainUpload(@RequestPart("file") MultipartFile file) throws IOException {
    return Decoding.of(file.getInputStream());
  }

  /** The capture as the body itself. */
  @PostMapping(
      path = "/api/v1/decode",
      consumes = {MediaType.APPLICATION_OCTET_STREAM_VALUE, "application/vnd.tcpdump.pcap"})
  @ResponseBody
  Decoding explainBody(HttpServletRequest request) throws IOException {
    byte[] octets = request.getInputStream().readNBytes(Decoding.MAX_OCTETS + 1);
    if (octets.length > Decoding.MAX_OCTETS) {
      throw Problem.said(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-large",
          "file",
          "a capture has at most " + Decoding.MAX_OCTETS + " octets here; use moorage decode");
    }
    return Decoding.of(new ByteArrayInputStream(octets));
  }
}
