package org.moorage.manager.catalogue;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The catalogue as a zip in the layout of {@code profiles/}, in and out. */
@RestController
class LibraryApi {

  /** A zip of more has no profiles in it. */
  static final int MAX_ZIP = 1 << 20;

  private static final String ZIP = "application/zip";

  private final CatalogueExchange library;

  LibraryApi(CatalogueExchange library) {
    this.library = library;
  }

  @GetMapping({TypesApi.PATH + "/export", "/types/export"})
  ResponseEntity<byte[]> export(
      @RequestParam(name = "drafts", defaultValue = "false") boolean drafts) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(ZIP))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("profiles.zip").build().toString())
        .body(library.export(drafts).zip());
  }

  @PostMapping(
      path = TypesApi.PATH + "/import",
      consumes = {ZIP, "application/octet-stream"})
  CatalogueExchange.Outcome take(
      InputStream body,
      @RequestParam(name = "release", defaultValue = "false") boolean release,
      @RequestParam(name = "replace", defaultValue = "false") boolean replace)
      throws IOException {
    return library.take(
        LibraryFiles.unzip(bounded(body)), new CatalogueExchange.How(release, replace));
  }

  @PostMapping(path = TypesApi.PATH + "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  CatalogueExchange.Outcome take(
      @RequestParam("file") MultipartFile file,
      @RequestParam(name = "release", defaultValue = "false") boolean release,
      @RequestParam(name = "replace", defaultValue = "false") boolean replace)
      throws IOException {
    try (InputStream body = file.getInputStream()) {
      return take(body, release, replace);
    }
  }

  static byte[] bounded(InputStream body) throws IOException {
    byte[] zip = body.readNBytes(MAX_ZIP + 1);
    if (zip.length > MAX_ZIP) {
      throw Refusal.tooLarge("the zip has more than " + MAX_ZIP + " bytes");
    }
    return zip;
  }
}
