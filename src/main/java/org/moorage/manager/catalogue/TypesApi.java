package org.moorage.manager.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.catalogue.CatalogueViews.Wanted;
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
import org.springframework.web.util.UriComponentsBuilder;

/** VSI types over REST; a type is named by its number or its name. */
@RestController
@RequestMapping(TypesApi.PATH)
class TypesApi {

  static final String PATH = "/api/v1/vsi-types";
  static final int MAX_LIMIT = 1_000;

  private final CatalogueViews views;
  private final Drafts drafts;
  private final Asked asked;

  TypesApi(CatalogueViews views, Drafts drafts, Asked asked) {
    this.views = views;
    this.drafts = drafts;
    this.asked = asked;
  }

  /** A type to be made: with its first draft as text, or bare. */
  record NewType(@Nullable Integer typeId, @Nullable String name, @Nullable String text) {}

  /** A type to be changed. */
  record ChangedType(@Nullable String name, @Nullable Long lock) {}

  @GetMapping
  ResponseEntity<List<TypeView>> list(
      @RequestParam(name = "q", defaultValue = "") String text,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "sort", defaultValue = "number") String sort,
      @RequestParam(name = "limit", defaultValue = "100") int limit,
      @RequestParam(name = "offset", defaultValue = "0") int offset) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Refusal.field("limit", limit + " is outside 1.." + MAX_LIMIT);
    }
    if (offset < 0) {
      throw Refusal.field("offset", offset + " is negative");
    }
    if (!state.isEmpty() && VersionState.of(state).isEmpty()) {
      throw Refusal.field(
          "state", "\"" + state + "\" is not a state; it is draft, released or retired");
    }
    String column = sort.startsWith("-") ? sort.substring(1) : sort;
    if (!CatalogueViews.COLUMNS.contains(column)) {
      throw Refusal.field(
          "sort", "\"" + sort + "\" is no column; it takes " + CatalogueViews.COLUMNS);
    }
    List<TypeView> found =
        views.list(new Wanted(text, state), column, sort.startsWith("-"), offset, limit);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (found.size() == limit) {
      answer.header(HttpHeaders.LINK, next(text, state, sort, limit, offset));
    }
    return answer.body(found);
  }

  private static String next(String text, String state, String sort, int limit, int offset) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(PATH);
    if (!text.isEmpty()) {
      address.queryParam("q", "{q}");
    }
    if (!state.isEmpty()) {
      address.queryParam("state", state);
    }
    URI next =
        address
            .queryParam("sort", sort)
            .queryParam("limit", limit)
            .queryParam("offset", offset + limit)
            .encode()
            .buildAndExpand(Map.of("q", text))
            .toUri();
    return "<" + next + ">; rel=\"next\"";
  }

  @PostMapping
  ResponseEntity<TypeView> create(@RequestBody NewType body) {
    int typeId;
    if (body.text() != null) {
      typeId = drafts.createType(Asked.text(body.text())).typeId();
    } else if (body.typeId() != null && body.name() != null) {
      typeId = body.typeId();
      drafts.createType(typeId, body.name());
    } else {
      throw Refusal.field(
          "text", "is missing; send the first draft as YAML, or typeId and name for a bare type");
    }
    return ResponseEntity.created(URI.create(PATH + "/" + typeId)).body(views.type(typeId));
  }

  @GetMapping("/{typeId}")
  TypeView type(@PathVariable("typeId") String typeId) {
    return views.type(asked.type(typeId));
  }

  @PutMapping("/{typeId}")
  TypeView change(
      @PathVariable("typeId") String typeId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody ChangedType body) {
    int type = asked.type(typeId);
    if (body.name() == null) {
      throw Refusal.field("name", "is missing; it is what a type has beside its versions");
    }
    drafts.rename(type, body.name(), Asked.requiredLock(match, body.lock()));
    return views.type(type);
  }

  @DeleteMapping("/{typeId}")
  ResponseEntity<Void> delete(@PathVariable("typeId") String typeId) {
    drafts.deleteType(asked.type(typeId));
    return ResponseEntity.noContent().build();
  }
}
