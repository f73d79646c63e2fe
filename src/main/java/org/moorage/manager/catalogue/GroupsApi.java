package org.moorage.manager.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.profile.GroupsText;
import org.moorage.profile.rules.Groups;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The named groups over REST. */
@RestController
@RequestMapping("/api/v1/groups")
class GroupsApi {

  private final NamedGroups groups;

  GroupsApi(NamedGroups groups) {
    this.groups = groups;
  }

  /** The groups to be. */
  record GroupsToBe(@Nullable String text, @Nullable Long lock) {}

  /**
   * The groups as they are.
   *
   * @param text YAML as in {@code groups.yaml}
   * @param addresses what each name stands for, groups inside groups resolved
   * @param ports likewise
   * @param brokenDrafts drafts, as {@code 4711/3}, that do not read with these groups
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GroupsView(
      String text,
      long lock,
      @Nullable Instant changedAt,
      @Nullable String changedBy,
      Map<String, List<String>> addresses,
      Map<String, List<String>> ports,
      List<String> brokenDrafts) {

    static GroupsView of(NamedGroups.Standing standing) {
      Groups read = GroupsText.read(standing.text());
      return new GroupsView(
          standing.text(),
          standing.lock(),
          standing.changedAt(),
          standing.changedBy(),
          texts(read.addresses()),
          texts(read.ports()),
          standing.brokenDrafts());
    }

    private static Map<String, List<String>> texts(Map<String, ? extends List<?>> groups) {
      Map<String, List<String>> texts = new LinkedHashMap<>();
      groups.forEach(
          (name, members) -> texts.put(name, members.stream().map(Object::toString).toList()));
      return texts;
    }
  }

  @GetMapping
  ResponseEntity<GroupsView> groups() {
    return answer(groups.current());
  }

  @PutMapping
  ResponseEntity<GroupsView> change(
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody GroupsToBe body) {
    if (body.text() == null) {
      throw Refusal.field("text", "is missing; send the groups as YAML, empty for none");
    }
    return answer(groups.change(body.text(), Asked.requiredLock(match, body.lock())));
  }

  private static ResponseEntity<GroupsView> answer(NamedGroups.Standing standing) {
    return ResponseEntity.ok().eTag(Long.toString(standing.lock())).body(GroupsView.of(standing));
  }
}
