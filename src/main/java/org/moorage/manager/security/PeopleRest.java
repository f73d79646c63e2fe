package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.ListedInParts;
import org.moorage.manager.Listing;
import org.moorage.manager.console.Problem;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** People over REST. */
@RestController
@RequestMapping("/api/v1/users")
class PeopleRest {

  /** A new account. */
  record NewAccount(@Nullable String name, @Nullable String role, @Nullable String password) {}

  /** What is to change; what is left out stays. */
  record Change(@Nullable String role, @Nullable Boolean disabled, @Nullable String password) {}

  private final People people;

  PeopleRest(People people) {
    this.people = people;
  }

  @GetMapping
  @ListedInParts
  List<People.View> list(HttpServletRequest request, HttpServletResponse response) {
    return Listing.of(request).partOf(people.all(), response);
  }

  @GetMapping("/{name}")
  People.View one(@PathVariable("name") String name) {
    return people.find(name).orElseThrow(() -> Problem.notFound("users.problem.unknown", name));
  }

  @PostMapping
  ResponseEntity<People.View> create(@RequestBody NewAccount asked) {
    String name = asked.name() == null ? "" : asked.name();
    People.View made =
        people.create(
            name,
            asked.role() == null ? "" : asked.role(),
            asked.password() == null ? "" : asked.password());
    return ResponseEntity.created(URI.create("/api/v1/users/" + name)).body(made);
  }

  @PatchMapping("/{name}")
  People.View change(@PathVariable("name") String name, @RequestBody Change change) {
    return people.change(name, change.role(), change.disabled(), change.password());
  }

  @DeleteMapping("/{name}")
  ResponseEntity<Void> remove(@PathVariable("name") String name) {
    people.remove(name);
    return ResponseEntity.noContent().build();
  }
}
