package org.moorage.manager.console;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /docs}: the documentation of this very version. */
@Controller
class DocsPages {

  private static final int MAX_HITS = 50;
  private static final int MAX_QUERY = 200;

  private final Library library;

  DocsPages(Library library) {
    this.library = library;
  }

  @GetMapping("/docs")
  String first(@RequestParam(name = "q", defaultValue = "") String words, Model page) {
    if (words.isBlank()) {
      return library.all().stream()
          .findFirst()
          .map(document -> "redirect:/docs/" + document.path())
          .orElseThrow(() -> Problem.notFound("docs.problem.none"));
    }
    String asked = words.substring(0, Math.min(words.length(), MAX_QUERY));
    show(page, asked, library.search(asked, MAX_HITS));
    return "docs";
  }

  @GetMapping("/docs/{*path}")
  Object one(@PathVariable("path") String path, Model page) {
    String name = path.replaceFirst("^/", "");
    if (name.endsWith(".svg") || name.endsWith(".png")) {
      return library
          .image(name)
          .map(octets ->
              ResponseEntity.ok()
                  .contentType(
                      name.endsWith(".png")
                          ? MediaType.IMAGE_PNG
                          : MediaType.valueOf("image/svg+xml"))
                  .body(octets))
          .orElseThrow(() -> Problem.notFound("docs.problem.none"));
    }
    if (library.document(name).isEmpty()) {
      return library
          .firstIn(name)
          .map(document -> "redirect:/docs/" + document.path())
          .orElseThrow(() -> Problem.notFound("docs.problem.none"));
    }
    Library.Document document = library.document(name).orElseThrow();
    page.addAttribute("document", document);
    show(page, "", List.of());
    return "docs";
  }

  private void show(Model page, String words, List<Library.Hit> hits) {
    page.addAttribute("documents", library.all());
    page.addAttribute("words", words);
    page.addAttribute("hits", hits);
  }
}
