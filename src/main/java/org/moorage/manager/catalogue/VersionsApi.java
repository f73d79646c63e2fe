package org.moorage.manager.catalogue;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.Change;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Versions of a type over REST. */
@RestController
@RequestMapping(TypesApi.PATH + "/{typeId}/versions")
class VersionsApi {

  private final CatalogueViews views;
  private final Drafts drafts;
  private final Releases releases;
  private final Asked asked;

  VersionsApi(CatalogueViews views, Drafts drafts, Releases releases, Asked asked) {
    this.views = views;
    this.drafts = drafts;
    this.releases = releases;
    this.asked = asked;
  }

  /**
   * The text of a draft.
   *
   * @param lock the one it was read with, unless If-Match says it
   */
  record DraftText(@Nullable String text, @Nullable Long lock) {}

  /** What one version has otherwise than another. */
  record Differences(String before, String after, List<String> changes) {}

  @GetMapping
  List<TypeView.VersionLine> list(@PathVariable("typeId") String typeId) {
    return views.type(asked.type(typeId)).versions();
  }

  @PostMapping
  ResponseEntity<VersionView> create(
      @PathVariable("typeId") String typeId, @RequestBody DraftText body) {
    VersionKey key = drafts.create(asked.type(typeId), Asked.text(body.text()));
    return ResponseEntity.created(
            URI.create(TypesApi.PATH + "/" + key.typeId() + "/versions/" + key.number()))
        .body(views.version(key));
  }

  @GetMapping("/{version}")
  ResponseEntity<VersionView> version(
      @PathVariable("typeId") String typeId, @PathVariable("version") String version) {
    return answer(asked.version(typeId, version));
  }

  @PutMapping("/{version}")
  ResponseEntity<VersionView> change(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody DraftText body) {
    VersionKey key = asked.version(typeId, version);
    drafts.change(key, Asked.text(body.text()), Asked.requiredLock(match, body.lock()));
    return answer(key);
  }

  @DeleteMapping("/{version}")
  ResponseEntity<Void> delete(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
    drafts.delete(asked.version(typeId, version), Asked.lock(match, null));
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/{version}/release")
  ResponseEntity<VersionView> release(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestParam(name = "lock", required = false) @Nullable Long lock) {
    VersionKey key = asked.version(typeId, version);
    releases.release(key, Asked.lock(match, lock));
    return answer(key);
  }

  @PostMapping("/{version}/retire")
  ResponseEntity<VersionView> retire(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam(name = "force", defaultValue = "false") boolean force) {
    VersionKey key = asked.version(typeId, version);
    releases.retire(key, force);
    return answer(key);
  }

  /** What changes for a VM that goes from version {@code with} to this one. */
  @GetMapping("/{version}/compare")
  Differences compare(
      @PathVariable("typeId") String typeId,
      @PathVariable("version") String version,
      @RequestParam("with") String with) {
    VersionKey after = asked.version(typeId, version);
    VersionKey before = new VersionKey(after.typeId(), Asked.number(with));
    return new Differences(
        before.typeId() + "/" + before.number(),
        after.typeId() + "/" + after.number(),
        views.compare(before, after).stream().map(Change::sentence).toList());
  }

  private ResponseEntity<VersionView> answer(VersionKey key) {
    VersionView view = views.version(key);
    return ResponseEntity.ok().eTag(Long.toString(view.lock())).body(view);
  }
}
